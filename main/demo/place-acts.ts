/** What officers did with places in these last minutes: the signed acts on referrals a demo world shows. */
import { randomUUID } from 'node:crypto';
import { OFFICER_HEAD, OFFICER_ME } from '../../db/demo/world/staff.ts';
import type { OpenDatabase } from '../../db/open.ts';
import { almatyDate } from '../../domain/calendar.ts';
import type { ActIntent, ActTarget, PreparedDecision } from '../../preload/contract/decisions.ts';
import { type Desk, officerContext } from '../context.ts';
import { confirm } from '../interest/confirm.ts';
import { page as interestList } from '../interest/list.ts';
import { plan } from '../referrals/plan.ts';

/** One signed act: prepares, signs and commits as its officer. */
export type Sign = (target: ActTarget, intent: ActIntent) => Promise<void>;

/** Signs and commits what the officer prepares; it is prepared at its own moment. */
export type SignPrepared = (prepare: () => Promise<PreparedDecision>) => Promise<void>;

/** A turn at the desk: whose, and what that officer does there. */
export type DeskTurn = {
  /** Index into the staff. */
  readonly officer: number;
  work(desk: Desk, sign: Sign, signPrepared: SignPrepared): Promise<void>;
};

/** The clerk answers families and offers what is free; then the head of «Балауса» takes documents and admits. */
export const PLACE_TURNS: readonly DeskTurn[] = [
  { officer: OFFICER_ME, work: clerkWork },
  { officer: OFFICER_HEAD, work: headWork },
];

/** Offers of the morning; the rest of the free places is left for whoever opens the demo world. */
const OFFERS = 6;
/** Confirmations of interest taken this morning, at most. */
const CONFIRMED = 6;

async function clerkWork(desk: Desk, sign: Sign): Promise<void> {
  for (const target of await referrals(desk.db, { state: 'offered', limit: 3 })) {
    await sign(target, intent('accept', { details: { how: 'phone' } }));
  }
  const [declining] = await referrals(desk.db, { state: 'offered', limit: 1 });
  if (declining !== undefined) {
    await sign(declining, intent('decline', { reason: 'decline_moving', details: { how: 'counter' } }));
  }
  for (const target of await referrals(desk.db, { state: 'accepted', limit: 4 })) {
    await sign(target, intent('issue_referral'));
  }
  const pending = await referrals(desk.db, { state: 'issued', benefit: 'pending', limit: 3 });
  for (const [i, target] of pending.slice(0, 2).entries()) {
    // Of three benefits one is confirmed, one turns out false, one waits for whoever opens the demo world.
    if (pending.length > i + 1) {
      await sign(
        target,
        i === 0 ? intent('confirm_benefit') : intent('reject_benefit', { reason: 'benefit_false' }),
      );
    }
  }
  const [extended, cancelled] = await referrals(desk.db, {
    state: 'issued',
    benefit: 'not_needed',
    limit: 2,
  });
  if (extended !== undefined) await sign(extended, intent('extend', { reason: 'extend_illness' }));
  if (cancelled !== undefined) await sign(cancelled, intent('cancel_referral', { reason: 'cancel_mistake' }));
  const { rows } = await plan(officerContext(desk), { key: null, act: 'offer', limit: OFFERS });
  for (const row of rows) {
    await sign(
      { id: row.applicationId, expectedVersion: row.expectedVersion, seatId: row.seatId, turn: row.turn },
      intent('offer'),
    );
  }
  await interestWork(desk);
}

/** Of those who may confirm, every third has done so this morning: at the counter, or by telephone. */
async function interestWork(desk: Desk): Promise<void> {
  const ctx = officerContext(desk);
  const { rows } = await interestList(ctx, { list: 'due', search: '', after: null, limit: CONFIRMED * 3 });
  for (const [i, row] of rows.entries()) {
    if (i % 3 !== 2 || !row.confirmable) continue;
    const how = i % 2 === 0 ? 'counter' : 'phone';
    await confirm(ctx, {
      applicationId: row.applicationId,
      expectedVersion: row.version,
      how,
      note: how === 'phone' ? 'Анасы қоңырау шалды, орын керек деді' : null,
      idempotencyKey: randomUUID(),
    });
  }
}

async function headWork(desk: Desk, sign: Sign): Promise<void> {
  const { post, desk: own } = officerContext(desk);
  const kindergarten = post.kindergartenId ?? 0;
  const today = almatyDate(own.clock.now());
  const ready = await referrals(desk.db, { state: 'documents', kindergarten, limit: 2 });
  for (const [i, target] of ready.slice(0, -1).entries()) {
    await sign(
      target,
      intent('admit', { details: { contractNumber: `${today.slice(0, 4)}/${700 + i}`, contractOn: today } }),
    );
  }
}

function intent(act: ActIntent['act'], more: Partial<ActIntent> = {}): ActIntent {
  return { act, reason: null, note: null, ...more };
}

/** Referrals of Сарыбел in a state, oldest first, as targets of an act. */
async function referrals(
  db: OpenDatabase,
  wish: {
    readonly state: 'offered' | 'accepted' | 'issued' | 'documents';
    readonly benefit?: 'pending' | 'not_needed';
    readonly kindergarten?: number;
    readonly limit: number;
  },
): Promise<readonly ActTarget[]> {
  // 'system': the demo world chooses for its officers; the acts themselves are theirs.
  const rows = await db.read('system', (tx) => {
    let query = tx
      .selectFrom('referral as r')
      .innerJoin('application as a', 'a.id', 'r.application_id')
      .select(['a.id', 'a.version'])
      .where('r.district_id', '=', 1)
      .where('r.state', '=', wish.state)
      .where('r.extensions', '=', 0);
    if (wish.benefit !== undefined) query = query.where('r.benefit_state', '=', wish.benefit);
    if (wish.kindergarten !== undefined) query = query.where('r.kindergarten_id', '=', wish.kindergarten);
    return query.orderBy('r.id').limit(wish.limit).execute();
  });
  return rows.map((row) => ({ id: row.id, expectedVersion: row.version }));
}
