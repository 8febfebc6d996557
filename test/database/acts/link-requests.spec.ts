/** A portal's request on the clerk's desk: listed, judged, linked by a signature; guardians who end by themselves. Both engines. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { LinkDetails } from '../../../preload/contract/index.ts';
import { signIn } from '../../fakes/desk.ts';
import { embeddedOffice, refusal, serverOffice } from '../../fakes/engines.ts';
import { asking, iinFrom, RequestDesk } from '../../fakes/link-requests.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import { type Act, doAct } from '../../fakes/places.ts';

const DAY = 24 * 60 * 60_000;

describe.each([
  ['embedded', embeddedOffice],
  ['server', serverOffice],
] as const)('requests of portals, on the %s engine', (_name, open) => {
  let world: RequestDesk;

  beforeAll(async () => {
    world = await RequestDesk.open(open);
  }, WORLD_MS);
  afterAll(() => world?.close());

  it('stand in the list, the oldest first, and on the family’s card with their papers', async () => {
    expect(await world.ask(0, 'first')).toMatchObject({ outcome: 'taken', applicationId: world.child(0) });
    expect(await world.ask(1)).toMatchObject({ outcome: 'taken' });
    expect((await world.asked()).map((row) => row.applicationId)).toEqual([world.child(0), world.child(1)]);
    expect((await world.asked())[0]).toMatchObject({
      personName: 'Порталов Асқар',
      personIin: asking(0).iin,
      role: 'father',
      portal: { ru: 'e.astana.kz' },
    });
    expect((await world.card(0)).requests).toMatchObject([
      {
        person: { iin: asking(0).iin, surname: 'Порталов' },
        state: 'waiting',
        phone: '+77070005678',
        phoneVerifiedBy: 'one_time_code',
        signed: false,
        scans: [{ fileName: 'туу туралы куәлік.pdf', verdict: null }],
      },
    ]);
    expect((await world.card(2)).requests).toEqual([]);
  });

  it('is judged and linked by a signature, and leaves the list', async () => {
    const { requests, certificates } = await world.card(0);
    const paper = requests[0]?.scans[0];
    expect(certificates.find((one) => one.scanId === paper?.scanId)).toMatchObject({
      judged: true,
      verdict: null,
    });
    const scans = await world.client.applications.scans({ id: world.child(0) });
    const scan = scans.find((one) => one.id === paper?.scanId);
    const judged = await world.client.review.saveVerdict({
      scanId: scan?.id ?? '',
      expectedVersion: (await world.at(0)).expectedVersion,
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
    const check = await world.client.links.check({ applicationId: world.child(0), personIin: asking(0).iin });
    expect(check.answer).toBe('not_found');
    const { surname, givenName, patronymic, birthDate, sex } = asking(0);
    const link: LinkDetails = {
      personIin: asking(0).iin,
      role: 'father',
      evidence: 'birth_certificate',
      checkId: check.id,
      ...(scan === undefined ? {} : { scanId: scan.id }),
      person: { surname, givenName, patronymic, birthDate, sex },
    };
    const done = await doAct(world.client, await world.at(0), { act: 'link', details: { link } });
    expect(done).toMatchObject({ ok: true });
    expect((await world.asked()).map((row) => row.applicationId)).toEqual([world.child(1)]);
    expect((await world.card(0)).requests).toMatchObject([
      { state: 'linked', answeredBy: { surname: expect.any(String) } },
    ]);
    const notices = await world.client.notices.ofApplication({ applicationId: world.child(0) });
    expect(notices.map((one) => one.kind).toSorted()).toEqual(['link_request_linked', 'linked']);
  });

  it('a scan of nobody’s request is judged by its holder alone, as ever', async () => {
    const scans = await world.client.applications.scans({ id: world.child(0) });
    expect(
      await refusal(
        world.client.review.saveVerdict({
          scanId: scans[0]?.id ?? '',
          expectedVersion: (await world.at(0)).expectedVersion,
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

  it('heads and other districts have none of it', async () => {
    const other = world.desk.port();
    await signIn(other, 'stranger');
    expect(await other.links.requests({ after: null, limit: 50 })).toMatchObject({ rows: [], total: 0 });
    await signIn(other, 'head');
    expect(await refusal(other.links.requests({ after: null, limit: 50 }))).toMatchObject({
      code: 'FORBIDDEN',
    });
    await signIn(world.client, 'me', { role: 'clerk' });
  });

  describe('guardians', () => {
    const COURT = {
      number: '2-114',
      court: 'Сарыбел аудандық соты',
      on: '2026-02-01',
      validUntil: '2026-04-20',
    };
    const guardian = (n: number): LinkDetails => ({
      personIin: iinFrom('1980-05-06', 'female', 8000 + n * 20),
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
      (await world.card(n)).links.map((one) => [one.state, one.validTo, one.steps.map((step) => step.act)]);
    const events = async (n: number) =>
      (await world.client.applications.history({ id: world.child(n), after: null, limit: 20 })).entries
        .filter((one) => one.event === 'guardian_over')
        .map((one) => one.version);

    it('end on the day after the court’s last day, once, with history and notice; the applicant stays', async () => {
      for (const n of [2, 3]) {
        expect(await doAct(world.client, await world.at(n), act('link', guardian(n)))).toMatchObject({
          ok: true,
        });
      }
      // This one takes the application over: it leaves by being replaced.
      const [link] = (await world.card(3)).links;
      const catalogue = await world.client.desk.catalogue();
      const reason = catalogue.reasons.find((one) => one.usedFor === 'replace')?.code;
      const replaced = await doAct(
        world.client,
        await world.at(3),
        act('replace_applicant', { linkId: link?.id ?? '', formerStays: true }, reason),
      );
      expect(replaced).toMatchObject({ ok: true });
      const before = await world.at(2);
      expect((await world.card(2)).secondParent).toMatchObject({ linked: true, relation: 'guardian' });
      world.clock.set(new Date('2026-04-20T18:59:00Z'));
      await world.desk.backend.runDueJobs();
      expect(await linksOf(2)).toEqual([['live', null, ['link']]]);
      world.clock.set(new Date('2026-04-20T19:01:00Z'));
      await world.desk.backend.runDueJobs();
      await world.desk.backend.runDueJobs();
      expect(world.desk.logged.filter((line) => line.includes('JOB_FAILED'))).toEqual([]);
      await signIn(world.client, 'me', { role: 'clerk' });
      expect(await linksOf(2)).toEqual([['ended', '2026-04-20', ['link', 'court_over']]]);
      expect(await events(2)).toEqual([before.expectedVersion + 1]);
      expect((await world.card(2)).secondParent).toBeNull();
      const told = (await world.client.notices.ofApplication({ applicationId: world.child(2) })).filter(
        (one) => one.kind === 'guardian_over',
      );
      expect(told).toHaveLength(1);
      expect(told[0]?.body).toContain('20.04.2026');
      expect(await linksOf(3)).toContainEqual(['live', null, ['link']]);
      expect(await events(3)).toEqual([]);
      // Nobody finds the application by that guardian any more.
      const { rows } = await world.client.journal.page({
        filter: { search: guardian(2).personIin ?? '' },
        sort: { by: 'number', direction: 'asc' },
        after: null,
        limit: 10,
      });
      expect(rows).toEqual([]);
    });

    it('whose desk slept through it are ended when it wakes', async () => {
      const late = { ...guardian(4), court: { ...COURT, validUntil: '2026-04-22' } };
      expect(await doAct(world.client, await world.at(4), act('link', late))).toMatchObject({ ok: true });
      world.clock.advance(9 * DAY);
      await world.desk.backend.runDueJobs();
      await signIn(world.client, 'me', { role: 'clerk' });
      expect(await linksOf(4)).toEqual([['ended', '2026-04-22', ['link', 'court_over']]]);
      expect(await events(4)).toHaveLength(1);
    });
  });

  it('leaves nothing that kezek verify would find', async () => {
    await world.desk.close();
    const owner = await world.office.owner();
    try {
      expect((await verifyAll(owner, world.clock)).broken).toEqual([]);
    } finally {
      await owner.close();
    }
  });
});
