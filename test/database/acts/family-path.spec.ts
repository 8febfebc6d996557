/** Signed acts on a child's people through the contract: links by their whole life, on both engines. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putRegistryKinship, putRegistryPersons } from '../../../db/queries/registry.ts';
import { makeIin } from '../../../domain/iin.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { Client, LinkDetails } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import { embeddedOffice, type Office, serverOffice } from '../../fakes/engines.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import { type Act, addChildren, doAct, hindrances, prepareActs } from '../../fakes/places.ts';

const COURT = { number: '2-114', court: 'Сарыбел аудандық соты', on: '2026-02-01', validUntil: '2028-02-01' };
const aunt = {
  surname: 'Сапарова',
  givenName: 'Айгүл',
  patronymic: null,
  birthDate: '1985-04-05',
  sex: 'female',
} as const;

function iinOf(birth: string, sex: 'male' | 'female', from: number): string {
  for (let serial = from; ; serial++) {
    const made = makeIin(birth, sex, serial);
    if (made !== null) return made;
  }
}
/** A father whom the registry knows, a stranger it does not. */
const FATHER = iinOf('1988-02-17', 'male', 4100);
const STRANGER = iinOf('1987-03-18', 'male', 4200);
const AUNT = iinOf('1985-04-05', 'female', 5100);

describe.each([
  ['embedded', embeddedOffice],
  ['server', serverOffice],
] as const)('a child’s people, on the %s engine', (_name, open) => {
  const clock = testClock();
  let office: Office;
  let desk: TestDesk;
  let client: Client;
  let children: readonly string[];

  beforeAll(async () => {
    office = await open();
    const owner = await office.owner();
    children = await addChildren(owner, { wants: [1], children: 8 });
    await owner.write('system', async (tx) => {
      const rows = await tx
        .selectFrom('application as a')
        .innerJoin('person as c', 'c.id', 'a.child_id')
        .select(['a.id', 'c.iin'])
        .where('a.id', 'in', [...children])
        .execute();
      const iin = (n: number): string => rows.find((row) => row.id === children[n])?.iin ?? '';
      await putRegistryPersons(
        tx,
        [
          {
            iin: FATHER,
            surname: 'Сынақов',
            given_name: 'Нұрлан',
            patronymic: 'Сәбитұлы',
            birth_date: '1988-02-17',
            sex: 'male',
          },
        ],
        clock.now(),
      );
      await putRegistryKinship(
        tx,
        [3, 4].map((n) => ({ child_iin: iin(n), parent_iin: FATHER, role: 'father' as const })),
        clock.now(),
      );
      await tx
        .insertInto('notice_template')
        .values({
          code: 'unlinked',
          language: 'kk',
          channel: null,
          body: 'Бөлімнің өз сөзі, № {number}: {parent}. {reason}',
          valid_from: '2026-01-01',
          made_at: clock.now(),
          made_by: 'cli:test',
        })
        .execute();
    });
    await owner.close();
    desk = await startDesk({ ...office.start, clock });
    client = desk.port();
    await signIn(client, 'me', { role: 'clerk' });
  }, WORLD_MS);
  afterAll(async () => {
    await desk?.close();
    await office?.close();
  });

  const version = async (id: string) => (await client.applications.get({ id })).version;
  const at = async (id: string) => ({ id, expectedVersion: await version(id) });
  const act = (name: Act['act'], link: LinkDetails, reason?: string): Act => ({
    act: name,
    details: { link },
    ...(reason === undefined ? {} : { reason }),
  });
  const linksOf = async (id: string) =>
    (await client.links.card({ applicationId: id })).links.map((link) => ({
      id: link.id,
      role: link.role,
      state: link.state,
      iin: link.person.iin,
      steps: link.steps.map((step) => step.act),
    }));

  it('a guardian is linked by a court’s document, and the family is told in the seed’s words', async () => {
    const id = children[0] ?? '';
    const before = await version(id);
    const result = await doAct(
      client,
      await at(id),
      act('link', {
        personIin: AUNT,
        role: 'guardian',
        person: aunt,
        evidence: 'court_document',
        court: COURT,
      }),
    );
    expect(result).toMatchObject({ ok: true, status: 'queued', version: before + 1 });
    expect(result.decision).toMatchObject({ act: 'link', outcome: 'linked', verification: { ok: true } });
    expect(result.decision?.messageKk).toContain('Туыстық расталды, деректер сәтті жаңартылды');
    expect(await linksOf(id)).toMatchObject([
      { role: 'guardian', state: 'live', iin: AUNT, steps: ['link'] },
    ]);
    const card = await client.applications.get({ id });
    expect(card).toMatchObject({ version: before + 1, status: 'queued' });
    // The application is found by the parent who was linked.
    const { rows } = await client.journal.page({
      filter: { search: AUNT },
      sort: { by: 'number', direction: 'asc' },
      after: null,
      limit: 10,
    });
    expect(rows.map((row) => row.id)).toEqual([id]);
    const { entries } = await client.applications.history({ id, after: null, limit: 5 });
    expect(entries.find((entry) => entry.event === 'link')).toMatchObject({ version: before + 1 });
  });

  it('nothing is signed without evidence, court or reason', async () => {
    const id = children[1] ?? '';
    const ask = async (one: Act) => {
      const [row] = await prepareActs(client, [await at(id)], one);
      if (row === undefined) throw new Error('NO_ROW');
      return hindrances(row);
    };
    expect(
      await ask(act('link', { personIin: '123456789012', role: 'father', evidence: 'registry' })),
    ).toEqual(['LINK_IIN']);
    expect(await ask(act('link', { personIin: AUNT, role: 'guardian', evidence: 'court_document' }))).toEqual(
      ['LINK_COURT_NEEDED'],
    );
    const father = iinOf('1990-01-01', 'male', 5200);
    expect(await ask(act('link', { personIin: father, role: 'father', evidence: 'registry' }))).toEqual([
      'LINK_PERSON_UNKNOWN',
    ]);
    expect(await ask(act('unlink', { linkId: '999999' }, 'unlink_mistake'))).toEqual(['LINK_UNKNOWN']);
    expect(await ask(act('unlink', { linkId: '999999' }))).toEqual(['LINK_UNKNOWN', 'REASON_REQUIRED']);
    expect(await ask({ ...act('link', {}), reason: 'unlink_mistake' })).toEqual([
      'LINK_IIN',
      'REASON_NOT_TAKEN',
    ]);
  });

  it('disputed, settled, unlinked: each step signed, each with its reason', async () => {
    const id = children[0] ?? '';
    const [link] = await linksOf(id);
    const linkId = link?.id ?? '';
    const second = async () => (await client.applications.get({ id })).secondParent?.iin ?? null;
    expect(await second()).toBe(AUNT);
    await doAct(client, await at(id), act('dispute', { linkId }, 'dispute_court'));
    expect(await second()).toBeNull();
    await doAct(client, await at(id), act('resolve_dispute', { linkId }, 'resolve_court'));
    expect(await second()).toBe(AUNT);
    const done = await doAct(client, await at(id), act('unlink', { linkId }, 'unlink_guardianship_over'));
    expect(done.decision).toMatchObject({
      outcome: 'unlinked',
      reason: { code: 'unlink_guardianship_over' },
      // The office's own words where it has some, the shipped in the other language.
      messageKk: 'Бөлімнің өз сөзі, № 2025-700001: Айгүл. Себебі: қамқорлық тоқтатылды.',
      messageRu: expect.stringContaining('отвязан от заявления'),
    });
    expect(await second()).toBeNull();
    expect(await linksOf(id)).toMatchObject([
      { state: 'ended', steps: ['link', 'dispute', 'resolve_dispute', 'unlink'] },
    ]);
    const { rows } = await client.journal.page({
      filter: { search: AUNT },
      sort: { by: 'number', direction: 'asc' },
      after: null,
      limit: 10,
    });
    expect(rows).toEqual([]);
  });

  it('a linked parent succeeds the applicant; older decisions still verify with who applied then', async () => {
    const id = children[2] ?? '';
    const mother = (await client.applications.get({ id })).applicant;
    await doAct(
      client,
      await at(id),
      act('link', {
        personIin: AUNT,
        role: 'guardian',
        person: aunt,
        evidence: 'court_document',
        court: COURT,
      }),
    );
    const [link] = await linksOf(id);
    const replaced = await doAct(
      client,
      await at(id),
      act('replace_applicant', { linkId: link?.id ?? '', formerStays: true }, 'replace_guardian'),
    );
    expect(replaced.decision).toMatchObject({ outcome: 'applicant_replaced', verification: { ok: true } });
    const card = await client.applications.get({ id });
    expect(card.applicant.iin).toBe(AUNT);
    expect(card.secondParent?.iin).toBe(mother.iin);
    for (const decision of await client.decisions.list({ applicationId: id })) {
      expect([decision.act, decision.verification.ok]).toEqual([decision.act, true]);
    }
    expect((await linksOf(id)).map((one) => [one.role, one.state])).toEqual([
      ['guardian', 'live'],
      ['mother', 'live'],
    ]);
  });

  it('a father whom the registry confirms is linked; the answer is kept with its time', async () => {
    const id = children[3] ?? '';
    const check = await client.links.check({ applicationId: id, personIin: FATHER });
    expect(check).toMatchObject({
      answer: 'confirmed',
      role: 'father',
      source: 'local',
      fresh: true,
      person: { surname: 'Сынақов' },
    });
    const asked = { personIin: FATHER, role: 'father', evidence: 'registry', checkId: check.id } as const;
    const done = await doAct(client, await at(id), act('link', asked));
    expect(done.decision?.verification.ok).toBe(true);
    const card = await client.links.card({ applicationId: id });
    expect(card.links[0]).toMatchObject({ role: 'father', evidence: 'registry', answer: 'confirmed' });
    expect(card.secondParent).toMatchObject({ iin: FATHER, linked: true });
    // The application is among that parent's.
    expect(card.links[0]?.applications.map((one) => one.id)).toEqual([id]);
    // The same person again, and another father.
    expect(hindrances((await prepareActs(client, [await at(id)], act('link', asked)))[0])).toEqual([
      'LINK_ALREADY',
    ]);
    const stranger = await client.links.check({ applicationId: id, personIin: STRANGER });
    expect(stranger).toMatchObject({ answer: 'differs', person: null });
    const other: LinkDetails = {
      personIin: STRANGER,
      role: 'father',
      evidence: 'registry',
      checkId: stranger.id,
      person: { surname: 'Бөтен', givenName: 'Адам', patronymic: null, birthDate: '1987-03-18', sex: 'male' },
    };
    expect(hindrances((await prepareActs(client, [await at(id)], act('link', other)))[0])).toEqual([
      'LINK_ROLE_TAKEN',
      'LINK_KINSHIP_DIFFERS',
    ]);
  });

  it('an answer about another application, person or month proves nothing', async () => {
    const [id, other] = [children[4] ?? '', children[5] ?? ''];
    const check = await client.links.check({ applicationId: id, personIin: FATHER });
    const asked = { personIin: FATHER, role: 'father', evidence: 'registry', checkId: check.id } as const;
    const ask = async (target: string, details: LinkDetails) =>
      hindrances((await prepareActs(client, [await at(target)], act('link', details)))[0]);
    expect(await ask(other, { ...asked, person: { ...aunt, sex: 'male' } })).toEqual([
      'LINK_KINSHIP_NOT_ASKED',
    ]);
    expect(await ask(id, { ...asked, role: 'mother' })).toEqual([
      'LINK_ROLE_TAKEN',
      'LINK_KINSHIP_OTHER_ROLE',
    ]);
    clock.advance(31 * 86_400_000);
    await signIn(client, 'me', { role: 'clerk' });
    expect(await ask(id, asked)).toEqual(['LINK_KINSHIP_OLD']);
    clock.advance(-31 * 86_400_000);
    await signIn(client, 'me', { role: 'clerk' });
  });

  it('the office verifies as a whole', async () => {
    await desk.close();
    const owner = await office.owner();
    const report = await verifyAll(owner, clock);
    await owner.close();
    expect(report.broken).toEqual([]);
  });
});
