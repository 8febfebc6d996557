import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../../db/open.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { Client } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import { embeddedOffice, type Office, refusal, serverOffice } from '../../fakes/engines.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import { addChildren, addGroup, doAct, hindrances, life, prepareActs } from '../../fakes/places.ts';

/** The kindergarten of the officer «head». */
const HOME = 1;
const DAY = 24 * 60 * 60_000;
const CONTRACT = { contractNumber: '2026/17', contractOn: '2026-04-16' } as const;

describe.each([
  ['embedded', embeddedOffice],
  ['server', serverOffice],
] as const)('a place on its way, on the %s engine', (_name, open) => {
  const clock = testClock();
  let office: Office;
  let desk: TestDesk;
  let client: Client;
  let children: readonly string[];
  let group: { readonly id: number; readonly seats: readonly string[] };
  let second: { readonly id: number; readonly seats: readonly string[] };

  beforeAll(async () => {
    office = await open();
    const owner = await office.owner();
    group = await addGroup(owner, { kindergartenId: HOME, name: 'Сынақ А', seats: 6 });
    second = await addGroup(owner, { kindergartenId: HOME, name: 'Сынақ Б', seats: 2 });
    // The first, fifth, … hold a benefit: at 1 : 3 the order is that of the ids.
    children = await addChildren(owner, { wants: [HOME], children: 12, benefitEvery: 4 });
    await owner.close();
    desk = await startDesk({ ...office.start, clock });
    client = desk.port();
  }, WORLD_MS);
  afterAll(async () => {
    await desk?.close();
    await office?.close();
  });

  const as = async (officer: 'me' | 'head') => {
    if ((await client.session.state()).session !== null) await client.session.signOut();
    await signIn(client, officer, { role: officer === 'me' ? 'clerk' : 'head' });
  };
  const child = (n: number): string => children[n] ?? '';
  const version = async (id: string) => (await client.applications.get({ id })).version;
  const planned = async (act: 'offer' | 'issue_referral', id: string) => {
    const { rows } = await client.referrals.plan({ key: null, act, limit: 2000 });
    return rows.find((row) => row.applicationId === id);
  };
  const referralOf = async (id: string) =>
    (await client.referrals.page({ filter: {}, after: null, limit: 200 })).rows.find(
      (row) => row.applicationId === id,
    );
  /** Latest steps of an application: readings and prints left out. */
  const steps = async (id: string, count: number) => {
    const { entries } = await client.applications.history({ id, after: null, limit: 20 });
    return entries
      .filter((entry) => entry.version !== null)
      .slice(0, count)
      .map((entry) => [entry.event, entry.actorName, entry.version]);
  };
  /** The jobs of this desk, at the clock's moment. On a server they are a desk's with nobody signed in. */
  const jobs = async () => {
    await desk.backend.runDueJobs();
    expect(desk.logged.filter((line) => line.includes('JOB_FAILED'))).toEqual([]);
  };

  it('plans the next children in the order of the ratio, and offers what was planned', async () => {
    await as('me');
    const { rows, freeSeats } = await client.referrals.plan({ key: null, act: 'offer', limit: 2000 });
    const ours = rows.filter((row) => children.includes(row.applicationId));
    expect(ours.map((row) => row.applicationId)).toEqual(children.slice(0, 8));
    expect(ours.map((row) => row.turn)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(ours[0]).toMatchObject({
      stream: 'benefit',
      cause: 'ratio',
      benefitPending: true,
      place: 1,
      age: 1,
    });
    expect(freeSeats).toBeGreaterThanOrEqual(8);
    // Over one queue: its own free seats and no other's, neither as free nor as left.
    const key = {
      districtId: 1,
      service: 'preschool_queue',
      queueKind: 'general',
      cohortYear: 2025,
      language: 'ru',
    } as const;
    const one = await client.referrals.plan({ key, act: 'offer', limit: 2000 });
    expect(one.rows.map((row) => row.seatId)).toEqual(ours.map((row) => row.seatId));
    const summary = (await client.queue.list()).find(
      (queue) => JSON.stringify(queue.key) === JSON.stringify(key),
    );
    expect(one.freeSeats).toBe(summary?.freeSeats);
    expect(one.freeSeats).toBeLessThan(freeSeats);
    const left = one.seatsLeft.reduce((sum, { count }) => sum + count, 0);
    expect(left).toBe(one.freeSeats - one.rows.length);
    expect(one.seatsLeft.map(({ code }) => code)).not.toContain('no_queue');
    const [first] = ours;
    if (first === undefined) throw new Error('a row is needed');
    const result = await doAct(
      client,
      {
        id: first.applicationId,
        expectedVersion: first.expectedVersion,
        seatId: first.seatId,
        turn: first.turn,
      },
      { act: 'offer' },
    );
    expect(result).toMatchObject({ ok: true, status: 'offered', version: first.expectedVersion + 1 });
    expect(result.decision?.verification.ok).toBe(true);
    expect(result.decision?.messageKk).toContain('Балауса');
  });

  it('a false benefit: the kindergarten never sees it, and the child waits at its original date', async () => {
    await as('me');
    const id = child(0);
    const { version: issued } = await life(client, id, await version(id), [
      { act: 'accept', details: { how: 'phone' } },
      { act: 'issue_referral' },
    ]);
    const card = await client.applications.get({ id });
    expect(card.status).toBe('benefit_review');
    const register = await referralOf(id);
    expect(register).toMatchObject({ state: 'issued', benefitState: 'pending' });
    await as('head');
    const seen = await client.admissions.incoming({ search: null, ended: false });
    expect(seen.map((row) => row.applicationId)).not.toContain(id);
    expect(await refusal(client.admissions.card({ referralId: register?.id ?? '' }))).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await refusal(client.referrals.pdf({ id: register?.id ?? '' }))).toMatchObject({
      code: 'NOT_FOUND',
    });
    await as('me');
    const rejected = await doAct(
      client,
      { id, expectedVersion: issued },
      { act: 'reject_benefit', reason: 'benefit_false' },
    );
    expect(rejected).toMatchObject({ ok: true, status: 'queued' });
    expect(await referralOf(id)).toMatchObject({ state: 'cancelled', benefitState: 'rejected' });
    const after = await client.applications.get({ id });
    expect(after.submittedAt).toEqual(card.submittedAt);
    // Ordinary now, and the earliest of all: second in the order, behind the benefit holder whose turn it is.
    const place = await client.queue.explain({ applicationId: id, at: null });
    expect(place).toMatchObject({ stream: 'ordinary', benefitAhead: 1, earlierAhead: 0 });
    await as('head');
    expect(await refusal(client.admissions.card({ referralId: register?.id ?? '' }))).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('offered, confirmed, issued, handed in and admitted by a clerk’s and a head’s keys', async () => {
    await as('me');
    const id = child(4);
    const row = await planned('offer', id);
    expect(row).toMatchObject({ turn: 1, stream: 'benefit' });
    const { version: issued } = await life(client, id, row?.expectedVersion ?? 0, [
      { act: 'offer', seatId: row?.seatId ?? '', turn: row?.turn ?? 0 },
      { act: 'accept', details: { how: 'counter' } },
      { act: 'issue_referral' },
      { act: 'confirm_benefit' },
    ]);
    const referral = await referralOf(id);
    expect(referral).toMatchObject({ state: 'issued', benefitState: 'confirmed' });
    expect(referral?.number).toMatch(/^2026-Ж-\d{6}$/);
    await as('head');
    const [seen] = await client.admissions.incoming({ search: referral?.number ?? '', ended: false });
    expect(seen).toMatchObject({ applicationId: id, documentsReceived: 0, documentsRequired: 4 });
    expect(await client.admissions.rail()).toMatchObject({ incoming: 1 });
    const target = { id, expectedVersion: issued };
    expect(hindrances((await prepareActs(client, [target], { act: 'submit_documents' }))[0])).toEqual([
      'DOCUMENTS_MISSING',
    ]);
    let card = await client.admissions.card({ referralId: seen?.referralId ?? '' });
    expect(card.groups).toEqual([
      expect.objectContaining({ id: group.id, own: true }),
      expect.objectContaining({ id: second.id, free: 2, own: false }),
    ]);
    for (const one of card.documents.filter((each) => each.required && each.receivedOn === null)) {
      card = await client.admissions.receiveDocument({
        referralId: card.row.referralId,
        expectedVersion: card.row.applicationVersion,
        kind: one.kind,
        receivedOn: '2026-04-16',
        idempotencyKey: randomUUID(),
      });
    }
    expect(card.row).toMatchObject({ documentsReceived: 4, deadline: { light: 'green' } });
    const admitted = await life(client, id, card.row.applicationVersion, [
      { act: 'submit_documents' },
      { act: 'admit', details: { ...CONTRACT, groupId: second.id } },
    ]);
    expect(admitted.last).toMatchObject({ status: 'enrolled' });
    expect(admitted.last.decision).toMatchObject({ role: 'head', organisation: { kk: 'Балауса' } });
    expect(admitted.last.decision?.verification.ok).toBe(true);
    const { rows } = await client.admissions.children({
      groupId: second.id,
      search: null,
      ended: false,
      after: null,
      limit: 10,
    });
    expect(rows).toMatchObject([{ applicationId: id, contractNumber: '2026/17', enrolledOn: '2026-04-16' }]);
    // What the head signed, the clerk sees as good, and the other way round.
    await as('me');
    const decisions = await client.decisions.list({ applicationId: id });
    expect(decisions.map((one) => [one.act, one.verification.ok])).toEqual([
      ['admit', true],
      ['submit_documents', true],
      ['confirm_benefit', true],
      ['issue_referral', true],
      ['accept', true],
      ['offer', true],
    ]);
  });

  it('a head withdraws a child with a reason: the seat is reported, and a clerk opens it', async () => {
    await as('head');
    const id = child(4);
    const { rows } = await client.admissions.children({
      groupId: null,
      search: '2025-700005',
      ended: false,
      after: null,
      limit: 5,
    });
    const [row] = rows;
    expect(row?.applicationId).toBe(id);
    const target = { id, expectedVersion: row?.applicationVersion ?? 0 };
    expect(hindrances((await prepareActs(client, [target], { act: 'withdraw_child' }))[0])).toEqual([
      'REASON_REQUIRED',
    ]);
    const result = await doAct(client, target, { act: 'withdraw_child', reason: 'withdraw_request' });
    expect(result).toMatchObject({ ok: true, status: 'archived' });
    const [seats] = (await client.places.groups({ kindergartenId: HOME })).filter(
      (one) => one.id === second.id,
    );
    expect(seats).toMatchObject({ free: 1, reported: 1, taken: 0 });
  });

  it('an offer nobody answers lapses once, the profile’s consequence follows, and the seat is free again', async () => {
    await as('me');
    const id = child(0);
    const row = await planned('offer', id);
    expect(row).toMatchObject({ turn: 2, stream: 'ordinary', place: 1 });
    await life(client, id, row?.expectedVersion ?? 0, [
      { act: 'offer', seatId: row?.seatId ?? '', turn: row?.turn ?? 0 },
    ]);
    await jobs();
    expect(await referralOf(id)).toMatchObject({ state: 'offered', deadline: { light: 'green' } });
    clock.advance(5 * DAY);
    await Promise.all([jobs(), jobs()]);
    expect(await referralOf(id)).toMatchObject({ state: 'lapsed' });
    const card = await client.applications.get({ id });
    expect(card.status).toBe('inactive');
    expect(await steps(id, 3)).toEqual([
      ['deactivate', 'job:offers', card.version],
      ['offer_lapsed', 'job:offers', card.version - 1],
      ['offer', expect.stringMatching(/^\d{12}$/), card.version - 2],
    ]);
    const runs = await client.referrals.jobs();
    expect(runs.find((run) => run.job === 'offers')).toMatchObject({ outcome: 'done' });
    // Its turn is void and goes to the next child, and so does its seat.
    expect(await planned('offer', child(1))).toMatchObject({ turn: 2, seatId: row?.seatId });
    // Restored once, within its days.
    await as('me');
    const restored = await doAct(client, { id, expectedVersion: card.version }, { act: 'restore' });
    expect(restored).toMatchObject({ ok: true, status: 'queued' });
  });

  it('a declined offer leads to the stop list, which ends by itself', async () => {
    await as('me');
    const id = child(0);
    const row = await planned('offer', id);
    const { last } = await life(client, id, row?.expectedVersion ?? 0, [
      { act: 'offer', seatId: row?.seatId ?? '', turn: row?.turn ?? 0 },
      { act: 'decline', reason: 'decline_far', details: { how: 'phone' } },
    ]);
    expect(last).toMatchObject({ status: 'stop_list' });
    expect(last.decision?.messageRu).toContain('стоп-листе');
    clock.advance(9 * DAY);
    await jobs();
    expect((await client.applications.get({ id })).status).toBe('stop_list');
    clock.advance(3 * DAY);
    await jobs();
    const card = await client.applications.get({ id });
    expect(card.status).toBe('queued');
    expect(await steps(id, 1)).toEqual([['leave_stop_list', 'job:stop_list', card.version]]);
  });

  it('a referral is extended once; unused it expires, and a benefit nobody confirms is none', async () => {
    await as('me');
    const id = child(0);
    const row = await planned('offer', id);
    const { version: at } = await life(client, id, row?.expectedVersion ?? 0, [
      { act: 'offer', seatId: row?.seatId ?? '', turn: row?.turn ?? 0 },
      { act: 'accept', details: { how: 'portal' } },
      { act: 'issue_referral' },
      { act: 'extend', reason: 'extend_illness' },
    ]);
    const again = { id, expectedVersion: at };
    expect(
      hindrances((await prepareActs(client, [again], { act: 'extend', reason: 'extend_request' }))[0]),
    ).toEqual(['EXTENSION_LIMIT']);
    const benefit = child(8);
    const other = await planned('offer', benefit);
    await life(client, benefit, other?.expectedVersion ?? 0, [
      { act: 'offer', seatId: other?.seatId ?? '', turn: other?.turn ?? 0 },
      { act: 'accept', details: { how: 'portal' } },
      { act: 'issue_referral' },
    ]);
    clock.advance(60 * DAY);
    await jobs();
    expect((await client.applications.get({ id })).status).toBe('inactive');
    const unproven = await client.applications.get({ id: benefit });
    expect(unproven.status).toBe('queued');
    expect((await client.queue.explain({ applicationId: benefit, at: null })).stream).toBe('ordinary');
    expect(await steps(benefit, 1)).toEqual([['benefit_review_lapsed', 'job:benefits', unproven.version]]);
    const paper = await client.referrals.pdf({ id: (await referralOf(benefit))?.id ?? '' });
    expect(paper.fileName).toMatch(/^kezek-2026-ZH-\d{6}-referral\.pdf$/);
    expect(
      Buffer.from(await paper.content.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  it('leaves nothing that kezek verify would find', async () => {
    await desk.close();
    const owner: OpenDatabase = await office.owner();
    const report = await verifyAll(owner, clock);
    await owner.close();
    expect(report.broken).toEqual([]);
    desk = await startDesk({ ...office.start, clock });
    client = desk.port();
  });
});
