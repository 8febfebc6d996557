/** What families sign and answer, on both engines: the citizen's signature, and what comes after a return. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCertificate } from '../../../main/eds/certificate.ts';
import { signXml } from '../../../main/eds/xmldsig.ts';
import {
  answerXml,
  applicationWish,
  applicationXml,
  iinOf,
  makeAuthority,
  makeCitizen,
  tinyPdf,
  zippedPackage,
} from '../../fakes/packages.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { countAll, type IntakeWorld, makeIntakeWorld } from './intake-world.ts';

const NOW = (): Date => new Date();

describe.each(ENGINES)('what families send on %s', (engine) => {
  let test: TestDatabase;
  let world: IntakeWorld;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await makeIntakeWorld(test, NOW);
  });
  afterAll(() => test.close());

  const one = async <T>(query: ReturnType<typeof sql<T>>): Promise<T> => {
    const { rows } = await query.execute(test.db.kysely);
    if (rows[0] === undefined) throw new Error('NO_ROW');
    return rows[0];
  };

  it('keeps the citizen’s signature as evidence, and takes nobody else’s', async () => {
    const wish = applicationWish(NOW(), { portal: 'akmola' });
    for (const kind of ['rsa_sign', 'gost512'] as const) {
      const mine = { ...wish, ...applicationWish(NOW(), { portal: 'akmola' }) };
      const citizen = await makeCitizen(world.ca, mine.applicant, kind);
      const signed = zippedPackage(mine, citizen.sign);
      const result = await world.take(signed);
      expect(result).toMatchObject({ outcome: 'taken' });
      const kept = await one(
        sql<
          Record<string, unknown>
        >`select signer_iin, signed_xml, algorithm, trust_purpose, revocation_status, revocation_reason
          from kezek.package_signature where package_id = ${result.packageId}`,
      );
      expect(kept).toMatchObject({
        signer_iin: mine.applicant.iin,
        algorithm: kind === 'gost512' ? 'gost-2015-512' : 'rsa-sha256',
        trust_purpose: 'demo',
        revocation_status: 'not_checked',
        revocation_reason: 'NOT_CONFIGURED',
      });
      expect(kept.signed_xml).toContain('<ds:Signature');
    }
    const before = await countAll(test);
    const stranger = await makeCitizen(world.ca, applicationWish(NOW()).applicant);
    const own = await makeCitizen(world.ca, wish.applicant);
    const expired = await makeCitizen(world.ca, wish.applicant, 'rsa_sign', [
      new Date('2024-01-01T00:00:00Z'),
      new Date('2025-01-01T00:00:00Z'),
    ]);
    const lookAlike = await makeCitizen((await makeAuthority()).ca, wish.applicant);
    const entering = await makeCitizen(world.ca, wish.applicant, 'rsa_auth');
    const refusals: readonly (readonly [Buffer, string])[] = [
      [zippedPackage(wish, stranger.sign), 'SIGNATURE_OTHER_PERSON'],
      [zippedPackage(wish, expired.sign), 'SIGNATURE_UNTRUSTED'],
      [zippedPackage(wish, lookAlike.sign), 'SIGNATURE_UNTRUSTED'],
      [zippedPackage(wish, entering.sign), 'SIGNATURE_INVALID'],
      [zippedPackage(wish, (xml) => own.sign(xml).replace('5-үй', '6-үй')), 'SIGNATURE_INVALID'],
    ];
    for (const [bytes, reason] of refusals) {
      expect(await world.take(bytes), reason).toMatchObject({ outcome: 'set_aside', reason });
    }
    expect(await countAll(test)).toEqual(before);
    const certificate = parseCertificate(own.key.certificateDer);
    const xml = signXml(applicationXml(wish), certificate, (m) => own.key.key.sign(m));
    expect(await world.take(xml)).toMatchObject({ outcome: 'taken' });
  });

  it('takes an answer to a return: new papers for those that were not good, the term runs on', async () => {
    const wish = applicationWish(NOW(), {
      scans: [
        { kind: 'birth_certificate', about: 'child', name: 'a.pdf', bytes: tinyPdf('blurred') },
        { kind: 'applicant_id', about: 'applicant', name: 'b.pdf', bytes: tinyPdf('identity') },
      ],
    });
    const { applicationId, number } = await world.take(applicationXml(wish));
    const answer = {
      portal: 'indigo',
      id: `A-${wish.id}`,
      sentAt: NOW().toISOString(),
      department: wish.department,
      number: number ?? '',
      childIin: wish.child.iin,
      applicantIin: wish.applicant.iin,
      phone: '+77771110000',
      scans: [
        { kind: 'birth_certificate', about: 'child', name: 'c.pdf', bytes: tinyPdf(`sharp ${number}`) },
      ],
    };
    expect(await world.take(answerXml(answer))).toMatchObject({ reason: 'APPLICATION_NOT_RETURNED' });
    // A week ago it was returned; the machine's guards are not this test's matter.
    await test.tamper(`update application set status = 'returned', status_since = now() - interval '7 days', correction_due = kezek.today(),
      deadline_at = now() - interval '2 days' where id = ${applicationId}`);
    for (const wrong of [
      { number: '2026-999999' },
      { childIin: iinOf('2022-01-05', 'male') },
      { applicantIin: wish.child.iin },
    ]) {
      expect(await world.take(answerXml({ ...answer, ...wrong }))).toMatchObject({
        reason: 'APPLICATION_UNKNOWN',
      });
    }
    expect(await world.take(answerXml({ ...answer, scans: [], phone: undefined as never }))).toMatchObject({
      reason: 'ANSWER_EMPTY',
    });
    const old = await one(
      sql<{ deadline_at: Date }>`select deadline_at from kezek.application where id = ${applicationId}`,
    );
    expect(await world.take(answerXml(answer))).toMatchObject({ outcome: 'taken', applicationId, number });
    const row = await one(
      sql<
        Record<string, unknown>
      >`select a.status, a.version, a.phone, a.search like '%+77771110000%' as found, a.correction_due, a.deadline_at, a.scans_total,
        (select array_agg(s.file_name || coalesce(n.file_name, '') order by s.position) from kezek.scan s left join kezek.scan n on n.id = s.replaced_by where s.application_id = a.id) as scans,
        (select h.event || h.actor || h.version from kezek.history h where h.application_id = a.id order by seq desc limit 1) as told
        from kezek.application a where a.id = ${applicationId}`,
    );
    expect(row).toMatchObject({
      status: 'answered',
      version: 3,
      phone: '+77771110000',
      found: true,
      correction_due: null,
      scans_total: 2,
      scans: ['a.pdfc.pdf', 'b.pdf', 'c.pdf'],
      told: 'answerjob:intake3',
    });
    expect((row.deadline_at as Date).getTime()).toBeGreaterThan(old.deadline_at.getTime() + 4 * 86_400_000);
  });
});
