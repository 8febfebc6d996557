/** What the pieces of a demo family are built from: shared by the builder and what it calls. */
import type { WorkingCalendar } from '../../../domain/calendar.ts';
import type { DemoPerson, IinBook } from '../people.ts';
import type { DemoDistrict } from '../places.ts';
import type { Random } from '../random.ts';
import type { ContentMaker } from './contents.ts';
import type { HistoryStore } from './events.ts';
import type { PlannedApplication } from './plan-table.ts';
import type { Life } from './queue-life.ts';

/** What the builder needs to know of the world around a family. */
export type Surroundings = {
  readonly now: Date;
  readonly calendar: WorkingCalendar;
  readonly iins: IinBook;
  readonly contents: ContentMaker;
  readonly history: HistoryStore;
  readonly districts: readonly DemoDistrict[];
  readonly categoryIds: ReadonlyMap<string, number>;
  readonly iinOf: (officer: number) => string;
  readonly clerksOf: (district: number) => readonly number[];
  readonly headOf: (kindergarten: number) => number;
  /** Kindergartens of a district: ids are 1 + index over all. */
  readonly kindergartensOf: (district: number) => readonly number[];
  /** What became of an application that waited, by its id; undefined for one that still waits or never did. */
  readonly lifeOf: (application: number) => Life | undefined;
  /** Children of applications with a life, for the rows of their referrals: application id to person id. */
  readonly childOf: Map<number, number>;
};

/** Ids handed out in order: the same world has the same ids. */
export type Ids = { person: number; claim: number; scan: number };

/** One application of a family on its way to rows. */
export type One = {
  readonly plan: PlannedApplication;
  readonly id: number;
  readonly number: string;
  readonly child: DemoPerson;
  readonly random: Random;
  readonly twinGroup: string | null;
};

/** Nothing loaded happened later than this before now: the signed acts of the load come after it. */
export const QUIET = 110 * 60_000;
