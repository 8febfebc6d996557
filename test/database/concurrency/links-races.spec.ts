/** Two clerks of two desks on one server link parents of one child at the same moment. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../../db/open.ts';
import { putRegistryKinship, putRegistryPersons } from '../../../db/queries/registry.ts';
import { makeIin } from '../../../domain/iin.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { Client, LinkDetails } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import { type Office, serverOffice } from '../../fakes/engines.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import { type Act, addChildren, prepareActs, signPrepared } from '../../fakes/places.ts';

function iinOf(birth: string, sex: 'male' | 'female', from: number): string {
  for (let serial = from; ; serial++) {
    const made = makeIin(birth, sex, serial);
    if (made !== null) return made;
  }
}
const FATHER = iinOf('1988-02-17', 'male', 6100);
const OTHER = iinOf('1987-02-17', 'male', 6200);

describe('races over one child’s parents on PostgreSQL', () => {
  const clock = testClock();
  let office: Office;
  let owner: OpenDatabase;
  let desks: TestDesk[];
  let gulnar: Client;
  let erlan: Client;
  let children: readonly string[];
  /** Written by this test's own hand, without a history. */
  let copied = '';

  beforeAll(async () => {
    office = await serverOffice();
    owner = await office.owner();
    children = await addChildren(owner, { wants: [1], children: 6 });
    await owner.write('system', (tx) =>
      putRegistryPersons(
        tx,
        [FATHER, OTHER].map((iin) => ({
          iin,
          surname: 'Сынақов',
          given_name: 'Ерлан',
          patronymic: null,
          birth_date: '1987-02-17',
          sex: 'male' as const,
        })),
        clock.now(),
      ),
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

  const childIin = async (id: string): Promise<string> => (await gulnar.applications.get({ id })).child.iin;
  const tie = async (id: string, parent: string) => {
    const child = await childIin(id);
    await owner.write('system', (tx) =>
      putRegistryKinship(tx, [{ child_iin: child, parent_iin: parent, role: 'father' }], clock.now()),
    );
  };
  const asked = async (client: Client, id: string, personIin: string): Promise<Act> => {
    const check = await client.links.check({ applicationId: id, personIin });
    const link: LinkDetails = { personIin, role: 'father', evidence: 'registry', checkId: check.id };
    return { act: 'link', details: { link } };
  };
  const target = async (client: Client, id: string) => ({
    id,
    expectedVersion: (await client.applications.get({ id })).version,
  });
  const live = async (id: string) => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from kezek.parent_link l
      join kezek.application a on a.child_id = l.child_id where a.id = ${id} and l.state = 'live'`.execute(
      owner.kysely,
    );
    return rows[0]?.count;
  };

  it('both prepared, both sign at once: one father stands, the other clerk is told who won and when', async () => {
    const id = children[0] ?? '';
    await tie(id, FATHER);
    const first = await prepareActs(gulnar, [await target(gulnar, id)], await asked(gulnar, id, FATHER));
    await tie(id, OTHER);
    const second = await prepareActs(erlan, [await target(erlan, id)], await asked(erlan, id, OTHER));
    const [[a], [b]] = await Promise.all([signPrepared(gulnar, first), signPrepared(erlan, second)]);
    const won = [a, b].filter((one) => one?.ok === true);
    const lost = [a, b].find((one) => one?.ok === false);
    expect(won).toHaveLength(1);
    expect(lost?.error?.code).toBe('CHANGED');
    const name = won[0] === a ? 'Г. Абдырахманова' : 'Е. Тілеубек';
    expect(lost?.error?.data).toMatchObject({ by: name });
    expect(lost?.error?.data).not.toMatchObject({ at: null });
    expect(await live(id)).toBe(1);
  });

  it('on two applications of one child in two districts: one links, the other is told by which department and when', async () => {
    const id = children[1] ?? '';
    await tie(id, FATHER);
    await erlan.session.signOut();
    const stranger = await signIn(erlan, 'stranger');
    const post = await owner.read('system', (tx) =>
      tx
        .selectFrom('staff_post')
        .select('district_id')
        .where('id', '=', stranger.post.postId)
        .executeTakeFirstOrThrow(),
    );
    const districtId = post.district_id ?? 0;
    expect(districtId).not.toBe(1);
    // The family moved, and applied there too.
    const { rows } = await sql<{ id: string }>`
      insert into kezek.application select r.* from kezek.application a cross join lateral jsonb_populate_record(a, jsonb_build_object(
        'id', (select max(id) + 1000 from kezek.application), 'number', '2025-990001', 'district_id', ${districtId}::int, 'version', 1)) r
      where a.id = ${id} returning id`.execute(owner.kysely);
    const other = rows[0]?.id ?? '';
    copied = other;
    const first = await prepareActs(gulnar, [await target(gulnar, id)], await asked(gulnar, id, FATHER));
    const second = await prepareActs(erlan, [await target(erlan, other)], await asked(erlan, other, FATHER));
    const [[a], [b]] = await Promise.all([signPrepared(gulnar, first), signPrepared(erlan, second)]);
    expect([a, b].filter((one) => one?.ok === true)).toHaveLength(1);
    const lost = [a, b].find((one) => one?.ok === false);
    expect(lost?.error).toMatchObject({ code: 'LINK_TAKEN', data: { role: 'father' } });
    const data = lost?.error?.data as { at: unknown; department: { kk: string } };
    expect(data.at).not.toBeNull();
    expect(data.department.kk).not.toBe('');
    expect(await live(id)).toBe(1);
    const { rows: shown } = await sql<{ iin: string }>`select p.iin from kezek.application a
      join kezek.person p on p.id = a.second_parent_id where a.id in (${id}, ${other})`.execute(owner.kysely);
    expect(shown.map((row) => row.iin)).toEqual([FATHER, FATHER]);
  });

  it('sixteen clicks with one key are one link', async () => {
    const id = children[3] ?? '';
    await tie(id, FATHER);
    const [prepared] = await prepareActs(gulnar, [await target(gulnar, id)], await asked(gulnar, id, FATHER));
    if (prepared === undefined || !('preparedId' in prepared)) throw new Error('NOT_PREPARED');
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => signPrepared(gulnar, [prepared], [key])),
    );
    expect(new Set(answers.flat().map((one) => one.decisionNumber)).size).toBe(1);
    expect(await live(id)).toBe(1);
  });

  it('the chain, the decisions and the places verify afterwards', async () => {
    const { broken } = await verifyAll(owner, clock);
    expect(broken.filter((one) => one.row !== `application ${copied}`)).toEqual([]);
  });
});
