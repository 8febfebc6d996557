/** Notices attacked by raw SQL: what was told stays, steps go one way, attempts end once, words name what they must. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOTICE_KINDS } from '../../../domain/notice-template.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { DENIED } from '../guard-attempt.ts';
import { application } from '../mini-world.ts';
import { decisionSql, historySql, moveSql } from '../raw-acts.ts';
import { NoticeWorld, SECRET } from './notice-world.ts';

describe.each(ENGINES)('guards of notices on %s', (engine) => {
  let test: TestDatabase;
  let world: NoticeWorld;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await NoticeWorld.make(test);
  });
  afterAll(() => test.close());

  it('knows every kind that the program has a text for; what has none is told by a decision in its own words', async () => {
    const kinds = await world.one<string>(
      `select string_agg(code || ' ' || told_by, ',' order by code collate "C") as value from notice_kind`,
    );
    const known = new Map(kinds.split(',').map((one) => one.split(' ') as [string, string]));
    for (const kind of NOTICE_KINDS) expect([...known.keys()]).toContain(kind);
    for (const [kind, toldBy] of known) {
      if (!NOTICE_KINDS.includes(kind)) expect([kind, toldBy]).toEqual([kind, 'decision']);
    }
    const a = await world.family();
    expect(
      await world.byOwner(`insert into notice (application_id, kind, channel, language, address, body, queued_at)
        values (${a.id}, 'lottery', 'sms', 'kk', '${a.phone}', 'x', now())`),
    ).toBe('notice_kind_fk');
  });

  it('what was told is not changed, by the owner either', async () => {
    const id = await world.notice(await world.family());
    for (const change of [
      `body = 'Come with money'`,
      `kind = 'admitted'`,
      `language = 'ru'`,
      `address = '+77019999999'`,
      `channel = 'email'`,
      `application_id = (select max(id) from application where id <> application_id)`,
      `queued_at = now()`,
      `decision_id = 1`,
    ]) {
      expect([change, await world.byOwner(`update notice set ${change} where id = ${id}`)]).toEqual([
        change,
        'notice_fixed',
      ]);
    }
    expect(await world.byOwner(`delete from notice where id = ${id}`)).toBe('notice_append_only');
  });

  it('goes one step at a time, by the owner too', async () => {
    const id = await world.notice(await world.family());
    const go = (set: string) => world.byOwner(`update notice set ${set} where id = ${id}`);
    const end = 'next_attempt_at = null, ended_at = now()';
    expect(await go(`state = 'sent', ${end}`)).toBe('notice_step');
    expect(await go(`state = 'dead', ${end}`)).toBe('notice_step');
    expect(await go(`state = 'sending'`)).toBe('notice_step');
    expect(await go('attempts = 3')).toBe('notice_step');
    expect(await go('round = 2')).toBe('notice_step');
    expect(await go(`state = 'gone'`)).not.toBe('done');
    expect(await go('next_attempt_at = null')).toBe('notice_due');
    expect(await go(`next_attempt_at = now() + interval '1 hour'`)).toBe('done');
    expect(await go(`state = 'sending', attempts = 1, tries = 1`)).toBe('done');
    expect(await go(`state = 'sent', ${end}`)).toBe('done');
    for (const state of ['waiting', 'sending', 'dead']) {
      expect(
        await go(
          `state = '${state}', next_attempt_at = case when '${state}' = 'dead' then null else now() end`,
        ),
      ).toBe('notice_step');
    }
  });

  it('comes waiting and untouched, whatever an officer writes; one decision is told to an address once', async () => {
    const a = await test.db.write('system', (tx) =>
      application(tx, {
        district: world.mini.districts[0],
        status: 'in_review',
        holder: world.mini.mine.iin,
      }),
    );
    const notice = `insert into notice (application_id, decision_id, kind, channel, language, address, body, queued_at, attempts, tries, round)
      select application_id, id, outcome, 'sms', 'kk', '${a.phone}', message_kk, now(), 9, 9, 9 from decision where application_id = ${a.id}`;
    const decide = [
      decisionSql(a, world.mini.mine, 1, 'refuse'),
      moveSql(a, 1, { status: 'refused' }),
      historySql(a, 2, 'refuse'),
    ];
    expect(await world.by(world.mini.mine, ...decide, notice, notice)).toBe('notice_decision_once');
    expect(await world.by(world.mini.mine, ...decide, notice)).toBe(1);
    expect(
      await world.one(
        `select concat_ws(' ', state, attempts, tries, round) as value from notice where application_id = ${a.id}`,
      ),
    ).toBe('waiting 0 0 1');
  });

  it('no officer touches the way of a notice or its attempts', async () => {
    const id = await world.notice(await world.family());
    const { mine, supervisor, head, admin } = world.mini;
    for (const scope of [mine, supervisor, head, admin]) {
      expect(await world.by(scope, `update notice set state = 'sending' where id = ${id}`)).toBe(DENIED);
      expect(
        await world.by(scope, `update notice_delivery set outcome = 'sent' where notice_id = ${id}`),
      ).toBe(DENIED);
      expect(
        await world.by(
          scope,
          `insert into notice_delivery (notice_id, attempt, round, channel, lease, lease_until, at, actor)
           values (${id}, 1, 1, 'sms', gen_random_uuid(), now(), now(), 'job:notices')`,
        ),
      ).toBe(DENIED);
      expect(await world.by(scope, `select * from kezek.lease_notices(array['sms'], 10)`)).toBe(DENIED);
      expect(
        await world.by(
          scope,
          `select kezek.end_delivery(${id}, 1::int2, gen_random_uuid(), 'sent', null, null, null)`,
        ),
      ).toBe(DENIED);
    }
    expect(await world.by(world.mini.mine, `select id from notice where id = ${id}`)).toBe(1);
    expect(await world.by(world.mini.stranger, `select id from notice where id = ${id}`)).toBe(0);
    expect(await world.by(world.mini.admin, 'select id from notice')).toBe(DENIED);
  });

  it('a secret is read by no officer, by table, function, view of columns or error', async () => {
    const { mine, supervisor, head, admin } = world.mini;
    for (const scope of [mine, supervisor, head, admin]) {
      for (const attack of [
        'select * from channel_secret',
        'select secret from channel_secret',
        `select kezek.channel_secret('email')`,
        `select (s).secret from (select channel_secret s from channel_secret) x`,
        `copy channel_secret to stdout`,
        `update notice_channel set settings = jsonb_build_object('url', (select secret from channel_secret limit 1))`,
        `insert into channel_secret values ('email', 'mine', now())`,
        'delete from channel_secret',
        `select settings from notice_channel where channel = (select channel from channel_secret)`,
      ]) {
        expect([attack, await world.by(scope, attack)]).toEqual([attack, DENIED]);
      }
    }
    // Where a careless hand grants the function, the function still asks who calls.
    await world.owner(
      'grant execute on function kezek.channel_secret(text), kezek.lease_notices(text[], integer) to kezek_admin',
    );
    expect(await world.by(admin, `select kezek.channel_secret('email')`)).toBe('channel_secret_of_desk');
    expect(await world.by(admin, `select * from kezek.lease_notices(array['sms'], 1)`)).toBe('notice_lease');
    await world.owner(
      'revoke execute on function kezek.channel_secret(text), kezek.lease_notices(text[], integer) from kezek_admin',
    );
    // Clerks learn whether a channel is on, administrators also where it leads, nobody what opens it.
    expect(await world.by(mine, 'select channel, enabled from notice_channel')).toBe(3);
    expect(await world.by(mine, 'select settings from notice_channel')).toBe(DENIED);
    expect(await world.by(admin, 'select settings from notice_channel')).toBe(3);
    expect(await world.by(admin, `update notice_channel set enabled = false`)).toBe(DENIED);
    expect(
      await world.byOwner(
        `update notice_channel set settings = '{"password": "${SECRET}"}' where channel = 'email'`,
      ),
    ).toBe('notice_channel_no_secret');
  });

  it('a wording names what it must, of a known text, from today on, by an administrator, and for good', async () => {
    const word = (
      part: Partial<Record<'code' | 'language' | 'body' | 'from' | 'by' | 'channel', string>> = {},
    ) =>
      `insert into notice_template (code, language, channel, body, valid_from, made_at, made_by) values (
        '${part.code ?? 'refused'}', '${part.language ?? 'kk'}', ${part.channel ?? 'null'}, ${part.body ?? `'{number} {reason}'`},
        ${part.from ?? 'kezek.today()'}, '2001-01-01', '${part.by ?? world.mini.admin.iin}')`;
    const { admin, mine } = world.mini;
    expect(await world.by(mine, word({ by: mine.iin }))).toBe(DENIED);
    expect(await world.by(admin, word())).toBe(1);
    expect(
      await world.one(
        `select (made_at > now() - interval '1 hour')::text as value from notice_template order by id desc limit 1`,
      ),
    ).toBe('true');
    expect(await world.by(admin, word({ by: mine.iin }))).toBe(DENIED);
    expect(await world.by(admin, word({ by: 'shipped' }))).toBe(DENIED);
    expect(await world.by(admin, word({ from: 'kezek.today() - 1' }))).toBe('notice_template_dated');
    for (const [body, code] of [
      [`'{number}'`, 'refused'],
      [`'{reason} {number} {until}'`, 'refused'],
      [`'{reason} {number} {'`, 'refused'],
      [`'{reason} {number} {1x}'`, 'refused'],
      [`'   '`, 'refused'],
      [`'{reason} {number}' || repeat('x', 500)`, 'refused'],
      [`E'{reason} {number}\\r\\nBcc: x'`, 'refused'],
      [`E'{number}\\nBcc: x'`, 'email_subject'],
      [`E'{number}\\u2028'`, 'email_subject'],
      [`E'{number}\\u0085'`, 'refused'],
      [`'{number} {child}'`, 'email_subject'],
      [`'{number}'`, 'lottery'],
    ] as const) {
      expect([body, await world.by(admin, word({ body, code }))]).toEqual([body, 'notice_template_wording']);
      expect([body, await world.byOwner(word({ body, code }))]).toEqual([body, 'notice_template_wording']);
    }
    expect(await world.by(admin, `update notice_template set body = '{number} {reason}!'`)).toBe(DENIED);
    expect(await world.byOwner(`update notice_template set body = '{number} {reason}!'`)).toBe(
      'notice_template_append_only',
    );
    expect(await world.byOwner('delete from notice_template')).toBe('notice_template_append_only');
    expect(await world.byOwner('truncate notice_template')).toBe('notice_template_append_only');
  });
});
