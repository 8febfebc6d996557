import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../../db/open.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { Client } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import { embeddedOffice, type Office, refusal, serverOffice } from '../../fakes/engines.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import {
  addChildren,
  addEnrolled,
  addGroup,
  addKindergarten,
  doAct,
  hindrances,
  prepareActs,
} from '../../fakes/places.ts';

const HOME = 1;
/** In the days of transfers, and out of them. */
const AUGUST = new Date('2026-08-12T06:00:00Z');
const SEPTEMBER = new Date('2026-09-02T06:00:00Z');

describe.each([
  ['embedded', embeddedOffice],
  ['server', serverOffice],
] as const)('children who move, on the %s engine', (_name, open) => {
  const clock = testClock(AUGUST);
  let office: Office;
  let desk: TestDesk;
  let client: Client;
  let home: { readonly id: number; readonly seats: readonly string[] };
  let other: { readonly id: number; readonly seats: readonly string[] };
  let away: { readonly id: number; readonly seats: readonly string[] };
  let children: readonly string[];
  let old: readonly string[];

  beforeAll(async () => {
    office = await open();
    const owner = await office.owner();
    const far = await addKindergarten(owner, 1, '990140005555');
    home = await addGroup(owner, { kindergartenId: HOME, name: 'Үй', seats: 3 });
    other = await addGroup(owner, { kindergartenId: HOME, name: 'Көрші', seats: 2 });
    away = await addGroup(owner, { kindergartenId: far, name: 'Алыс', seats: 2 });
    children = await addChildren(owner, { wants: [HOME], children: 3 });
    // Six years old on 1 September 2026: they wait to the end of August.
    old = await addChildren(owner, { wants: [HOME], children: 3, cohort: 2020, from: 701_000 });
    await addEnrolled(owner, [
      { applicationId: children[0] ?? '', seatId: home.seats[0] ?? '' },
      { applicationId: children[1] ?? '', seatId: away.seats[0] ?? '' },
    ]);
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
  const version = async (id: string) => (await client.applications.get({ id })).version;

  it('a head moves a child to another group of its kindergarten, and to no other', async () => {
    await as('head');
    const [id = ''] = children;
    const { rows } = await client.admissions.children({
      groupId: home.id,
      search: null,
      ended: false,
      after: null,
      limit: 5,
    });
    const target = { id, expectedVersion: rows[0]?.applicationVersion ?? 0 };
    const reason = 'transfer_next_age';
    const to = async (groupId: number) =>
      hindrances((await prepareActs(client, [target], { act: 'transfer', reason, details: { groupId } }))[0]);
    expect(await to(away.id)).toEqual(['GROUP_FULL']);
    expect(await to(home.id)).toEqual(['TRANSFER_SAME_GROUP']);
    const moved = await doAct(client, target, { act: 'transfer', reason, details: { groupId: other.id } });
    expect(moved).toMatchObject({ ok: true, status: 'enrolled' });
    expect(moved.decision?.verification.ok).toBe(true);
    const list = await client.admissions.children({
      groupId: other.id,
      search: null,
      ended: false,
      after: null,
      limit: 5,
    });
    expect(list.rows.map((row) => row.applicationId)).toEqual([id]);
    const groups = await client.places.groups({ kindergartenId: HOME });
    expect(groups.find((one) => one.id === home.id)).toMatchObject({ taken: 0, reported: 1, free: 2 });
    expect(groups.find((one) => one.id === other.id)).toMatchObject({ taken: 1, free: 1 });
  });

  it('two families exchange places: both consent, both documents are signed, both or neither', async () => {
    await as('me');
    const [one = '', two = '', waiting = ''] = children;
    const target = { id: one, expectedVersion: await version(one) };
    const details = { otherApplicationId: two, otherExpectedVersion: await version(two) };
    const consents = { own: '2026-08-10', other: '2026-08-11' };
    const prepare = async (more: Partial<typeof details> & { consents?: typeof consents }) =>
      (await prepareActs(client, [target], { act: 'exchange', details: { ...details, ...more } }))[0];
    expect(hindrances(await prepare({}))).toEqual(['EXCHANGE_CONSENT']);
    expect(hindrances(await prepare({ consents, otherExpectedVersion: 1 }))).toEqual(['OTHER_CHANGED']);
    expect(hindrances(await prepare({ consents, otherApplicationId: waiting }))).toEqual([
      'OTHER_NOT_ENROLLED',
    ]);
    const done = await doAct(client, target, { act: 'exchange', details: { ...details, consents } });
    expect(done).toMatchObject({
      ok: true,
      status: 'enrolled',
      decision: { act: 'exchange', verification: { ok: true } },
    });
    const [theirs] = await client.decisions.list({ applicationId: two });
    expect(theirs).toMatchObject({ act: 'exchange', verification: { ok: true } });
    const xml = await (await client.decisions.xml({ id: theirs?.id ?? '' })).content.text();
    expect(xml).toContain('<ownConsent>2026-08-11</ownConsent><otherConsent>2026-08-10</otherConsent>');
    const seats = await client.places.seats({ groupId: away.id });
    expect(seats.find((seat) => seat.id === away.seats[0])?.holder).toMatchObject({ applicationId: one });
    const back = await client.places.seats({ groupId: other.id });
    expect(back.map((seat) => seat.holder?.applicationId ?? null)).toContain(two);
  });

  it('out of the profile’s days nobody moves', async () => {
    clock.set(SEPTEMBER);
    await as('me');
    const [one = '', two = ''] = children;
    const target = { id: one, expectedVersion: await version(one) };
    const [exchange] = await prepareActs(client, [target], {
      act: 'exchange',
      details: { otherApplicationId: two, consents: { own: '2026-08-10', other: '2026-08-11' } },
    });
    expect(hindrances(exchange)).toEqual(['EXCHANGE_WINDOW']);
    const [transfer] = await prepareActs(client, [target], {
      act: 'transfer',
      reason: 'transfer_request',
      details: { groupId: home.id },
    });
    expect(hindrances(transfer)).toEqual(['TRANSFER_WINDOW']);
  });

  it('on 1 September children too old for a place leave once, and their families are told', async () => {
    expect((await client.applications.get({ id: old[0] ?? '' })).status).toBe('queued');
    await Promise.all([desk.backend.runDueJobs(), desk.backend.runDueJobs()]);
    await desk.backend.runDueJobs();
    expect(desk.logged.filter((line) => line.includes('"job":'))).toEqual([]);
    for (const id of old) {
      expect((await client.applications.get({ id })).status).toBe('archived');
      const { entries } = await client.applications.history({ id, after: null, limit: 10 });
      expect(entries.filter((entry) => entry.event === 'age_out').map((entry) => entry.actorName)).toEqual([
        'job:cohorts',
      ]);
    }
    const [first = ''] = children;
    expect((await client.applications.get({ id: first })).status).toBe('enrolled');
    const run = (await client.referrals.jobs()).find((one) => one.job === 'cohorts');
    expect(run).toMatchObject({ outcome: 'done', lastDueAt: new Date('2026-08-31T19:00:00Z') });
    expect(run?.nextDueAt).toEqual(new Date('2027-08-31T19:00:00Z'));
  });

  it('shows its jobs to a head too, who signs no clerk’s act', async () => {
    await as('head');
    const runs = await client.referrals.jobs();
    expect(runs.map((run) => run.job)).toEqual([
      'offers',
      'referrals',
      'benefits',
      'stop_list',
      'cohorts',
      'families',
      'interest',
      'guardians',
      'bulletin',
    ]);
    const target = { id: children[2] ?? '', expectedVersion: 3 };
    expect(await refusal(prepareActs(client, [target], { act: 'offer' }))).toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('leaves nothing that kezek verify would find', async () => {
    await desk.close();
    const owner: OpenDatabase = await office.owner();
    const report = await verifyAll(owner, clock);
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from kezek.notice where kind = 'age_out' and application_id = any(${[...old]}::bigint[])`.execute(
      owner.kysely,
    );
    await owner.close();
    expect(report.broken).toEqual([]);
    expect(rows).toEqual([{ n: 3 }]);
    desk = await startDesk({ ...office.start, clock });
    client = desk.port();
  });
});
