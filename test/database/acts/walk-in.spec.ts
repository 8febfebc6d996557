/** A family registered at the counter through the contract, with real keys of the clerk and the parent, on both engines. */
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putRegistryKinship, putRegistryPersons } from '../../../db/queries/registry.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { Client } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import { embeddedOffice, type Office, refusal, serverOffice } from '../../fakes/engines.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import { makeAuthority, makeCitizen, tinyPdf } from '../../fakes/packages.ts';
import { textOf } from '../../fakes/pdf-text.ts';
import { trustAuthority } from '../../fakes/trust.ts';
import { addScan, familyForm, freshIin, ownBins, sent, signPrepared } from '../../fakes/walk-in.ts';

const PARENT_PASSWORD = 'Kezek2026';

describe.each([
  ['embedded', embeddedOffice],
  ['server', serverOffice],
] as const)('a family at the counter, on the %s engine', (_name, open) => {
  const clock = testClock();
  let office: Office;
  let desk: TestDesk;
  let client: Client;
  let bins: string[];
  let ca: Awaited<ReturnType<typeof makeAuthority>>['ca'];
  /** Whom the registry knows: a mother and her child. */
  const mother = freshIin('1990-03-04', 'female');
  const child = freshIin('2023-08-09', 'female');

  beforeAll(async () => {
    office = await open();
    ca = (await makeAuthority()).ca;
    const owner = await office.owner();
    await owner.write('system', async (tx) => {
      await trustAuthority(tx, ca.trusted);
      const person = (iin: string, birth_date: string, given_name: string) => ({
        iin,
        surname: 'Сынақова',
        given_name,
        patronymic: null,
        birth_date,
        sex: 'female' as const,
      });
      await putRegistryPersons(
        tx,
        [person(mother, '1990-03-04', 'Дана'), person(child, '2023-08-09', 'Аружан')],
        clock.now(),
      );
      await putRegistryKinship(
        tx,
        [{ child_iin: child, parent_iin: mother, role: 'mother' as const }],
        clock.now(),
      );
    });
    await owner.close();
    desk = await startDesk({ ...office.start, clock });
    client = desk.port();
    await signIn(client, 'me', { role: 'clerk' });
    bins = await ownBins(client);
  }, WORLD_MS);
  afterAll(async () => {
    await desk?.close();
    await office?.close();
  });
  beforeEach(async () => {
    await client.walkIn.discard();
  });

  const scan = (words: string) => addScan(client, tinyPdf(words));
  const register = async (form = familyForm(bins.slice(0, 2))) => {
    const prepared = await client.walkIn.prepare({ form: sent(form), consent: 'paper_kept' });
    return { prepared, result: await signPrepared(client, prepared) };
  };

  it('is registered by one signed act, with its number, its notice and its history', async () => {
    const form = familyForm(bins.slice(0, 2));
    await client.walkIn.saveDraft({ form: sent(form) });
    await scan(form.child.iin);
    expect(await client.walkIn.check({ form: sent(form) })).toEqual({
      faults: [],
      elsewhere: [],
      recorded: [],
    });
    const prepared = await client.walkIn.prepare({ form: sent(form), consent: 'paper_kept' });
    expect(prepared).toMatchObject({ act: 'register_at_counter', outcome: 'registered', obstacles: [] });
    expect(prepared.xml).toContain(`<applicationNumber>${prepared.application.number}</applicationNumber>`);
    const result = await signPrepared(client, prepared);
    expect(result).toMatchObject({ ok: true, status: 'registered', version: 2, error: null });
    expect(result.decision).toMatchObject({
      act: 'register_at_counter',
      applicationNumber: prepared.application.number,
      number: prepared.number,
      verification: { ok: true },
      notice: { channel: 'sms', language: 'kk', state: 'waiting' },
    });
    const card = await client.applications.get({ id: result.applicationId });
    expect(card).toMatchObject({
      number: prepared.application.number,
      channel: 'walk_in',
      status: 'registered',
      version: 2,
      submittedAt: prepared.application.submittedAt,
    });
    const { entries } = await client.applications.history({
      id: result.applicationId,
      after: null,
      limit: 10,
    });
    expect(
      entries.filter(({ event }) => event !== 'read').map(({ event, version }) => [event, version]),
    ).toEqual([
      ['register_at_counter', 2],
      ['submit', 1],
    ]);
    expect(await client.applications.scans({ id: result.applicationId })).toHaveLength(1);
    // The draft with its scan has gone into the application.
    expect(await client.walkIn.draft()).toMatchObject({ scans: [], savedAt: null });
  });

  it('answers a repeat of the same signing with the same application, and registers a draft once', async () => {
    const form = sent(familyForm(bins.slice(0, 1)));
    const prepared = await client.walkIn.prepare({ form, consent: 'paper_kept' });
    const key = randomUUID();
    const first = await signPrepared(client, prepared, key);
    expect(await signPrepared(client, prepared, key)).toMatchObject({
      ok: true,
      applicationId: first.applicationId,
      decisionNumber: first.decisionNumber,
    });
    const again = await signPrepared(client, prepared);
    expect(again).toMatchObject({ ok: false, error: { code: 'REFUSED' } });
  });

  it('keeps a number for the next registration when the one shown was not signed', async () => {
    const first = await client.walkIn.prepare({
      form: sent(familyForm(bins.slice(0, 1))),
      consent: 'paper_kept',
    });
    const second = await client.walkIn.prepare({
      form: sent(familyForm(bins.slice(0, 1))),
      consent: 'paper_kept',
    });
    expect(second.application.number).toBe(first.application.number);
    expect(second.number).toBe(first.number);
    expect(await signPrepared(client, first)).toMatchObject({ ok: false });
    expect(await signPrepared(client, second)).toMatchObject({ ok: true });
  });

  it('says what the form lacks, by the field, and signs nothing', async () => {
    const form = familyForm([], { phoneProved: false, consents: [] });
    const { faults } = await client.walkIn.check({ form: sent(form) });
    expect(faults.map(({ code, place }) => `${code} ${place}`).sort()).toEqual([
      'CONSENT_MISSING consents',
      'CONTACT_UNVERIFIED contacts/phone',
      'FORMAT_MISSING application/kindergartens/bin',
    ]);
    const thrown = await refusal(client.walkIn.prepare({ form: sent(form), consent: 'paper_kept' }));
    expect(thrown.code).toBe('REFUSED');
    const older = familyForm(bins.slice(0, 1), {
      applicant: {
        ...familyForm(bins).applicant,
        iin: freshIin('2024-01-09', 'female'),
        birthDate: '2024-01-09',
      },
    });
    expect((await client.walkIn.check({ form: sent(older) })).faults).toMatchObject([
      { code: 'BIRTH_ORDER', place: 'applicant/birthDate' },
    ]);
  });

  it('names what stands in the way of a child that is queued already', async () => {
    const form = familyForm(bins.slice(0, 1));
    const { result } = await register(form);
    const again = await client.walkIn.check({ form: sent(form) });
    expect(again.faults).toMatchObject([{ code: 'CHILD_QUEUED', place: 'child/iin' }]);
    expect(again.elsewhere).toMatchObject([{ applicationId: result.applicationId, status: 'registered' }]);
    const thrown = await refusal(client.walkIn.prepare({ form: sent(form), consent: 'paper_kept' }));
    expect(thrown).toMatchObject({ code: 'REFUSED', data: { obstacles: [{ code: 'CHILD_QUEUED' }] } });
  });

  it('takes a known person as it is known, and says so', async () => {
    const form = familyForm(bins.slice(0, 1));
    await register(form);
    const other = familyForm(bins.slice(0, 1), {
      applicant: { ...form.applicant, surname: 'Басқаша' },
    });
    expect((await client.walkIn.check({ form: sent(other) })).recorded).toMatchObject([
      { who: 'applicant', person: { surname: 'Бекежанова' } },
    ]);
    const prepared = await client.walkIn.prepare({ form: sent(other), consent: 'paper_kept' });
    expect(prepared.applicant.fullName).toBe('Бекежанова Айгерім Серікқызы');
    expect(await signPrepared(client, prepared)).toMatchObject({ ok: true });
  });

  it('proposes what the registry knows; silent is not confirmed', async () => {
    expect(await client.walkIn.lookUp({ iin: mother })).toMatchObject({
      answer: 'confirmed',
      person: { surname: 'Сынақова', givenName: 'Дана' },
      known: null,
    });
    expect(await client.walkIn.kinship({ parentIin: mother, childIin: child })).toEqual({
      answer: 'confirmed',
      role: 'mother',
    });
    const stranger = freshIin('1991-01-01', 'male');
    expect(await client.walkIn.lookUp({ iin: stranger })).toMatchObject({
      answer: 'not_found',
      person: null,
    });
  });

  it('rests on the signed paper among the scans, where it is said to', async () => {
    const form = sent(familyForm(bins.slice(0, 1)));
    await client.walkIn.saveDraft({ form });
    const without = await refusal(client.walkIn.prepare({ form, consent: 'paper_scan' }));
    expect(without).toMatchObject({ data: { obstacles: [{ code: 'WALK_IN_NO_PAPER' }] } });
    await addScan(client, tinyPdf(`paper ${form.child.iin}`), { kind: 'signed_application' });
    const prepared = await client.walkIn.prepare({ form, consent: 'paper_scan' });
    expect(prepared.registration?.consent.scanSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await signPrepared(client, prepared)).toMatchObject({ ok: true });
  });

  it('is signed with the parent’s own key, which leaves with its signer, and is kept as evidence', async () => {
    for (const kind of ['rsa_sign', 'gost512'] as const) {
      const form = familyForm(bins.slice(0, 2));
      const parent = await makeCitizen(ca, form.applicant as never, kind);
      const content = new Blob([Uint8Array.from(parent.key.p12)]);
      await client.walkIn.saveDraft({ form: sent(form) });
      await scan(form.child.iin);
      const before = desk.signers.length;
      const draft = await client.walkIn.signByParent({
        form: sent(form),
        content,
        password: PARENT_PASSWORD,
      });
      expect(draft.signedBy).toMatchObject({ iin: form.applicant.iin });
      expect(JSON.stringify(draft)).not.toContain(PARENT_PASSWORD);
      await expect.poll(() => desk.signers.slice(before).map((one) => one.alive)).toEqual([false]);
      // The officer's own key is where it was.
      expect((await client.session.state()).session?.key.open).toBe(true);
      // What the parent signed no longer says what the form says: it must sign again.
      const changed = sent({ ...form, permanentAddress: 'Басқа мекенжай' });
      expect(await refusal(client.walkIn.prepare({ form: changed, consent: 'signature' }))).toMatchObject({
        data: { obstacles: [{ code: 'WALK_IN_NOT_SIGNED' }] },
      });
      const prepared = await client.walkIn.prepare({ form: sent(form), consent: 'signature' });
      const result = await signPrepared(client, prepared);
      expect(result).toMatchObject({ ok: true });
      const [row] = (await client.intake.page({ filter: { portal: 'counter' }, after: null, limit: 1 })).rows;
      expect(row).toMatchObject({ applicationId: result.applicationId, signed: true, source: 'counter' });
      await client.walkIn.discard();
    }
  });

  it('refuses a key of somebody else, a wrong password, an expired key and one of no authority', async () => {
    const form = familyForm(bins.slice(0, 1));
    await client.walkIn.saveDraft({ form: sent(form) });
    const valid = [new Date('2025-01-01T00:00:00Z'), new Date('2026-01-01T00:00:00Z')] as const;
    const keys = {
      KEY_NOT_APPLICANT: await makeCitizen(ca, familyForm(bins).applicant as never),
      KEY_EXPIRED: await makeCitizen(ca, form.applicant as never, 'rsa_sign', [...valid]),
      KEY_USAGE_SIGN: await makeCitizen(ca, form.applicant as never, 'rsa_auth'),
      CHAIN_UNTRUSTED: await makeCitizen((await makeAuthority()).ca, form.applicant as never),
    };
    const before = desk.signers.length;
    for (const [reason, citizen] of Object.entries(keys)) {
      const content = new Blob([Uint8Array.from(citizen.key.p12)]);
      const thrown = await refusal(
        client.walkIn.signByParent({ form: sent(form), content, password: PARENT_PASSWORD }),
      );
      expect(thrown, reason).toMatchObject({ code: 'KEY', data: { reason } });
    }
    const own = await makeCitizen(ca, form.applicant as never);
    const wrong = await refusal(
      client.walkIn.signByParent({
        form: sent(form),
        content: new Blob([Uint8Array.from(own.key.p12)]),
        password: 'wrong',
      }),
    );
    expect(wrong).toMatchObject({ code: 'KEY', data: { reason: 'KEY_WRONG_PASSWORD' } });
    await expect.poll(() => desk.signers.slice(before).filter((one) => one.alive)).toEqual([]);
    expect((await client.walkIn.draft()).signedBy).toBeNull();
  });

  it('keeps the draft of a desk that ended, scans and all', async () => {
    const form = sent(familyForm(bins.slice(0, 1)));
    await client.walkIn.saveDraft({ form });
    const scans = await scan(form.child.iin);
    expect(await client.walkIn.draft()).toMatchObject({ form, scans });
    const [one] = scans ?? [];
    expect(
      await client.walkIn.describeScan({ id: one?.id ?? '', kind: 'applicant_id', about: 'applicant' }),
    ).toMatchObject([{ kind: 'applicant_id', about: 'applicant' }]);
    expect(await refusal(scan(form.child.iin))).toMatchObject({ code: 'NONE' });
    expect(await refusal(scan(form.child.iin))).toMatchObject({
      code: 'FILE',
      data: { reason: 'SCAN_TWICE' },
    });
    expect(await client.walkIn.removeScan({ id: one?.id ?? '' })).toHaveLength(1);
  });

  it('prints the application with its consent, and the registration with its number, in both languages', async () => {
    const form = sent(familyForm(bins.slice(0, 2)));
    await client.walkIn.saveDraft({ form });
    const paper = await client.walkIn.formPdf({ form });
    const words = await textOf(Buffer.from(await paper.content.arrayBuffer()));
    expect(words).toContain('Баланы балабақша кезегіне қою туралы өтініш');
    expect(words).toContain('Заявление о постановке ребёнка на очередь');
    expect(words).toContain(form.applicant.iin);
    const { result, prepared } = await register(familyForm(bins.slice(0, 2)));
    const { fileName, content } = await client.decisions.noticePdf({ id: result.decisionId ?? '' });
    const { number } = prepared.application;
    expect(fileName).toBe(`kezek-${number}-registration.pdf`);
    const told = await textOf(Buffer.from(await content.arrayBuffer()));
    expect(told).toContain(`Балаңыз № ${number} кезекке сәтті тұрды`);
    expect(told).toContain(`Ваш ребёнок успешно встал в очередь под номером ${number}`);
  });

  it('is verified by `kezek verify`, which finds what was tampered with', async () => {
    await register();
    await desk.close();
    const owner = await office.owner();
    try {
      const report = await verifyAll(owner, clock);
      expect(report.broken).toEqual([]);
      await owner.write('system', async (tx) => {
        await sql`alter table kezek.walk_in_registration disable trigger user`.execute(tx);
        await sql`update kezek.walk_in_registration set consent = 'paper_kept' where consent = 'signature'`.execute(
          tx,
        );
        await sql`alter table kezek.walk_in_registration enable trigger user`.execute(tx);
      });
      const after = await verifyAll(owner, clock);
      expect(after.broken.map(({ reason }) => reason)).toEqual([
        'REGISTRATION_CONSENT',
        'REGISTRATION_CONSENT',
      ]);
    } finally {
      await owner.close();
    }
    // No key and no password of a parent ever came to rest.
    for (const line of desk.logged) expect(line).not.toContain(PARENT_PASSWORD);
    for (const name of await readdir(office.start.dataFolder)) {
      if (!name.endsWith('.json')) continue;
      expect(await readFile(join(office.start.dataFolder, name), 'utf8')).not.toContain(PARENT_PASSWORD);
    }
  });
});
