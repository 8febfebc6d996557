/** Two clerks of two desks on one server answer one portal's request at the same moment. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../../db/open.ts';
import { putRegistryKinship, putRegistryPersons } from '../../../db/queries/registry.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { Client, LinkDetails, SignRowResult } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import { type Office, serverOffice } from '../../fakes/engines.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import { headWish, iinOf, linkXml, type PersonWish } from '../../fakes/packages.ts';
import { type Act, addChildren, prepareActs, signPrepared } from '../../fakes/places.ts';

const ASKER: PersonWish = {
  iin: iinOf('1986-07-08', 'male'),
  surname: 'Порталов',
  givenName: 'Асқар',
  patronymic: null,
  birthDate: '1986-07-08',
  sex: 'male',
};

describe('races over one request of a portal on PostgreSQL', () => {
  const clock = testClock();
  let office: Office;
  let owner: OpenDatabase;
  let desks: TestDesk[];
  let gulnar: Client;
  let erlan: Client;
  let children: readonly string[];

  beforeAll(async () => {
    office = await serverOffice();
    owner = await office.owner();
    children = await addChildren(owner, { wants: [1], children: 5 });
    const { iin, birthDate, sex } = ASKER;
    const named = { surname: ASKER.surname, given_name: ASKER.givenName, patronymic: null };
    await owner.write('system', (tx) =>
      putRegistryPersons(tx, [{ iin, ...named, birth_date: birthDate, sex }], clock.now()),
    );
    desks = [await startDesk({ ...office.start, clock }), await startDesk({ ...office.start, clock })];
    [gulnar, erlan] = desks.map((desk) => desk.port()) as [Client, Client];
    await signIn(gulnar, 'me', { role: 'clerk' });
    await signIn(erlan, 'tileubek');
  }, WORLD_MS);
  afterAll(async () => {
    for (const desk of desks ?? []) await desk.close();
    await owner?.close();
    await office?.close();
  });

  const child = (n: number): string => children[n] ?? '';
  const target = async (client: Client, n: number) => ({
    id: child(n),
    expectedVersion: (await client.applications.get({ id: child(n) })).version,
  });
  /** A father the registry confirms asks through a portal. */
  async function ask(n: number): Promise<string> {
    const childIin = (await gulnar.applications.get({ id: child(n) })).child.iin;
    const { bin } = await owner.read('system', (tx) =>
      tx.selectFrom('district').select('bin').where('id', '=', 1).executeTakeFirstOrThrow(),
    );
    await owner.write('system', (tx) =>
      putRegistryKinship(tx, [{ child_iin: childIin, parent_iin: ASKER.iin, role: 'father' }], clock.now()),
    );
    const xml = linkXml(headWish(clock.now(), { portal: 'astana', department: bin }), {
      childIin,
      parent: ASKER,
    });
    const taken = await gulnar.intake.take({
      upload: randomUUID(),
      name: 'link.xml',
      part: 0,
      parts: 1,
      content: new Blob([xml]),
    });
    expect(taken).toMatchObject({ outcome: 'taken' });
    return (await gulnar.links.card({ applicationId: child(n) })).requests[0]?.id ?? '';
  }
  const refusal = (requestId: string): Act => ({
    act: 'refuse_link_request',
    reason: 'link_paper_missing',
    details: { linkRequest: { requestId } },
  });
  const linking = async (client: Client, n: number): Promise<Act> => {
    const check = await client.links.check({ applicationId: child(n), personIin: ASKER.iin });
    const link: LinkDetails = {
      personIin: ASKER.iin,
      role: 'father',
      evidence: 'registry',
      checkId: check.id,
    };
    return { act: 'link', details: { link } };
  };
  const requestOf = async (n: number) => {
    const { rows } = await sql<{
      state: string;
      act: string | null;
    }>`select r.state, d.act from kezek.link_request r
      left join kezek.decision d on d.id = r.decision_id where r.application_id = ${child(n)}`.execute(
      owner.kysely,
    );
    return rows;
  };
  const told = async (n: number) => {
    const { rows } = await sql<{ kind: string }>`select kind from kezek.notice
      where application_id = ${child(n)} and link_request_id is not null`.execute(owner.kysely);
    return rows.map((row) => row.kind);
  };
  const errorOf = (one: SignRowResult | undefined) => one?.error;

  it('one links while the other refuses: one answer stands, and the other clerk is told who won and when', async () => {
    for (const n of [0, 1]) {
      const id = await ask(n);
      const yes = await prepareActs(gulnar, [await target(gulnar, n)], await linking(gulnar, n));
      const no = await prepareActs(erlan, [await target(erlan, n)], refusal(id));
      // Once at the same moment, once one after another.
      const signs = [() => signPrepared(gulnar, yes), () => signPrepared(erlan, no)] as const;
      const [[linked], [refused]] =
        n === 0 ? await Promise.all([signs[0](), signs[1]()]) : [await signs[0](), await signs[1]()];
      expect([linked?.ok, refused?.ok].toSorted()).toEqual([false, true]);
      if (linked?.ok === true) {
        expect(errorOf(refused)).toMatchObject({
          code: 'LINK_REQUEST_ANSWERED',
          data: { state: 'linked', by: 'Г. Абдырахманова', at: expect.anything() },
        });
      } else {
        expect(errorOf(linked)).toMatchObject({ code: 'CHANGED', data: { by: 'Е. Тілеубек' } });
      }
      const won = linked?.ok === true ? ['linked', 'link'] : ['refused', 'refuse_link_request'];
      expect(await requestOf(n)).toEqual([{ state: won[0], act: won[1] }]);
      expect(await told(n)).toEqual([`link_request_${won[0]}`]);
    }
  });

  it('both refuse at once: one decision, and the other clerk is told by whom it was refused', async () => {
    const id = await ask(2);
    const first = await prepareActs(gulnar, [await target(gulnar, 2)], refusal(id));
    const second = await prepareActs(erlan, [await target(erlan, 2)], refusal(id));
    const [[a], [b]] = await Promise.all([signPrepared(gulnar, first), signPrepared(erlan, second)]);
    expect([a?.ok, b?.ok].toSorted()).toEqual([false, true]);
    const lost = a?.ok === true ? b : a;
    const name = a?.ok === true ? 'Г. Абдырахманова' : 'Е. Тілеубек';
    expect(errorOf(lost)).toMatchObject({
      code: 'LINK_REQUEST_ANSWERED',
      data: { state: 'refused', by: name },
    });
    expect(await requestOf(2)).toEqual([{ state: 'refused', act: 'refuse_link_request' }]);
    expect(await told(2)).toEqual(['link_request_refused']);
  });

  it('its application ends meanwhile: the clerk is told that it lapsed, and nothing is signed', async () => {
    const id = await ask(3);
    const prepared = await prepareActs(erlan, [await target(erlan, 3)], refusal(id));
    await owner.write('system', async (tx) => {
      await sql`update kezek.link_request set state = 'lapsed' where id = ${id}`.execute(tx);
    });
    const [lost] = await signPrepared(erlan, prepared);
    expect(errorOf(lost)).toMatchObject({
      code: 'LINK_REQUEST_ANSWERED',
      data: { state: 'lapsed', by: null },
    });
    expect(await told(3)).toEqual([]);
  });

  it('sixteen clicks with one key are one refusal', async () => {
    const id = await ask(4);
    const [prepared] = await prepareActs(gulnar, [await target(gulnar, 4)], refusal(id));
    if (prepared === undefined) throw new Error('NOT_PREPARED');
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => signPrepared(gulnar, [prepared], [key])),
    );
    expect(new Set(answers.flat().map((one) => one.decisionNumber)).size).toBe(1);
    expect(answers.flat().every((one) => one.ok)).toBe(true);
    expect(await told(4)).toEqual(['link_request_refused']);
  });

  it('the chain and the decisions verify afterwards', async () => {
    expect((await verifyAll(owner, clock)).broken).toEqual([]);
  });
});
