/** Refusing a portal's request by raw SQL: beside its signed decision, told to who asked, and in no other way. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlFailure } from '../../../db/errors.ts';
import { verifyChains } from '../../../db/verify-chain.ts';
import { headWish, iinOf, type LinkWish, linkXml } from '../../fakes/packages.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { DENIED } from '../guard-attempt.ts';
import { type Family, linkWorld } from '../links/link-world.ts';
import { decisionSql, type RawAct } from '../raw-acts.ts';
import { askingFather, type IntakeWorld, makeIntakeWorld, wishedLink } from './intake-world.ts';

const NOW = (): Date => new Date();

describe.each(ENGINES)('refusing a request to link a parent on %s', (engine) => {
  let test: TestDatabase;
  let intake: IntakeWorld;
  let links: ReturnType<typeof linkWorld>;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    intake = await makeIntakeWorld(test, NOW);
    links = linkWorld(test, intake.mini);
  });
  afterAll(() => test.close());

  const ask = (wish: LinkWish) => intake.take(linkXml(headWish(NOW(), { portal: 'astana' }), wish));
  const requestOf = (a: Family) =>
    links.row(`select * from kezek.link_request where application_id = ${a.id} order by id desc limit 1`);
  const noticesOf = (a: Family) =>
    links.row(`select count(*)::int as n, min(address) as address, min(channel) as channel
      from kezek.notice where application_id = ${a.id}`);

  const REASON = 'link_paper_missing';
  /** A whole, honest refusal with some of it changed. */
  const refuseSql = (a: Family, version: number, part: { reason?: string; subject?: string } = {}) => [
    decisionSql(a, intake.mini.mine, version, 'refuse_link_request', {
      subject: part.subject ?? a.fatherIin,
      reason: part.reason ?? REASON,
    }),
    `update link_request set state = 'refused' where application_id = ${a.id}`,
    ...links.seal(a, version, 'refuse_link_request'),
  ];

  it('is refused once, by a clerk’s signed decision, in its own words; who asked is told why and may ask again', async () => {
    const a = await links.family();
    expect(await ask(wishedLink(a))).toMatchObject({ outcome: 'taken' });
    expect(await links.mine(...refuseSql(a, 2))).toBe(1);
    const request = await requestOf(a);
    expect(request).toMatchObject({
      state: 'refused',
      reason: REASON,
      answered_by: intake.mini.mine.iin,
      application_version: 2,
    });
    expect(
      await links.row(
        `select d.act, d.subject_iin, d.application_version from kezek.decision d where d.id = ${request.decision_id}`,
      ),
    ).toEqual({ act: 'refuse_link_request', subject_iin: a.fatherIin, application_version: 2 });
    // The decision's own words, in the language of the application, and no letter to the family.
    expect(
      await links.row(`select count(*)::int as n, min(kind) as kind, min(address) as address, min(body) as body,
          min(channel) as channel, min(link_request_id) as request, min(language) as language
        from kezek.notice where application_id = ${a.id}`),
    ).toEqual({
      n: 1,
      kind: 'link_request_refused',
      address: '+77070005678',
      body: 'Шешім',
      channel: 'sms',
      request: request.id,
      language: 'kk',
    });
    expect(await links.mine(...refuseSql(a, 3))).toBe('link_request_fixed');
    expect(await ask(wishedLink(a))).toMatchObject({ outcome: 'taken' });
  });

  it('is never refused without the decision that refuses this very request', async () => {
    const a = await links.family();
    const b = await links.family();
    const stranger = askingFather(a, { iin: iinOf('1984-04-04', 'male') });
    for (const wish of [wishedLink(a), wishedLink(b), wishedLink(a, { parent: stranger })]) {
      expect(await ask(wish)).toMatchObject({ outcome: 'taken' });
    }
    const own = refuseSql(a, 3, { subject: a.fatherIin });
    const [signed = '', , raise = '', noted = ''] = own;
    const refuse = `update link_request set state = 'refused' where application_id = ${a.id} and iin = '${a.fatherIin}'`;
    const by = (act: RawAct) =>
      decisionSql(a, intake.mini.mine, 3, act, { subject: a.fatherIin, reason: REASON });
    const [ofB = ''] = refuseSql(b, 2, { subject: a.fatherIin });
    for (const [why, expected, statements] of [
      ['unsigned', 'link_request_signed', [refuse, raise, noted]],
      [
        'of another person',
        'link_request_signed',
        [refuseSql(a, 3, { subject: stranger.iin ?? '' })[0] ?? '', refuse, raise, noted],
      ],
      ['of another application', 'link_request_signed', [ofB, refuse, raise, noted]],
      ['of another act', 'link_request_signed', [by('unlink'), refuse, raise, noted]],
      ['signed after it', 'link_request_signed', [refuse, signed, raise, noted]],
      ['both of a child by one', 'link_request_signed', own],
      [
        'of a reason of another use',
        'link_request_step',
        [refuseSql(a, 3, { reason: 'companion_safety' })[0] ?? '', refuse],
      ],
      ['signed and not done', 'link_request_decided', [signed, raise, noted]],
      ['without a version', /^(decision_applied|link_request_recorded)$/, [signed, refuse]],
      ['outside the history', /application_change_recorded/, [signed, refuse, raise]],
      [
        'a reason beside the decision’s',
        DENIED,
        [signed, refuse.replace('set', `set reason = '${REASON}',`)],
      ],
      ['a decision by hand', DENIED, [`update link_request set state = 'refused', decision_id = 1`]],
      ['linked by hand', 'link_request_step', [refuse.replace('refused', 'linked'), raise, noted]],
      ['lapsed by hand', 'link_request_step', [refuse.replace('refused', 'lapsed'), raise, noted]],
    ] as const) {
      const said = await links.mine(...statements);
      if (typeof expected === 'string') expect([why, said]).toEqual([why, expected]);
      else expect(said, why).toMatch(expected);
    }
    // Nor by the owner's own hand.
    const owner = async (...statements: string[]) => {
      try {
        await test.db.write('system', async (tx) => {
          for (const statement of statements) await sql.raw(statement).execute(tx);
        });
        return 'done';
      } catch (error) {
        return sqlFailure(error)?.constraint;
      }
    };
    expect(await owner(refuse)).toBe('link_request_signed');
    expect(await requestOf(b)).toMatchObject({ state: 'waiting', decision_id: null });
    expect(await links.mine(signed, refuse, raise, noted)).toBe(1);
    for (const change of [
      `state = 'waiting'`,
      'decision_id = null',
      `reason = 'link_paper_unreadable'`,
      `state = 'lapsed'`,
    ]) {
      expect([change, await owner(`update link_request set ${change} where iin = '${a.fatherIin}'`)]).toEqual(
        [change, 'link_request_fixed'],
      );
    }
  });

  it('is told to nobody of the family', async () => {
    const a = await links.family();
    expect(await ask(wishedLink(a))).toMatchObject({ outcome: 'taken' });
    const tell = `insert into notice (application_id, decision_id, kind, channel, language, address, body, queued_at)
      select a.id, max(d.id), 'link_request_refused', 'sms', 'kk', a.phone, 'Шешім', now()
      from application a, decision d where a.id = ${a.id} and d.application_id = a.id group by a.id`;
    expect(await links.mine(...refuseSql(a, 2), tell)).toBe('notice_to_family');
    expect(await links.mine(...refuseSql(a, 2))).toBe(1);
    expect(
      await links.mine(
        `select kezek.tell_family(${a.id}, 'link_request_refused', '{"kk": {"reason": "x"}}')`,
      ),
    ).toBe('notice_of_job');
  });

  it('one refused before refusals were signed stays as it was', async () => {
    const a = await links.family();
    expect(await ask(wishedLink(a))).toMatchObject({ outcome: 'taken' });
    await test.tamper(`update link_request set state = 'refused', reason = '${REASON}', answered_at = now(),
      answered_by = '${intake.mini.mine.iin}', application_version = 2 where application_id = ${a.id}`);
    expect(await requestOf(a)).toMatchObject({ state: 'refused', decision_id: null });
    expect(await links.mine(...refuseSql(a, 2))).toBe('link_request_fixed');
    await expect(
      test.tamper(`update link_request set state = 'lapsed', reason = null,
        decision_id = (select max(id) from decision) where application_id = ${a.id}`),
    ).rejects.toThrow('link_request_answered_whole');
  });

  it('a dead answer is sent again to who asked, never to the family', async () => {
    const a = await links.family();
    expect(await ask(wishedLink(a))).toMatchObject({ outcome: 'taken' });
    expect(await links.mine(...refuseSql(a, 2))).toBe(1);
    const { id } = await links.row(
      `select id from kezek.notice where application_id = ${a.id} and kind = 'link_request_refused'`,
    );
    await test.tamper(
      `update notice set state = 'dead', next_attempt_at = null, ended_at = now() where id = ${id}`,
    );
    expect(await links.mine(`select kezek.resend_notice(${id}, 0)`)).toBe(1);
    expect(await noticesOf(a)).toMatchObject({
      address: '+77070005678',
      channel: 'sms',
    });
  });

  it('leaves a whole history behind', async () => {
    const broken = [];
    for await (const one of verifyChains(test.db)) broken.push(one);
    expect(broken).toEqual([]);
  });
});
