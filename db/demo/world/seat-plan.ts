import { addMonths, type CivilDate } from '../../../domain/civil-date.ts';
import { cohortYear } from '../../../domain/cohort.ts';
import type { DemoDistrict } from '../places.ts';
import type { Random } from '../random.ts';

/** Groups as rows will have them: ids, and the ids of their seats, follow the order of the lists. */
export type PlannedGroup = {
  /** 1 + index over all groups. */
  readonly id: number;
  /** Index over all kindergartens, and of the district. */
  readonly kindergarten: number;
  readonly district: number;
  readonly name: string;
  readonly cohort: number;
  readonly language: 'kk' | 'ru';
  readonly kind: 'general' | 'special';
  readonly capacity: number;
  /** Id of the seat with ordinal 1. */
  readonly firstSeat: number;
  /** How many seats children hold or are promised. */
  readonly filled: number;
  /** Seats that are no place now, counted from the end of the group. */
  readonly closed: number;
  readonly reported: number;
};

/** A world of this many applications fills its groups as the mock-ups do; a smaller one a part of them. */
const FULL_SIZE = 1600;

/**
 * Plans every group: most are 70 to 100 per cent full, with a closed seat here and there and some that their heads have
 * reported free. `today` says which years of birth the groups are for.
 */
export function planGroups(
  random: Random,
  districts: readonly DemoDistrict[],
  today: CivilDate,
  applications: number,
): readonly PlannedGroup[] {
  const scale = applications < 12 ? 0 : Math.min(1, applications / FULL_SIZE);
  const groups: PlannedGroup[] = [];
  let kindergarten = 0;
  let firstSeat = 1;
  districts.forEach((district, districtIndex) => {
    for (const one of district.kindergartens) {
      for (const group of one.groups) {
        const special = group.kind === 'special';
        const closed = random.chance(0.12) ? 1 : 0;
        const reported = scale > 0 && random.chance(districtIndex === 0 ? 0.22 : 0.08) ? 1 : 0;
        const share = special ? 0.55 + random.next() * 0.2 : 0.76 + random.next() ** 0.6 * 0.24;
        groups.push({
          id: groups.length + 1,
          kindergarten,
          district: districtIndex,
          name: group.name,
          cohort: cohortOf(today, group.age),
          language: group.language,
          kind: group.kind,
          capacity: group.capacity,
          firstSeat,
          filled: Math.min(Math.round(group.capacity * share * scale), group.capacity - closed - reported),
          closed,
          reported,
        });
        firstSeat += group.capacity;
      }
      kindergarten += 1;
    }
  });
  return groups;
}

/** The year of birth of a group: a child of that age on 1 September was born about half a year before it, so many years ago. */
export function cohortOf(today: CivilDate, age: number): number {
  return cohortYear(addMonths(today, -12 * age));
}

/** The queue whose children a group takes. */
export type QueueCode = {
  readonly district: number;
  readonly cohort: number;
  readonly language: 'kk' | 'ru';
  readonly kind: 'general' | 'special';
};

/** The queue as text, equal exactly for equal queues. */
export function queueText({ district, cohort, language, kind }: QueueCode): string {
  return `${district}|${kind}|${cohort}|${language}`;
}
