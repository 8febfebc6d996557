/** Requests of portals to link a parent: what is refused at once, what a clerk may do with one, and what nobody may; refusing: link-refusals. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyChains } from '../../../db/verify-chain.ts';
import {
  headWish,
  iinOf,
  type LinkWish,
  linkXml,
  makeCitizen,
  type ScanWish,
  tinyPdf,
  zip,
} from '../../fakes/packages.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { attempt, DENIED } from '../guard-attempt.ts';
import { type Family, linkWorld } from '../links/link-world.ts';
import { historySql } from '../raw-acts.ts';
import { askingFather, countAll, type IntakeWorld, makeIntakeWorld, wishedLink } from './intake-world.ts';

const NOW = (): Date => new Date();

describe.each(ENGINES)('requests to link a parent on %s', (engine) => {
  let test: TestDatabase;
  let intake: IntakeWorld;
  let links: ReturnType<typeof linkWorld>;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    intake = await makeIntakeWorld(test, NOW);
    links = linkWorld(test, intake.mini);
  });
  afterAll(() => test.close());

  const paper = (kind: string, words: string): ScanWish => ({
    kind,
    about: 'second_parent',
    name: `${kind}.pdf`,
    bytes: tinyPdf(words),
  });
  const ask = async (wish: LinkWish, head = headWish(NOW(), { portal: 'astana' })) => {
    const before = await countAll(test);
    const result = await intake.take(linkXml(head, wish));
    if (result.outcome === 'set_aside') expect(await countAll(test)).toEqual(before);
    return result;
  };
  const requestOf = (a: Family) =>
    links.row(`select * from kezek.link_request where application_id = ${a.id} order by id desc limit 1`);
  const noticesOf = (a: Family, kind: string) =>
    links.row(`select count(*)::int as n, min(address) as address, min(body) as body, min(channel) as channel
      from kezek.notice where application_id = ${a.id} and kind = '${kind}'`);

  it('waits with its scans, consents and contacts, told in the history; nobody is written down yet', async () => {
    const a = await links.family();
    const stranger = askingFather(a, { iin: iinOf('1984-04-04', 'male') });
    const scans = [paper('birth_certificate', `of ${a.childIin}`)];
    const head = headWish(NOW(), { portal: 'astana' });
    const xml = linkXml(head, wishedLink(a, { parent: stranger, scans }));
    expect(await intake.take(xml)).toMatchObject({ outcome: 'taken', number: a.number });
    expect(await requestOf(a)).toMatchObject({
      state: 'waiting',
      iin: stranger.iin,
      role: 'father',
      phone: '+77070005678',
      portal: 'astana',
      portal_id: head.id,
      answered_at: null,
    });
    expect(
      await links.row(`select (select count(*)::int from kezek.person where iin = '${stranger.iin}') as people,
        (select count(*)::int from kezek.link_request_scan x join kezek.link_request r on r.id = x.request_id
          join kezek.scan s on s.id = x.scan_id where r.application_id = ${a.id} and s.application_id = ${a.id}) as scans,
        (select count(*)::int from kezek.link_request_consent x join kezek.link_request r on r.id = x.request_id
          where r.application_id = ${a.id}) as consents,
        (select h.event || ' ' || h.actor || ' ' || h.version from kezek.history h where h.application_id = ${a.id}
          order by seq desc limit 1) as told`),
    ).toEqual({ people: 0, scans: 1, consents: 1, told: 'ask_link job:intake 2' });
    expect(await intake.take(xml)).toMatchObject({ outcome: 'repeated' });
    expect(await ask(wishedLink(a, { parent: stranger }))).toMatchObject({ reason: 'LINK_ASKED' });
    // Another parent of the same child asks on its own.
    expect(await ask(wishedLink(a))).toMatchObject({ outcome: 'taken' });
  });

  it('is refused at once where it cannot hold, by the guards of the act', async () => {
    const a = await links.family();
    const nobody = { ...wishedLink(a), childIin: iinOf('2022-02-02', 'male') };
    expect(await ask(nobody)).toMatchObject({ reason: 'LINK_CHILD_UNKNOWN' });
    const elsewhere = headWish(NOW(), { portal: 'astana', department: '150440000221' });
    expect(await ask(wishedLink(a), elsewhere)).toMatchObject({ reason: 'LINK_CHILD_UNKNOWN' });
    expect(await ask(wishedLink(a, { parent: askingFather(a, { iin: a.childIin }) }))).toMatchObject({
      reason: 'SAME_PERSON',
    });
    expect(await ask(wishedLink(a, { parent: askingFather(a, { iin: a.applicantIin }) }))).toMatchObject({
      reason: 'LINK_APPLICANT',
    });
    const young = askingFather(a, { iin: iinOf('2012-01-01', 'male'), birthDate: '2012-01-01' });
    expect(await ask(wishedLink(a, { parent: young }))).toMatchObject({ reason: 'LINK_AGE' });
    const mother = askingFather(a, {
      iin: iinOf('1985-01-01', 'female'),
      birthDate: '1985-01-01',
      sex: 'female',
    });
    expect(await ask(wishedLink(a, { parent: mother, relation: 'mother' }))).toMatchObject({
      reason: 'LINK_ROLE_TAKEN',
    });
    expect(await ask(wishedLink(a, { relation: 'guardian' }))).toMatchObject({ reason: 'LINK_COURT_NEEDED' });
    expect(await ask(wishedLink(a, { consents: 'public_offer' }))).toMatchObject({
      reason: 'CONSENT_MISSING',
    });
    const linked = await links.linked();
    expect(await ask(wishedLink(linked))).toMatchObject({ reason: 'LINK_ALREADY' });
    const other = askingFather(linked, { iin: iinOf('1983-03-03', 'male'), birthDate: '1983-03-03' });
    expect(await ask(wishedLink(linked, { parent: other }))).toMatchObject({ reason: 'LINK_ROLE_TAKEN' });
    const over = await links.family();
    await test.tamper(`update application set status = 'archived', version = 2 where id = ${over.id}`);
    expect(await ask(wishedLink(over))).toMatchObject({ reason: 'LINK_CHILD_UNKNOWN' });
  });

  it('of a portal that signs carries the parent’s own signature, nobody else’s', async () => {
    const a = await links.family();
    const parent = askingFather(a, { iin: iinOf('1984-04-04', 'male') });
    const head = headWish(NOW(), { portal: 'akmola' });
    const xml = linkXml(head, wishedLink(a, { parent }));
    expect(await intake.take(xml)).toMatchObject({ reason: 'SIGNATURE_MISSING' });
    const stranger = await makeCitizen(intake.ca, askingFather(a));
    expect(await intake.take(stranger.sign(xml))).toMatchObject({ reason: 'SIGNATURE_OTHER_PERSON' });
    const own = await makeCitizen(intake.ca, parent);
    const bytes = zip([{ name: 'package.xml', bytes: Buffer.from(own.sign(xml)) }]);
    expect(await intake.take(bytes)).toMatchObject({ outcome: 'taken' });
    expect(
      await links.row(`select g.signer_iin from kezek.package_signature g join kezek.package p on p.id = g.package_id
        where p.portal_id = '${head.id}'`),
    ).toEqual({ signer_iin: parent.iin });
  });

  it('is answered by the signed link, whoever signs it; the asker is told at their own phone', async () => {
    const a = await links.family();
    expect(await ask(wishedLink(a))).toMatchObject({ outcome: 'taken' });
    expect(await links.mine(...links.link(a, {}, 2))).toBe(1);
    const request = await requestOf(a);
    expect(request).toMatchObject({ state: 'linked', answered_by: intake.mini.mine.iin });
    expect(request.decision_id).not.toBeNull();
    expect(await noticesOf(a, 'link_request_linked')).toMatchObject({
      n: 1,
      channel: 'sms',
      address: '+77070005678',
      body: expect.stringContaining('Туыстық расталды'.toLowerCase()),
    });
  });

  it('lapses with its application, and nobody is left waiting', async () => {
    const a = await links.family();
    expect(await ask(wishedLink(a))).toMatchObject({ outcome: 'taken' });
    await test.db.write('system', async (tx) => {
      await tx
        .updateTable('application')
        .set({ status: 'cancelled', version: 3 })
        .where('id', '=', a.id)
        .execute();
      await tx
        .insertInto('history')
        .values({
          chain: intake.mini.districts[0],
          seq: '0',
          at: NOW(),
          actor: 'job:self_cleaning',
          event: 'cancel',
          application_id: a.id,
          version: 3,
          prev_hash: Buffer.alloc(32),
          hash: Buffer.alloc(32),
        })
        .execute();
    });
    expect(await requestOf(a)).toMatchObject({ state: 'lapsed', answered_by: null });
  });

  it('its paper is judged by any free clerk of the district, a paper of nobody’s request is not', async () => {
    const a = await links.family();
    const scans = [paper('birth_certificate', `judged ${a.childIin}`)];
    expect(await ask(wishedLink(a, { scans }))).toMatchObject({ outcome: 'taken' });
    const { scan_id: scan } = await links.row(
      `select scan_id from kezek.link_request_scan x join kezek.link_request r on r.id = x.request_id where r.application_id = ${a.id}`,
    );
    const verdict = (id: unknown) => [
      `insert into scan_verdict (scan_id, staff_iin, verdict, pages_seen, answered_at_once, judged_at)
        values (${id}, kezek.officer(), 'valid', 1, true, now())`,
      `update application set version = version + 1 where id = ${a.id}`,
      historySql(a, 3, 'verdict'),
    ];
    const { neighbour, colleague } = intake.mini;
    expect(await attempt(test, neighbour, ...verdict(scan))).toMatch(/42501|verdict_by_holder/);
    await test.tamper(`update application set status = 'in_review', claimed_by = '${colleague.iin}', claimed_at = now(),
      claim_until = now() + interval '1 hour' where id = ${a.id}`);
    expect(await links.mine(...verdict(scan))).toMatch(/verdict_by_holder|application_claim_respected/);
    await test.tamper(
      `update application set status = 'queued', claimed_by = null, claimed_at = null, claim_until = null where id = ${a.id}`,
    );
    expect(await links.mine(verdict(scan)[0] ?? '')).toBe('verdict_recorded');
    expect(await links.mine(...verdict(scan))).toBe(1);
    expect(await links.mine(`delete from scan_verdict where scan_id = ${scan}`)).toBe('verdict_by_holder');
    const { id: other } = await test.db.write('system', async (tx) => {
      const { sha256 } = await tx
        .selectFrom('scan')
        .select('sha256')
        .where('id', '=', String(scan))
        .executeTakeFirstOrThrow();
      return await tx
        .insertInto('scan')
        .values({
          application_id: a.id,
          document_kind: 'applicant_id',
          about: 'applicant',
          position: 99,
          sha256,
          file_name: 'x.pdf',
          uploaded_at: NOW(),
        })
        .returning('id')
        .executeTakeFirstOrThrow();
    });
    expect(await links.mine(...verdict(other))).toBe('verdict_by_holder');
  });

  it('is read by its district alone, and written by nobody', async () => {
    const a = await links.family();
    expect(await ask(wishedLink(a))).toMatchObject({ outcome: 'taken' });
    const { mine, neighbour, stranger, supervisor, head, admin } = intake.mini;
    const seen = (scope: typeof mine) =>
      attempt(test, scope, `select 1 from link_request where application_id = ${a.id}`);
    expect(await Promise.all([mine, supervisor, neighbour, stranger].map(seen))).toEqual([1, 1, 0, 0]);
    expect([await seen(head), await seen(admin)]).toEqual([DENIED, DENIED]);
    expect(await attempt(test, neighbour, `update link_request set state = 'refused'`)).toBe(0);
    for (const statement of [
      `insert into link_request (application_id, child_id, district_id, iin, surname, given_name, birth_date, sex, role, phone,
        phone_verified_by, portal, portal_id, asked_at) select application_id, child_id, district_id, iin, surname, given_name,
        birth_date, sex, role, phone, phone_verified_by, portal, 'X', now() from link_request`,
      `update link_request set iin = '000000000000'`,
      `update link_request set phone = '+77000000000'`,
      'delete from link_request',
      'insert into link_request_scan values (1, 1)',
      'delete from link_request_scan',
      'update link_request_consent set given_at = now()',
      `select kezek.take_link_package('{}', null, 1, 'job:x')`,
      'select kezek.end_guardians(1)',
      'select * from kezek.guardians_over(null)',
    ]) {
      expect([statement, await links.mine(statement)]).toEqual([statement, DENIED]);
    }
    if (engine === 'postgres') {
      await expect(
        test.desk.write('system', (tx) => tx.selectFrom('link_request').select('id').execute()),
      ).rejects.toThrow();
    }
  });

  it('a kind nobody takes any more is set aside', async () => {
    const a = await links.family();
    await test.tamper(`delete from package_taker where kind = 'link'`);
    expect(await ask(wishedLink(a))).toMatchObject({ reason: 'KIND_NOT_TAKEN' });
    await test.tamper(`insert into package_taker values ('link', 'take_link_package')`);
    expect(await ask(wishedLink(a))).toMatchObject({ outcome: 'taken' });
  });

  it('leaves a whole history behind', async () => {
    const broken = [];
    for await (const one of verifyChains(test.db)) broken.push(one);
    expect(broken).toEqual([]);
  });
});
