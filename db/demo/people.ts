import { addDays, type CivilDate, partsOf } from '../../domain/civil-date.ts';
import { type Iin, makeIin, type Sex } from '../../domain/iin.ts';
import type { PersonName } from '../../domain/names.ts';
import {
  drawElderName,
  drawFamilyName,
  drawGivenName,
  drawOrigin,
  type FamilyName,
  type Origin,
  type PatronymicStyle,
  patronymicOf,
  surnameFor,
} from './names.ts';
import { type DemoDistrict, STREETS } from './places.ts';
import type { Random } from './random.ts';

export type DemoPerson = PersonName & {
  readonly iin: Iin;
  readonly birthDate: CivilDate;
  readonly sex: Sex;
};

export type DemoFamily = {
  readonly origin: Origin;
  /** Oldest first; twins share a birth date. */
  readonly children: readonly DemoPerson[];
  /** Those who bring the child up; null where there is none (single parent, guardian). */
  readonly mother: DemoPerson | null;
  readonly father: DemoPerson | null;
  /** The parents of the birth certificate, living with the child or not. */
  readonly birthParents: { readonly mother: DemoPerson; readonly father: DemoPerson };
  /** Set instead of parents where a guardian applies. */
  readonly guardian: DemoPerson | null;
  /** E.164, in a block of numbers not in use (+7 7xx 000 xxxx). */
  readonly phone: string;
  readonly email: string | null;
  /** Kazakh, one line, as applicants type it. */
  readonly address: string;
  readonly language: 'kk' | 'ru';
};

export type FamilyWish = {
  readonly childBirthDates: readonly CivilDate[];
  readonly parents: 'both' | 'mother' | 'father' | 'guardian';
  readonly district: DemoDistrict;
  /** Fixes what the stories of the demo need; the rest is drawn. */
  readonly origin?: Origin;
  readonly surname?: string;
  readonly childNames?: readonly (readonly [givenName: string, sex: Sex])[];
  readonly fatherName?: string;
};

/** Hands out IINs so that no two people of one world share one: a walk over the serials of each birth date and sex. */
export type IinBook = {
  readonly take: (birthDate: CivilDate, sex: Sex) => Iin;
  /** Keeps a number that somebody has already from being handed out. */
  readonly reserve: (iin: Iin) => void;
};

/** A prime step apart from 10,000, so that the walk visits every serial before it repeats one. */
const SERIAL_STEP = 37;

export function createIinBook(): IinBook {
  const next = new Map<string, number>();
  const reserved = new Set<Iin>();
  return {
    reserve: (iin) => {
      reserved.add(iin);
    },
    take: (birthDate, sex) => {
      const key = birthDate + sex;
      let walked = next.get(key) ?? 0;
      for (; walked < 10_000; walked += 1) {
        // The start depends on the day, so that serials do not look alike on neighbouring days.
        const iin = makeIin(birthDate, sex, (startOf(birthDate) + walked * SERIAL_STEP) % 10_000);
        if (iin !== null && !reserved.has(iin)) {
          next.set(key, walked + 1);
          return iin;
        }
      }
      throw new RangeError('IIN_BOOK_EXHAUSTED');
    },
  };
}

function startOf(birthDate: CivilDate): number {
  const { year, month, day } = partsOf(birthDate);
  return (year * 7919 + month * 613 + day * 127) % 10_000;
}

/** Makes a family: names agree in gender, surname and patronymic, parents are 19 to 44 at the first birth. */
export function makeFamily(random: Random, iins: IinBook, wish: FamilyWish): DemoFamily {
  const origin = wish.origin ?? drawOrigin(random);
  const family: FamilyName =
    wish.surname === undefined ? drawFamilyName(random, origin) : { origin, masculine: wish.surname };
  const first = [...wish.childBirthDates].sort()[0];
  if (first === undefined) {
    throw new RangeError('FAMILY_WITHOUT_CHILDREN');
  }
  const fatherBorn = adultBirth(random, first, 30);
  const fatherName = wish.fatherName ?? drawGivenName(random, family, 'male');
  const father = adult(random, iins, family, 'male', fatherBorn, fatherName);
  const mother = drawMother(random, iins, family, first);
  const children = makeChildren(random, iins, wish, family, father.givenName);
  return {
    origin,
    children,
    birthParents: { mother, father },
    mother: wish.parents === 'both' || wish.parents === 'mother' ? mother : null,
    father: wish.parents === 'both' || wish.parents === 'father' ? father : null,
    guardian: wish.parents === 'guardian' ? drawGuardian(random, iins, origin, first) : null,
    phone: drawPhone(random),
    email: random.chance(0.35) ? `family${random.int(10_000, 999_999)}@example.com` : null,
    address: drawAddress(random, wish.district),
    language: random.chance(origin === 'kazakh' ? 0.9 : 0.08) ? 'kk' : 'ru',
  };
}

function makeChildren(
  random: Random,
  iins: IinBook,
  wish: FamilyWish,
  family: FamilyName,
  fatherName: string,
): readonly DemoPerson[] {
  const style: PatronymicStyle =
    family.origin === 'kazakh' && (/(ұлы|қызы)$/u.test(fatherName) || random.chance(0.8))
      ? 'kazakh'
      : 'slavic';
  const names: string[] = [];
  return wish.childBirthDates.map((birthDate, i) => {
    const fixed = wish.childNames?.[i];
    const sex = fixed?.[1] ?? (random.chance(0.515) ? 'male' : 'female');
    const givenName = fixed?.[0] ?? drawGivenName(random, family, sex, names);
    names.push(givenName);
    return {
      surname: surnameFor(family, sex),
      givenName,
      patronymic: patronymicOf(fatherName, sex, style),
      iin: iins.take(birthDate, sex),
      birthDate,
      sex,
    };
  });
}

/** A mother: two in three carry the father's surname, the others their own. */
function drawMother(random: Random, iins: IinBook, family: FamilyName, childBorn: CivilDate): DemoPerson {
  const own = random.chance(0.34) ? drawFamilyName(random, family.origin) : family;
  return adult(random, iins, own, 'female', adultBirth(random, childBorn, 28), null);
}

function drawGuardian(random: Random, iins: IinBook, origin: Origin, childBorn: CivilDate): DemoPerson {
  const sex: Sex = random.chance(0.7) ? 'female' : 'male';
  return adult(random, iins, drawFamilyName(random, origin), sex, adultBirth(random, childBorn, 46), null);
}

/** An adult of the given family, for staff and parents alike; draws what is not given. */
export function adult(
  random: Random,
  iins: IinBook,
  family: FamilyName,
  sex: Sex,
  birthDate: CivilDate,
  givenName: string | null,
): DemoPerson {
  const style: PatronymicStyle = family.origin === 'kazakh' && random.chance(0.55) ? 'kazakh' : 'slavic';
  const elder = drawElderName(random, family.origin);
  const bare = family.origin === 'german' || family.origin === 'korean' ? 0.12 : 0.02;
  return {
    surname: surnameFor(family, sex),
    givenName: givenName ?? drawGivenName(random, family, sex),
    patronymic: random.chance(bare) ? null : patronymicOf(elder, sex, style),
    iin: iins.take(birthDate, sex),
    birthDate,
    sex,
  };
}

/** A birth date of an adult who is about `mean` years old, at least 19 and at most 60, when the child is born. */
function adultBirth(random: Random, childBorn: CivilDate, mean: number): CivilDate {
  const years = Math.min(60, Math.max(19, random.normal(mean, 5)));
  return addDays(childBorn, -Math.round(years * 365.25) - random.int(0, 200));
}

const MOBILE_CODES = [700, 701, 702, 705, 706, 707, 708, 747, 771, 775, 776, 777, 778] as const;

/** A mobile number of a valid form (domain.md B3) in the block 000 of each code. */
export function drawPhone(random: Random): string {
  return `+7${random.pick(MOBILE_CODES)}000${String(random.int(0, 9999)).padStart(4, '0')}`;
}

export function drawAddress(random: Random, district: DemoDistrict): string {
  const settlement = random.pick(district.settlements);
  const flat = settlement.endsWith('қаласы') && random.chance(0.8) ? `, ${random.int(1, 96)}-пәтер` : '';
  const where = `${district.name.kk}, ${settlement}`.replace(/^(.+ қаласы), \1/u, '$1');
  return `${where}, ${random.pick(STREETS)} көшесі, ${random.int(1, 120)}-үй${flat}`;
}
