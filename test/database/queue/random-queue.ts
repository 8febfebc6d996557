/** A queue in which random things happen, one by one, with the order that really stood after each. */
import { sql } from 'kysely';
import { createReferenceCache } from '../../../main/reference.ts';
import type { TestDatabase } from '../engines.ts';
import type { MadeApplication } from '../mini-world.ts';
import { acts, type PlaceWorld } from '../places/place-world.ts';

export type Happening =
  | {
      readonly kind: 'family';
      readonly priority: 'out_of_turn' | 'priority' | 'ordinary';
      readonly minute: number;
      readonly twinOf: number | null;
    }
  | { readonly kind: 'offer' }
  | { readonly kind: 'offer_out_of_order'; readonly who: number }
  | { readonly kind: 'decline'; readonly who: number }
  | { readonly kind: 'cancel'; readonly who: number }
  | { readonly kind: 'suspend'; readonly who: number }
  | { readonly kind: 'resume'; readonly who: number }
  | { readonly kind: 'ordinary'; readonly who: number };

/** What stood at a moment: application ids by place, with turn and cause. */
export interface Snapshot {
  readonly at: Date;
  readonly order: readonly {
    readonly id: string;
    readonly place: number;
    readonly turn: number;
    readonly stream: string;
    readonly cause: string;
  }[];
}

let cohorts = 2030;

/** One queue of its own cohort in the world's first district, with one group of many seats. */
export class RandomQueue {
  readonly world: PlaceWorld;
  readonly cohort: number;
  readonly families: MadeApplication[] = [];
  readonly snapshots: Snapshot[] = [];
  /** What did happen, for a test that wants to know that its stories are not empty. */
  readonly happened: Happening['kind'][] = [];
  #seats: readonly string[] = [];
  #other = 0;
  #id = 0;

  private constructor(world: PlaceWorld) {
    this.world = world;
    this.cohort = cohorts++;
  }

  static async make(world: PlaceWorld): Promise<RandomQueue> {
    const queue = new RandomQueue(world);
    queue.#seats = (await world.addGroup({ capacity: 60, cohort: queue.cohort })).seats;
    queue.#other = await world.addKindergarten();
    return queue;
  }

  /** Known once the first family waits. */
  get queueId(): number {
    return this.#id;
  }

  async id(): Promise<number> {
    this.#id = await this.world.number(
      `select coalesce(min(id), 0) from queue where district_id = ${this.world.mini.districts[0]} and cohort_year = ${this.cohort}
        and language = 'kk' and queue_kind = 'general'`,
    );
    return this.#id;
  }

  async run(happenings: readonly Happening[]): Promise<void> {
    for (const happening of happenings) {
      if (await this.#happen(happening)) {
        this.happened.push(happening.kind);
        await this.#look();
      }
    }
  }

  /** Whether it could happen and did. */
  async #happen(happening: Happening): Promise<boolean> {
    const { world } = this;
    const { mine } = world.mini;
    switch (happening.kind) {
      case 'family':
        await this.#family(happening);
        return true;
      case 'offer': {
        const [next] = await world.rows<{ application_id: string; kindergarten: number }>(
          `select n.application_id, ${world.kindergarten} as kindergarten from kezek.next_child(${await this.id()}, ${world.kindergarten}) n`,
        );
        if (next === undefined) return false;
        return await this.#offer({ id: next.application_id }, await this.#freeSeat(this.#seats));
      }
      case 'offer_out_of_order': {
        const chosen = await this.#inStatus(happening.who, 'queued');
        if (chosen === null) return false;
        return await this.#offer(
          chosen,
          await this.#freeSeat(this.#seats),
          `(select code from reason where used_for = 'out_of_order' order by code limit 1)`,
        );
      }
      case 'decline':
      case 'cancel': {
        const chosen = await this.#inStatus(happening.who, 'offered');
        if (chosen === null) return false;
        return (await world.clerk(...acts[happening.kind](chosen, mine, await world.version(chosen)))) === 1;
      }
      case 'suspend':
        return await this.#move(
          happening.who,
          'queued',
          'suspended',
          `status = 'suspended', status_since = now()`,
        );
      case 'resume':
        return await this.#move(
          happening.who,
          'suspended',
          'queued',
          `status = 'queued', status_since = now()`,
        );
      case 'ordinary':
        return await this.#move(
          happening.who,
          'queued',
          'queued',
          `priority_class = 'ordinary'`,
          `and priority_class <> 'ordinary'`,
        );
    }
  }

  async #family({ priority, minute, twinOf }: Extract<Happening, { kind: 'family' }>): Promise<void> {
    const { world } = this;
    const twin = twinOf === null ? undefined : this.families[twinOf % Math.max(1, this.families.length)];
    const group = twin === undefined ? null : await this.#twinGroup(twin);
    const wants =
      minute % 3 === 0
        ? [this.#other]
        : minute % 3 === 1
          ? [world.kindergarten, this.#other]
          : [world.kindergarten];
    this.families.push(
      await world.family({
        ...(priority === 'ordinary' ? {} : { priorityClass: priority }),
        minute,
        wants,
        ...(twin === undefined ? {} : { applicantId: twin.applicantId }),
        row: { cohort_year: this.cohort, twin_group: group, status_since: new Date() },
      }),
    );
  }

  async #twinGroup(twin: MadeApplication): Promise<string> {
    const [row] = await this.world.rows<{ twin_group: string | null }>(
      `select twin_group from application where id = ${twin.id}`,
    );
    if (row?.twin_group != null) return row.twin_group;
    const made = crypto.randomUUID();
    const version = await this.world.version(twin);
    await this.world.owner(async (tx) => {
      await sql
        .raw(`update application set twin_group = '${made}', version = ${version + 1} where id = ${twin.id}`)
        .execute(tx);
      await sql.raw(ownerHistory(twin, version + 1)).execute(tx);
    });
    return made;
  }

  async #offer(a: { readonly id: string }, seat: string | null, outOfOrder = 'null'): Promise<boolean> {
    if (seat === null) return false;
    const { mine } = this.world.mini;
    const version = await this.world.version(a);
    return (await this.world.clerk(...acts.offer(a, mine, version, { seat, outOfOrder }))) === 1;
  }

  async #freeSeat(seats: readonly string[]): Promise<string | null> {
    const [row] = await this.world.rows<{ id: string }>(
      `select s.id from seat s where s.id in (${seats.join(',')}) and not exists (select 1 from seat_hold h
        where h.seat_id = s.id and h.released_at is null) order by s.ordinal limit 1`,
    );
    return row?.id ?? null;
  }

  async #inStatus(who: number, status: string): Promise<MadeApplication | null> {
    const rows = await this.world.rows<{ id: string }>(
      `select id from application where cohort_year = ${this.cohort} and status = '${status}' order by id`,
    );
    const id = rows[who % Math.max(1, rows.length)]?.id;
    return this.families.find((one) => one.id === id) ?? null;
  }

  async #move(who: number, from: string, to: string, set: string, only = ''): Promise<boolean> {
    const chosen = await this.#inStatus(who, from);
    if (chosen === null) return false;
    const version = await this.world.version(chosen);
    return await this.world.owner(async (tx) => {
      const { numAffectedRows } = await sql
        .raw(
          `update application set ${set}, version = ${version + 1} where id = ${chosen.id} and status = '${from}' ${only}`,
        )
        .execute(tx);
      if (numAffectedRows !== 1n) return false;
      await sql.raw(ownerHistory(chosen, version + 1, from, to)).execute(tx);
      return true;
    });
  }

  /** Keeps the order of this moment, and lets the clock go on: the next happening is later by more than a millisecond. */
  async #look(): Promise<void> {
    await new Promise((done) => setTimeout(done, 3));
    const order = await this.world.rows<{
      id: string;
      place: number;
      turn: number;
      stream: string;
      cause: string;
    }>(
      `select application_id as id, place, turn, stream, cause from kezek.queue_slice(${await this.id()}, 1, 1000) order by place`,
    );
    this.snapshots.push({ at: new Date(), order });
    await new Promise((done) => setTimeout(done, 3));
  }
}

/** A row of history by the owner's hand, as the loading of a world writes it. */
function ownerHistory(a: { readonly id: string }, version: number, from = 'queued', to = 'queued'): string {
  const zero = `decode(repeat('00', 32), 'hex')`;
  return `insert into history (chain, seq, at, actor, event, from_status, to_status, application_id, version, prev_hash, hash)
    values ((select district_id from application where id = ${a.id}), 0, now(), 'job:test', 'loaded', '${from}', '${to}', ${a.id},
      ${version}, ${zero}, ${zero})`;
}

export async function referenceOf(test: TestDatabase) {
  return await createReferenceCache(test.db, { now: () => new Date() }).get();
}
