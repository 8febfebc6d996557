/** Commits signed decisions: once for each key, alone or several in one transaction. */
import { answeredAmong, rememberAnswers } from '../../db/queries/acts.ts';
import { once, requestHash } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import { ActError, actError } from '../errors.ts';
import { commitFamily } from '../family/commit.ts';
import { safeErrorFields } from '../log.ts';
import { type SignedPlace, writePlaces } from '../referrals/commit.ts';
import { toldRace } from '../referrals/races.ts';
import { commitRegistration } from '../walk-in/commit.ts';
import { commitDecision } from './commit.ts';
import { type Committed, type Outcome, SIGN_ACT, type SignedOne, type ToSign } from './signing.ts';

type Answered = Pick<Outcome, 'committed' | 'error'>;

/** What these keys were answered before, by key; KEY_REUSED for one that came with another request. */
export async function answersOf(
  ctx: OfficerContext,
  asked: readonly ToSign[],
): Promise<ReadonlyMap<string, Answered>> {
  const rows = await ctx.desk.db.read(ctx.scope, (tx) =>
    answeredAmong(
      tx,
      asked.map((one) => one.idempotencyKey),
    ),
  );
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return new Map(
    asked.flatMap((one): [string, Answered][] => {
      const row = byKey.get(one.idempotencyKey);
      if (row === undefined) return [];
      const isSame =
        row.act === SIGN_ACT &&
        row.staff_iin === ctx.officer.iin &&
        row.request_sha256.equals(requestHash(SIGN_ACT, [one.preparedId]));
      return [
        [
          one.idempotencyKey,
          isSame ? { committed: row.response as unknown as Committed } : { error: actError('KEY_REUSED') },
        ],
      ];
    }),
  );
}

/**
 * Commits several signed acts on places in one transaction, by prepared id; null when they cannot be committed
 * together: then each must be told for itself.
 */
export async function commitTogether(
  ctx: OfficerContext,
  ready: readonly Outcome[],
): Promise<ReadonlyMap<string, Committed> | null> {
  const acts: SignedPlace[] = [];
  for (const { signed } of ready) {
    if (signed?.kind !== 'place') return null;
    acts.push(signed.act);
  }
  try {
    const committed = await ctx.desk.db.write(ctx.scope, async (tx) => {
      const stored = await writePlaces(ctx, tx, acts);
      await rememberAnswers(
        tx,
        ready.map((one, i) => ({
          key: one.idempotencyKey,
          staffIin: ctx.officer.iin,
          act: SIGN_ACT,
          requestSha256: requestHash(SIGN_ACT, [one.preparedId]),
          response: stored[i],
          at: ctx.desk.clock.now(),
        })),
      );
      return stored;
    });
    return new Map(
      ready.flatMap((one, i) => {
        const each = committed[i];
        return each === undefined ? [] : [[one.preparedId, each] as const];
      }),
    );
  } catch (error) {
    if (!(error instanceof ActError)) ctx.desk.log.info('GROUP_APART', safeErrorFields(error));
    return null;
  }
}

/** Commits one signed decision in a transaction of its own; a lost race is told with who won and what is free next. */
export async function commitAlone(ctx: OfficerContext, one: ToSign, signed: SignedOne): Promise<Committed> {
  if (signed.kind === 'review') {
    return await commitDecision(ctx, one, signed.prepared, signed.signing, signed.signedXml);
  }
  if (signed.kind === 'family') {
    return await commitFamily(ctx, one, signed);
  }
  if (signed.kind === 'registration') {
    return await commitRegistration(ctx, one, signed);
  }
  const key = { key: one.idempotencyKey, act: SIGN_ACT, request: [one.preparedId] };
  try {
    return await once(ctx, key, async (tx) => {
      const [committed] = await writePlaces(ctx, tx, [signed.act]);
      if (committed === undefined) throw new Error('NOT_COMMITTED');
      return committed;
    });
  } catch (error) {
    throw await toldRace(ctx, signed.act.prepared, error);
  }
}
