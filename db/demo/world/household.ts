import { addDays, type CivilDate } from '../../../domain/civil-date.ts';
import { type DemoFamily, type DemoPerson, type FamilyWish, type IinBook, makeFamily } from '../people.ts';
import type { DemoDistrict } from '../places.ts';
import type { Random } from '../random.ts';
import type { PlannedApplication } from './plan-table.ts';

/** The people behind the applications of one family, and the benefit they claim. */
export type Household = {
  readonly family: DemoFamily;
  /** The children who apply, by the plan's number. */
  readonly children: readonly DemoPerson[];
  readonly applicant: DemoPerson;
  readonly applicantRelation: Relation;
  readonly secondParent: DemoPerson | null;
  readonly secondRelation: Relation | null;
  /** Code of the claimed category; null: none. */
  readonly category: string | null;
};
export type Relation = 'mother' | 'father' | 'guardian';

export const CATEGORIES: readonly (readonly [weight: number, code: string])[] = [
  [26, 'large_family'],
  [19, 'serviceman'],
  [14, 'teacher'],
  [9, 'special_body_employee'],
  [9, 'special_needs'],
  [8, 'disabled_representative'],
  [7, 'child_with_disability'],
  [5, 'no_parental_care'],
  [4, 'orphan'],
  [2, 'fallen_serviceman'],
];

/** The twins of the mock-ups lead the review queue of Сарыбел. */
const BEKEZHAN: Partial<FamilyWish> = {
  origin: 'kazakh',
  surname: 'Бекежан',
  fatherName: 'Нұрлан',
  childNames: [
    ['Әлихан', 'male'],
    ['Әмірхан', 'male'],
  ],
};

export function makeHousehold(
  random: Random,
  iins: IinBook,
  district: DemoDistrict,
  applications: readonly PlannedApplication[],
  featured: boolean,
): Household {
  const births = birthsOf(applications);
  const benefit = applications.some((one) => one.benefit);
  const planned = applications.find((one) => one.category !== null)?.category;
  const category = benefit ? (planned ?? (featured ? 'serviceman' : random.weighted(CATEGORIES))) : null;
  const guarded = category === 'orphan' || category === 'no_parental_care';
  const elder = category === 'large_family' ? elderSiblings(random, births) : [];
  const parents = guarded
    ? 'guardian'
    : category === 'fallen_serviceman'
      ? 'both'
      : random.weighted([
          [80, 'both'],
          [15, 'mother'],
          [2, 'father'],
          [3, 'both'],
        ] as const);
  const family = makeFamily(random, iins, {
    childBirthDates: [...births, ...elder],
    parents: category !== null && !guarded ? 'both' : parents,
    district,
    ...(featured ? BEKEZHAN : {}),
  });
  return {
    family,
    children: family.children.slice(0, births.length),
    category,
    ...adultsOf(random, family, category),
  };
}

/** Birth dates of the applying children by their number. */
function birthsOf(applications: readonly PlannedApplication[]): readonly CivilDate[] {
  const births: CivilDate[] = [];
  for (const { child, childBorn } of applications) {
    births[child] ??= childBorn;
  }
  return births;
}

/** Brothers and sisters who do not apply, so that the family has four or five minors, born at least a year apart. */
function elderSiblings(random: Random, births: readonly CivilDate[]): readonly CivilDate[] {
  const [first] = births.toSorted();
  const missing = random.int(4, 5) - births.length;
  let born = first ?? '2020-01-01';
  return Array.from({ length: missing }, () => {
    born = addDays(born, -random.int(400, 1100));
    return born;
  });
}

type Adults = Pick<Household, 'applicant' | 'applicantRelation' | 'secondParent' | 'secondRelation'>;

/** Who applies: the one whose paper proves the benefit, else the mother in four of five families. */
function adultsOf(random: Random, family: DemoFamily, category: string | null): Adults {
  const { mother, father, guardian } = family;
  if (guardian !== null) {
    return { applicant: guardian, applicantRelation: 'guardian', secondParent: null, secondRelation: null };
  }
  const fatherShare =
    category === 'serviceman' || category === 'special_body_employee'
      ? 0.85
      : category === 'fallen_serviceman' || category === 'teacher'
        ? 0.06
        : 0.2;
  const isFather =
    father !== null && (mother === null || random.chance(category === 'fallen_serviceman' ? 0 : fatherShare));
  const applicant = isFather ? father : mother;
  if (applicant === null) {
    throw new RangeError('HOUSEHOLD_WITHOUT_ADULTS');
  }
  const other = isFather ? mother : father;
  const named = other !== null && (category === 'fallen_serviceman' || random.chance(0.8)) ? other : null;
  return {
    applicant,
    applicantRelation: isFather ? 'father' : 'mother',
    secondParent: named,
    secondRelation: named === null ? null : isFather ? 'mother' : 'father',
  };
}
