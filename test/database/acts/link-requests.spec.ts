/** A portal's request on the clerk's desk: listed, judged, linked by a signature or refused; guardians who end by themselves. Both engines. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeIin } from '../../../domain/iin.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { Client, LinkDetails } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import { embeddedOffice, type Office, refusal, serverOffice } from '../../fakes/engines.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import { headWish, linkXml, type PersonWish, tinyPdf } from '../../fakes/packages.ts';
import { type Act, addChildren, doAct } from '../../fakes/places.ts';

const DAY = 24 * 60 * 60_000;

function iinOf(birth: string, sex: 'male' | 'female', from: number): string {
  for (let serial = from; ; serial++) {
    const made = makeIin(birth, sex, serial);
    if (made !== null) return made;
  }
}

describe.each([
  ['embedded', embeddedOffice],
  ['server', serverOffice],
] as const)('requests of portals, on the %s engine', (_name, open) => {
  const clock = testClock();
  let office: Office;
  let desk: TestDesk;
  let client: Client;
  let children: readonly string[];
  let iins: readonly string[];
  let department: string;

  beforeAll(async () => {
    office = await open();
    const owner = await office.owner();
    children = await addChildren(owner, { wants: [1], children: 6 });
    const found = await owner.read('system', async (tx) => ({
      rows: await tx
        .selectFrom('application as a')
        .innerJoin('person as c', 'c.id', 'a.child_id')
        .select(['a.id', 'c.iin'])
        .where('a.id', 'in', [...children])
        .execute(),
      district: await tx.selectFrom('district').select('bin').where('id', '=', 1).executeTakeFirstOrThrow(),
    }));
    iins = children.map((id) => found.rows.find((row) => row.id === id)?.iin ?? '');
    department = found.district.bin;
    await owner.close();
    desk = await startDesk({ ...office.start, clock });
    client = desk.port();
    await signIn(client, 'me', { role: 'clerk' });
  }, WORLD_MS);
  afterAll(async () => {
    await desk?.close();
    await office?.close();
  });

  const parent = (n: number): PersonWish => ({
    iin: iinOf('1986-07-08', 'male', 7000 + n * 20),
    surname: 'Порталов',
    givenName: 'Асқар',
    patronymic: null,
    birthDate: '1986-07-08',
    sex: 'male',
  });
  const head = () => headWish(clock.now(), { portal: 'astana', department });
  const child = (n: number): string => children[n] ?? '';
  const at = async (n: number) => ({
    id: child(n),
    expectedVersion: (await client.applications.get({ id: child(n) })).version,
  });
  const card = (n: number) => client.links.card({ applicationId: child(n) });
  const asked = async () => (await client.links.requests({ after: null, limit: 50 })).rows;
  async function ask(n: number, words: string | null = null, who = parent(n)) {
    const scans =
      words === null
        ? []
        : [
            {
              kind: 'birth_certificate',
              about: 'child',
              name: 'туу туралы куәлік.pdf',
              bytes: tinyPdf(words),
            },
          ];
    const xml = linkXml(head(), { childIin: iins[n] ?? '', parent: who, scans });
    return await client.intake.take({
      upload: randomUUID(),
      name: 'link.xml',
      part: 0,
      parts: 1,
      content: new Blob([xml]),
    });
  }

  it('stand in the list, the oldest first, and on the family’s card with their papers', async () => {
    expect(await ask(0, 'first')).toMatchObject({ outcome: 'taken', applicationId: child(0) });
    expect(await ask(1)).toMatchObject({ outcome: 'taken' });
    expect((await asked()).map((row) => row.applicationId)).toEqual([child(0), child(1)]);
    expect((await asked())[0]).toMatchObject({
      personName: 'Порталов Асқар',
      personIin: parent(0).iin,
      role: 'father',
      portal: { ru: 'e.astana.kz' },
    });
    expect((await card(0)).requests).toMatchObject([
      {
        person: { iin: parent(0).iin, surname: 'Порталов' },
        state: 'waiting',
        phone: '+77070005678',
        phoneVerifiedBy: 'one_time_code',
        signed: false,
        scans: [{ fileName: 'туу туралы куәлік.pdf', verdict: null }],
      },
    ]);
    expect((await card(2)).requests).toEqual([]);
  });

  it('is judged and linked by a signature, and leaves the list', async () => {
    const { requests, certificates } = await card(0);
    const paper = requests[0]?.scans[0];
    expect(certificates.find((one) => one.scanId === paper?.scanId)).toMatchObject({
      judged: true,
      verdict: null,
    });
    const scans = await client.applications.scans({ id: child(0) });
    const scan = scans.find((one) => one.id === paper?.scanId);
    const judged = await client.review.saveVerdict({
      scanId: scan?.id ?? '',
      expectedVersion: (await at(0)).expectedVersion,
      verdict: 'valid',
      checks: Object.fromEntries((scan?.applicableChecks ?? []).map((code) => [code, true])),
      issuedOn: null,
      reason: null,
      note: null,
      pagesSeen: 1,
      answeredAtOnce: true,
      idempotencyKey: randomUUID(),
    });
    expect(judged.scans.find((one) => one.id === scan?.id)?.verdict?.verdict).toBe('valid');
    const check = await client.links.check({ applicationId: child(0), personIin: parent(0).iin });
    expect(check.answer).toBe('not_found');
    const { surname, givenName, patronymic, birthDate, sex } = parent(0);
    const link: LinkDetails = {
      personIin: parent(0).iin,
      role: 'father',
      evidence: 'birth_certificate',
      checkId: check.id,
      ...(scan === undefined ? {} : { scanId: scan.id }),
      person: { surname, givenName, patronymic, birthDate, sex },
    };
    const done = await doAct(client, await at(0), { act: 'link', details: { link } });
    expect(done).toMatchObject({ ok: true });
    expect((await asked()).map((row) => row.applicationId)).toEqual([child(1)]);
    expect((await card(0)).requests).toMatchObject([
      { state: 'linked', answeredBy: { surname: expect.any(String) } },
    ]);
    const notices = await client.notices.ofApplication({ applicationId: child(0) });
    expect(notices.map((one) => one.kind).toSorted()).toEqual(['link_request_linked', 'linked']);
  });

  it('a scan of nobody’s request is judged by its holder alone, as ever', async () => {
    const scans = await client.applications.scans({ id: child(0) });
    expect(
      await refusal(
        client.review.saveVerdict({
          scanId: scans[0]?.id ?? '',
          expectedVersion: (await at(0)).expectedVersion,
          verdict: 'later',
          checks: {},
          issuedOn: null,
          reason: null,
          note: null,
          pagesSeen: 1,
          answeredAtOnce: false,
          idempotencyKey: randomUUID(),
        }),
      ),
    ).toMatchObject({ code: 'REFUSED', data: { obstacles: [{ code: 'NOT_IN_REVIEW' }] } });
  });

  it('is refused once with a reason of its own, whoever of two clerks is quicker', async () => {
    const [row] = await asked();
    const refuse = async (more: Partial<Parameters<Client['links']['refuseRequest']>[0]> = {}) =>
      await client.links.refuseRequest({
        requestId: row?.id ?? '',
        expectedVersion: (await at(1)).expectedVersion,
        reason: 'link_paper_missing',
        idempotencyKey: randomUUID(),
        ...more,
      });
    expect(await refusal(refuse({ reason: 'companion_safety' }))).toMatchObject({
      data: { obstacles: [{ code: 'REASON_UNKNOWN' }] },
    });
    expect(await refusal(refuse({ expectedVersion: 1 }))).toMatchObject({ code: 'CHANGED' });
    expect(await refusal(refuse({ requestId: '999999' }))).toMatchObject({ code: 'NOT_FOUND' });
    const key = randomUUID();
    const { expectedVersion } = await at(1);
    const done = await refuse({ idempotencyKey: key, expectedVersion });
    expect(await refuse({ idempotencyKey: key, expectedVersion })).toEqual(done);
    expect(done.version).toBe(expectedVersion + 1);
    expect(await refusal(refuse())).toMatchObject({
      data: { obstacles: [{ code: 'LINK_REQUEST_ANSWERED' }] },
    });
    expect(await asked()).toEqual([]);
    expect((await card(1)).requests).toMatchObject([
      { state: 'refused', reason: { ru: expect.any(String) } },
    ]);
    const { entries } = await client.applications.history({ id: child(1), after: null, limit: 5 });
    expect(entries[0]).toMatchObject({ event: 'refuse_link_request', version: done.version });
    const [notice] = await client.notices.ofApplication({ applicationId: child(1) });
    expect(notice).toMatchObject({ kind: 'link_request_refused' });
    expect(notice?.body).not.toMatch(/[{}]/);
    // The family may ask anew.
    expect(await ask(1, 'second')).toMatchObject({ outcome: 'taken' });
  });

  it('heads and other districts have none of it', async () => {
    const other = desk.port();
    await signIn(other, 'stranger');
    expect(await other.links.requests({ after: null, limit: 50 })).toMatchObject({ rows: [], total: 0 });
    await signIn(other, 'head');
    expect(await refusal(other.links.requests({ after: null, limit: 50 }))).toMatchObject({
      code: 'FORBIDDEN',
    });
    await signIn(client, 'me', { role: 'clerk' });
  });

  describe('guardians', () => {
    const COURT = {
      number: '2-114',
      court: 'Сарыбел аудандық соты',
      on: '2026-02-01',
      validUntil: '2026-04-20',
    };
    const guardian = (n: number): LinkDetails => ({
      personIin: iinOf('1980-05-06', 'female', 8000 + n * 20),
      role: 'guardian',
      evidence: 'court_document',
      court: COURT,
      person: {
        surname: 'Қамқорова',
        givenName: 'Әсел',
        patronymic: null,
        birthDate: '1980-05-06',
        sex: 'female',
      },
    });
    const act = (name: Act['act'], link: LinkDetails, reason?: string): Act => ({
      act: name,
      details: { link },
      ...(reason === undefined ? {} : { reason }),
    });
    const linksOf = async (n: number) =>
      (await card(n)).links.map((one) => [one.state, one.validTo, one.steps.map((step) => step.act)]);
    const events = async (n: number) =>
      (await client.applications.history({ id: child(n), after: null, limit: 20 })).entries
        .filter((one) => one.event === 'guardian_over')
        .map((one) => one.version);

    it('end on the day after the court’s last day, once, with history and notice; the applicant stays', async () => {
      for (const n of [2, 3]) {
        expect(await doAct(client, await at(n), act('link', guardian(n)))).toMatchObject({ ok: true });
      }
      // This one takes the application over: it leaves by being replaced.
      const [link] = (await card(3)).links;
      const catalogue = await client.desk.catalogue();
      const reason = catalogue.reasons.find((one) => one.usedFor === 'replace')?.code;
      const replaced = await doAct(
        client,
        await at(3),
        act('replace_applicant', { linkId: link?.id ?? '', formerStays: true }, reason),
      );
      expect(replaced).toMatchObject({ ok: true });
      const before = await at(2);
      expect((await card(2)).secondParent).toMatchObject({ linked: true, relation: 'guardian' });
      clock.set(new Date('2026-04-20T18:59:00Z'));
      await desk.backend.runDueJobs();
      expect(await linksOf(2)).toEqual([['live', null, ['link']]]);
      clock.set(new Date('2026-04-20T19:01:00Z'));
      await desk.backend.runDueJobs();
      await desk.backend.runDueJobs();
      expect(desk.logged.filter((line) => line.includes('JOB_FAILED'))).toEqual([]);
      await signIn(client, 'me', { role: 'clerk' });
      expect(await linksOf(2)).toEqual([['ended', '2026-04-20', ['link', 'court_over']]]);
      expect(await events(2)).toEqual([before.expectedVersion + 1]);
      expect((await card(2)).secondParent).toBeNull();
      const told = (await client.notices.ofApplication({ applicationId: child(2) })).filter(
        (one) => one.kind === 'guardian_over',
      );
      expect(told).toHaveLength(1);
      expect(told[0]?.body).toContain('20.04.2026');
      expect(await linksOf(3)).toContainEqual(['live', null, ['link']]);
      expect(await events(3)).toEqual([]);
      // Nobody finds the application by that guardian any more.
      const { rows } = await client.journal.page({
        filter: { search: guardian(2).personIin ?? '' },
        sort: { by: 'number', direction: 'asc' },
        after: null,
        limit: 10,
      });
      expect(rows).toEqual([]);
    });

    it('whose desk slept through it are ended when it wakes', async () => {
      const late = { ...guardian(4), court: { ...COURT, validUntil: '2026-04-22' } };
      expect(await doAct(client, await at(4), act('link', late))).toMatchObject({ ok: true });
      clock.advance(9 * DAY);
      await desk.backend.runDueJobs();
      await signIn(client, 'me', { role: 'clerk' });
      expect(await linksOf(4)).toEqual([['ended', '2026-04-22', ['link', 'court_over']]]);
      expect(await events(4)).toHaveLength(1);
    });
  });

  it('leaves nothing that kezek verify would find', async () => {
    await desk.close();
    const owner = await office.owner();
    try {
      expect((await verifyAll(owner, clock)).broken).toEqual([]);
    } finally {
      await owner.close();
    }
  });
});
