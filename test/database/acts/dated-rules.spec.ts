/** Dated rules through the contract as days pass: a new row takes effect on its day, and what was signed before still verifies. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putRegistryKinship, putRegistryPersons } from '../../../db/queries/registry.ts';
import { almatyDate } from '../../../domain/calendar.ts';
import { addDays } from '../../../domain/civil-date.ts';
import { makeIin } from '../../../domain/iin.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { Client, FamilyRuleDraft } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import { embeddedOffice, type Office, serverOffice } from '../../fakes/engines.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import { type Act, addChildren, doAct, hindrances, prepareActs } from '../../fakes/places.ts';

const DAY_MS = 86_400_000;

/** A father of two children, old enough by the limits of today and too young by those of tomorrow. */
function fatherOf(childBirth: string): { readonly iin: string; readonly birthDate: string } {
  const birthDate = `${Number(childBirth.slice(0, 4)) - 20}${childBirth.slice(4)}`;
  for (let serial = 4100; ; serial++) {
    const iin = makeIin(birthDate, 'male', serial);
    if (iin !== null) return { iin, birthDate };
  }
}

describe.each([
  ['embedded', embeddedOffice],
  ['server', serverOffice],
] as const)('dated rules as days pass, on the %s engine', (_name, open) => {
  const clock = testClock();
  let office: Office;
  let desk: TestDesk;
  let client: Client;
  let father: ReturnType<typeof fatherOf>;
  let children: readonly string[];

  beforeAll(async () => {
    office = await open();
    const owner = await office.owner();
    children = await addChildren(owner, { wants: [1], children: 2 });
    await owner.write('system', async (tx) => {
      const rows = await tx
        .selectFrom('application as a')
        .innerJoin('person as c', 'c.id', 'a.child_id')
        .select(['c.iin', 'c.birth_date'])
        .where('a.id', 'in', [...children])
        .orderBy('c.birth_date')
        .execute();
      father = fatherOf(rows[0]?.birth_date ?? '');
      await putRegistryPersons(
        tx,
        [
          {
            iin: father.iin,
            surname: 'Сынақов',
            given_name: 'Нұрлан',
            patronymic: null,
            birth_date: father.birthDate,
            sex: 'male',
          },
        ],
        clock.now(),
      );
      await putRegistryKinship(
        tx,
        rows.map((row) => ({ child_iin: row.iin, parent_iin: father.iin, role: 'father' as const })),
        clock.now(),
      );
    });
    await owner.close();
    desk = await startDesk({ ...office.start, clock });
    client = desk.port();
  }, WORLD_MS);
  afterAll(async () => {
    await desk?.close();
    await office?.close();
  });

  const inDays = (days: number): string => addDays(almatyDate(clock.now()), days);
  const target = async (id: string) => ({
    id,
    expectedVersion: (await client.applications.get({ id })).version,
  });
  const ask = async (id: string): Promise<Act> => {
    const check = await client.links.check({ applicationId: id, personIin: father.iin });
    return {
      act: 'link',
      details: {
        link: { personIin: father.iin, role: 'father', evidence: 'registry', checkId: check.id },
      },
    } as Act;
  };
  const obstacles = async (id: string) => {
    const [row] = await prepareActs(client, [await target(id)], await ask(id));
    if (row === undefined) throw new Error('NO_ROW');
    return hindrances(row);
  };

  it('an administrator writes limits of tomorrow for its region; a clerk may not', async () => {
    await signIn(client, 'me', { role: 'clerk' });
    await expect(client.rules.dated()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await client.session.signOut();
    // An administrator of the region: the country's rows are shown, and stay the country's.
    await signIn(client, 'admin', { role: 'admin' });
    const { family, regions, today } = await client.rules.dated();
    const [limits] = family;
    if (limits === undefined) throw new Error('NO_RULES');
    expect([today, limits.state, limits.regionId]).toEqual([inDays(0), 'in_force', null]);
    const { id, mark, state, ...rule } = limits;
    const own = { ...rule, regionId: regions[0]?.id ?? 0, validFrom: inDays(1), parentYearsOlder: 25 };
    const save = (asked: Partial<FamilyRuleDraft>, from: { id: number; mark: string } | null = null) =>
      client.rules.saveFamily({
        id: from?.id ?? null,
        mark: from?.mark ?? null,
        rule: { ...own, ...asked },
        idempotencyKey: randomUUID(),
      });
    await expect(save({ regionId: null }, { id, mark })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(save({ validFrom: inDays(0) })).rejects.toMatchObject({
      code: 'REFUSED',
      data: { obstacles: [{ code: 'RULE_BEGINS', field: 'validFrom' }] },
    });
    expect(await save({})).toMatchObject({ state: 'to_come', parentYearsOlder: 25 });
    const [terms] = (await client.rules.dated()).delivery;
    if (terms === undefined) throw new Error('NO_TERMS');
    const { id: _id, mark: _mark, state: _state, ...sending } = terms;
    const quiet = { ...sending, regionId: own.regionId, validFrom: inDays(1), quietFrom: '19:00' };
    expect(
      await client.rules.saveDelivery({
        id: null,
        mark: null,
        rule: quiet,
        idempotencyKey: randomUUID(),
      }),
    ).toMatchObject({ state: 'to_come', quietFrom: '19:00', quietTo: '09:00' });
    await client.session.signOut();
  });

  it('takes effect on its day and not before; what was signed under the old row still verifies', async () => {
    const [first = '', second = ''] = children;
    await signIn(client, 'me', { role: 'clerk' });
    const signed = await doAct(client, await target(first), await ask(first));
    expect(signed).toMatchObject({ ok: true, decision: { verification: { ok: true } } });
    expect(await obstacles(second)).toEqual([]);

    clock.advance(DAY_MS);
    await client.session.signOut();
    await signIn(client, 'me', { role: 'clerk' });
    expect(await obstacles(second)).toEqual(['LINK_AGE']);
    const verified = await client.decisions.verify({ id: signed.decision?.id ?? '' });
    expect(verified).toMatchObject({ verification: { ok: true } });
    await desk.close();
    const owner = await office.owner();
    const report = await verifyAll(owner, clock);
    expect(report.broken).toEqual([]);
    // What the database sends by: quiet from seven in the evening of that day on.
    const sent = async (at: string) =>
      await owner.write('system', async (tx) => {
        await sql`select set_config('kezek.clock', ${at}, true)`.execute(tx);
        const { rows } = await sql<{ opens: string }>`
          select to_char(kezek.sendable_at(kezek.delivery_rule_of(d.region_id), 'sms', kezek.now()) at time zone 'Asia/Almaty', 'DD HH24:MI') as opens
          from district d where d.id = 1`.execute(tx);
        return rows[0]?.opens;
      });
    expect(await sent('2026-04-16T20:00:00+05:00')).toBe('16 20:00');
    expect(await sent('2026-04-17T20:00:00+05:00')).toBe('18 09:00');
    await owner.close();
  });
});
