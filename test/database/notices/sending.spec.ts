/** Leases and ends of attempts on both engines: one desk at a time, never sent twice, dead in the end, again by a person alone. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isQuiet, sendableAt } from '../../../domain/delivery.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { DENIED } from '../guard-attempt.ts';
import { historySql } from '../raw-acts.ts';
import { NoticeWorld } from './notice-world.ts';

const HOUR = 3_600_000;

describe.each(ENGINES)('sending notices on %s', (engine) => {
  let test: TestDatabase;
  let world: NoticeWorld;

  beforeAll(async () => {
    test = await openTestDatabase(engine, { maxConnections: 12 });
    world = await NoticeWorld.make(test);
  });
  afterAll(() => test.close());
  beforeEach(() =>
    test.tamper(
      `update notice set state = 'sent', next_attempt_at = null, ended_at = now() where state in ('waiting', 'sending')`,
    ),
  );

  it('a taken notice is nobody else’s until its lease runs out; then the same round goes on', async () => {
    const id = await world.notice(await world.family());
    const [first] = await world.lease();
    expect(first).toMatchObject({ id, attempt: 1, tries: 1, round: 1, channel: 'sms', body: 'мәтін' });
    expect(await world.lease()).toEqual([]);
    await world.hurry();
    const [second] = await world.lease();
    expect(second).toMatchObject({ id, attempt: 2, tries: 2, round: 1 });
    if (first === undefined || second === undefined) throw new Error('no lease');
    // The first desk woke up: what it says comes too late, and with a made-up lease it is nothing.
    expect(await world.end(first, 'sent')).toBe('notice_lease_held');
    expect(await world.end({ ...second, lease: randomUUID() }, 'sent')).toBe('notice_lease_held');
    expect(await world.end(second, 'sent')).toBe('sent');
    expect(await world.end(second, 'sent')).toBe('notice_lease_held');
    await world.hurry();
    expect(await world.lease()).toEqual([]);
    expect(
      await world.one(
        `select string_agg(attempt || ' ' || outcome || ' ' || coalesce(error, '-'), ', ' order by attempt) as value
         from notice_delivery where notice_id = ${id}`,
      ),
    ).toBe('1 lost LEASE_LAPSED, 2 sent -');
  });

  it('many desks at once: every notice is taken once', async () => {
    const family = await world.family();
    const ids: string[] = [];
    for (let i = 0; i < 40; i++) ids.push(await world.notice(family));
    const taken = await Promise.all(Array.from({ length: 10 }, () => world.lease(['sms'], 7)));
    const all = taken.flat().map((one) => one.id);
    expect(new Set(all).size).toBe(all.length);
    while (all.length < 40) {
      const more = await world.lease(['sms'], 7);
      if (more.length === 0) break;
      all.push(...more.map((one) => one.id));
    }
    expect(all.toSorted()).toEqual(ids.toSorted());
    expect(
      await world.one(
        `select count(*)::int as value from notice_delivery where notice_id in (${ids.join()})`,
      ),
    ).toBe(40);
  });

  it('fails until its attempts are used up, then it is dead and stays so', async () => {
    const id = await world.notice(await world.family());
    const attempts = await world.one<number>('select attempts as value from delivery_rule');
    for (let tries = 1; tries <= attempts; tries++) {
      await world.hurry();
      const [one] = await world.lease();
      if (one === undefined) throw new Error(`no lease ${tries}`);
      expect(one.tries).toBe(tries);
      const next = new Date(Date.now() + HOUR);
      expect(await world.end(one, 'failed', next)).toBe(tries === attempts ? 'dead' : 'waiting');
      expect(await world.lease()).toEqual([]);
    }
    await world.hurry();
    expect(await world.lease()).toEqual([]);
    expect(await world.state(id)).toBe('dead');
  });

  it('a desk that dies each time uses the attempts up too', async () => {
    const id = await world.notice(await world.family());
    const attempts = await world.one<number>('select attempts as value from delivery_rule');
    for (let tries = 1; tries <= attempts; tries++) {
      expect(await world.lease()).toHaveLength(1);
      await world.hurry();
    }
    expect(await world.lease()).toEqual([]);
    expect(await world.state(id)).toBe('dead');
  });

  it('a refused one is dead at once; a clerk of the district alone sends it again, once, to today’s contact', async () => {
    const a = await world.family();
    const id = await world.notice(a, { address: '+77019999999' });
    const [one] = await world.lease();
    if (one === undefined) throw new Error('no lease');
    const resend = (seen: number) => `select kezek.resend_notice(${id}, ${seen})`;
    const { mine, stranger, supervisor } = world.mini;
    expect(await world.by(mine, resend(1))).toBe('notice_resend');
    expect(await world.end(one, 'rejected')).toBe('dead');
    expect(await world.by(stranger, resend(1))).toBe('notice_of_district');
    expect(await world.by(supervisor, resend(1))).toBe(DENIED);
    expect(await world.by(mine, resend(7))).toBe('notice_resend');
    const both = await Promise.all([world.by(mine, resend(1)), world.by(world.mini.colleague, resend(1))]);
    expect(both.toSorted()).toEqual([1, 'notice_resend']);
    const [again] = await world.lease();
    // A message of its own for the provider: the round is part of its key.
    expect(again).toMatchObject({ id, attempt: 2, tries: 1, round: 2, address: a.phone });
  });

  it('letters are never sent by a desk; printing is once and the clerk’s', async () => {
    const id = await world.notice(await world.family(), { channel: 'letter' });
    expect(await world.lease(['letter', 'sms'])).toEqual([]);
    const { mine, stranger } = world.mini;
    expect(await world.by(stranger, `select kezek.print_letter(${id})`)).toBe('notice_of_district');
    const sms = await world.notice(await world.family());
    expect(await world.by(mine, `select kezek.print_letter(${sms})`)).toBe('notice_resend');
    expect(await world.by(mine, `select 1 where kezek.print_letter(${id})`)).toBe(1);
    expect(await world.by(mine, `select 1 where kezek.print_letter(${id})`)).toBe(0);
    expect(
      await world.one(`select actor || ' ' || outcome as value from notice_delivery where notice_id = ${id}`),
    ).toBe(`${mine.iin} printed`);
  });

  it('a channel that is off, and a region without terms, hold what they have', async () => {
    const id = await world.notice(await world.family());
    await world.owner(`update notice_channel set enabled = false where channel = 'sms'`);
    expect(await world.lease()).toEqual([]);
    await world.owner(`update notice_channel set enabled = true where channel = 'sms'`);
    await world.terms('valid_to = kezek.today()');
    expect(await world.lease()).toEqual([]);
    await world.terms('valid_to = null');
    expect((await world.lease()).map((one) => one.id)).toEqual([id]);
  });

  it('quiet hours put off, and the database and the program agree on every minute of a day', async () => {
    const id = await world.notice(await world.family());
    await world.terms(
      `quiet_from = (kezek.now() at time zone 'Asia/Almaty')::time - interval '1 minute',
        quiet_to = (kezek.now() at time zone 'Asia/Almaty')::time + interval '2 hours'`,
    );
    expect(await world.lease()).toEqual([]);
    expect(
      await world.one(`select (next_attempt_at > kezek.now())::text as value from notice where id = ${id}`),
    ).toBe('true');
    await world.terms('quiet_from = null, quiet_to = null');
    const terms = {
      attempts: 5,
      firstRetrySeconds: 60,
      longestRetrySeconds: 60,
      leaseSeconds: 60,
      quietChannels: ['sms'],
    } as const;
    for (const [quietFrom, quietTo] of [
      ['21:00', '09:00'],
      ['00:00', '06:30'],
      ['13:15', '13:16'],
      ['12:00', '12:00'],
    ] as const) {
      const minutes =
        await world.one<string>(`select string_agg(extract(epoch from kezek.sendable_at(r, 'sms', m.at))::int8::text, ',' order by m.at) as value
        from generate_series('2026-04-15T19:00:30Z'::timestamptz, '2026-04-16T19:00:30Z', '7 minutes') m(at),
          (select (d).* from (select jsonb_populate_record(d, '{"quiet_from": "${quietFrom}", "quiet_to": "${quietTo}", "quiet_channels": ["sms"]}') d
            from delivery_rule d) x) r`);
      const start = Date.parse('2026-04-15T19:00:30Z');
      const own = { ...terms, quietFrom, quietTo, quietChannels: [...terms.quietChannels] };
      minutes.split(',').forEach((second, i) => {
        const at = new Date(start + i * 7 * 60_000);
        const opens = sendableAt(own, 'sms', at);
        expect([at, Number(second)]).toEqual([at, Math.floor(opens.getTime() / 1000)]);
        expect(isQuiet(own, 'sms', opens)).toBe(false);
      });
    }
  });

  it('the desk with nobody signed in reads no notice and no address but what it takes', async () => {
    await world.notice(await world.family());
    if (test.engine !== 'postgres') return;
    const read = (query: string) =>
      test.desk
        .write('system', async (tx) => {
          const { sql } = await import('kysely');
          return (await sql.raw(query).execute(tx)).rows.length;
        })
        .catch(
          (error: unknown) =>
            (error as { cause?: { code?: string }; code?: string }).cause?.code ??
            (error as { code?: string }).code,
        );
    expect(await read('select address from notice')).toBe(DENIED);
    expect(await read('select * from notice_delivery')).toBe(DENIED);
    expect(await read('select * from channel_secret')).toBe(DENIED);
    expect(await read('select phone from application')).toBe(DENIED);
    expect(await read(`select kezek.channel_secret('sms')`)).toBe(1);
  });

  describe('telling a family of an event', () => {
    const tell = (id: string, kind: string, given = '{}') =>
      `select kezek.tell_family(${id}, '${kind}', '${given}')`;

    it('says it once, in the office’s words, with values that stay values', async () => {
      const a = await world.family();
      const { mine } = world.mini;
      await test.tamper(`update person set given_name = '{number}' where id = ${a.applicantId}`);
      expect(await world.by(mine, tell(a.id, 'registered'))).toBe('notice_of_job');
      expect(
        await world.by(
          mine,
          historySql(a, 1, 'register'),
          tell(a.id, 'registered'),
          tell(a.id, 'registered'),
        ),
      ).toBe('notice_of_job');
      expect(await world.by(mine, historySql(a, 1, 'register'), tell(a.id, 'registered'))).toBe(1);
      const body = await world.one<string>(`select body as value from notice where application_id = ${a.id}`);
      expect(body).toContain(`Құрметті {number}, өтінішіңіз тіркелді, нөмірі ${a.number}.`);
      expect(await world.by(mine, tell(a.id, 'registered'))).toBe('notice_of_job');
    });

    it('not by another district, not of a signed act, not with a hole', async () => {
      const a = await world.family();
      const { mine, stranger } = world.mini;
      expect(await world.by(stranger, tell(a.id, 'registered'))).toBe('notice_of_job');
      expect(await world.by(mine, historySql(a, 1, 'approve'), tell(a.id, 'approved'))).toBe('notice_of_job');
      expect(await world.by(mine, historySql(a, 1, 'interest_due'), tell(a.id, 'interest_due'))).toBe(
        'notice_template_wording',
      );
      expect(
        await world.by(
          mine,
          historySql(a, 1, 'interest_due'),
          tell(a.id, 'interest_due', '{"kk": {"until": "23.04.2026", "number": "forged"}}'),
        ),
      ).toBe(1);
      const body = await world.one<string>(`select body as value from notice where application_id = ${a.id}`);
      expect(body).toContain('23.04.2026');
      expect(body).toContain(a.number);
      expect(body).not.toContain('forged');
    });
  });
});
