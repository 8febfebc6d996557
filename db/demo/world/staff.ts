import { addDays, type CivilDate } from '../../../domain/civil-date.ts';
import type { Role } from '../../../domain/status.ts';
import { drawFamilyName, drawOrigin } from '../names.ts';
import { adult, type DemoPerson, type IinBook } from '../people.ts';
import type { DemoRegion } from '../places.ts';
import type { Random } from '../random.ts';

/** Staff of the demo world. Posts point to places by index: regions, all districts in order, all kindergartens in order. */
export type DemoOfficer = {
  readonly person: DemoPerson;
  readonly posts: readonly DemoPost[];
  /** Set for the four officers of the sign-in strip, and colleagues who signed decisions. */
  readonly key: DemoOfficerKey | null;
};
export type DemoPost = {
  readonly role: Role;
  readonly region: number | null;
  readonly district: number | null;
  readonly kindergarten: number | null;
  readonly validFrom: CivilDate;
};
export type DemoOfficerKey = {
  readonly algorithm: 'rsa' | 'gost';
  /** Place in the strip of demo keys on the sign-in screen (1–4); null: the key only signed past decisions. */
  readonly strip: number | null;
  /** Index of the district whose department is the organisation of the certificate; null: a kindergarten's. */
  readonly district: number | null;
  readonly kindergarten: number | null;
};

type Named = Pick<DemoPerson, 'surname' | 'givenName' | 'patronymic' | 'sex' | 'birthDate'> & {
  readonly iin?: string;
};

const named = (
  surname: string,
  givenName: string,
  patronymic: string,
  sex: DemoPerson['sex'],
  birthDate: CivilDate,
  iin?: string,
): Named => ({ surname, givenName, patronymic, sex, birthDate, ...(iin === undefined ? {} : { iin }) });

/** The officers of the mock-ups. Their kindergarten is «Балауса», the first of Сарыбел, the first district. */
const SARYBEL = 0;
const BALAUSA = 0;
const ALTYNSAI = 0;

const FEATURED: readonly {
  readonly person: Named;
  readonly posts: readonly Partial<DemoPost>[];
  readonly key: DemoOfficerKey;
}[] = [
  {
    person: named('Абдырахманова', 'Гүлнар', 'Сейітқызы', 'female', '1985-06-14', '850614400338'),
    posts: [
      { role: 'clerk', district: SARYBEL },
      { role: 'supervisor', region: ALTYNSAI },
    ],
    key: { algorithm: 'gost', strip: 1, district: SARYBEL, kindergarten: null },
  },
  {
    person: named('Жақсыбекова', 'Бибігүл', 'Төлегенқызы', 'female', '1979-09-02'),
    posts: [{ role: 'head', kindergarten: BALAUSA }],
    key: { algorithm: 'rsa', strip: 2, district: null, kindergarten: BALAUSA },
  },
  {
    person: named('Қалиев', 'Дәурен', 'Маратұлы', 'male', '1976-01-23'),
    posts: [{ role: 'supervisor', region: ALTYNSAI }],
    key: { algorithm: 'gost', strip: 3, district: SARYBEL, kindergarten: null },
  },
  {
    person: named('Ким', 'Алина', 'Валерьевна', 'female', '1990-11-08'),
    posts: [{ role: 'admin', region: ALTYNSAI }],
    key: { algorithm: 'rsa', strip: 4, district: SARYBEL, kindergarten: null },
  },
  {
    person: named('Оразова', 'Сәуле', 'Қайратқызы', 'female', '1988-03-19'),
    posts: [{ role: 'clerk', district: SARYBEL }],
    key: { algorithm: 'rsa', strip: null, district: SARYBEL, kindergarten: null },
  },
  {
    person: named('Тілеубек', 'Ерлан', 'Болатұлы', 'male', '1993-07-30'),
    posts: [{ role: 'clerk', district: SARYBEL }],
    key: { algorithm: 'gost', strip: null, district: SARYBEL, kindergarten: null },
  },
  {
    person: named('Лебедева', 'Марина', 'Сергеевна', 'female', '1981-12-05'),
    posts: [{ role: 'clerk', district: SARYBEL }],
    key: { algorithm: 'gost', strip: null, district: SARYBEL, kindergarten: null },
  },
];

/** Indexes into the staff of the officers the plan names. */
export const OFFICER_ME = 0;
/** The head of «Балауса». */
export const OFFICER_HEAD = 1;
export const OFFICER_COLLEAGUES = [4, 5, 6] as const;

/**
 * The featured officers, then two clerks of every other district, a supervisor of every district and region, an admin
 * of every region, a head of every kindergarten.
 */
export function makeStaff(
  random: Random,
  iins: IinBook,
  regions: readonly DemoRegion[],
  since: CivilDate,
): readonly DemoOfficer[] {
  const districts = regions.flatMap((region) => region.districts);
  const kindergartens = districts.flatMap((district) => district.kindergartens);
  for (const { person } of FEATURED) {
    if (person.iin !== undefined) {
      iins.reserve(person.iin);
    }
  }
  const officers: DemoOfficer[] = FEATURED.map(({ person, posts, key }) => ({
    person: { ...person, iin: person.iin ?? iins.take(person.birthDate, person.sex) },
    posts: posts.map((part) => post(part, since)),
    key,
  }));
  const hire = (part: Partial<DemoPost>) => {
    officers.push({ person: drawOfficer(random, iins, since), posts: [post(part, since)], key: null });
  };
  districts.forEach((_, district) => {
    if (district !== SARYBEL) {
      hire({ role: 'clerk', district });
      hire({ role: 'clerk', district });
    }
    hire({ role: 'supervisor', district });
  });
  regions.forEach((_, region) => {
    if (region !== ALTYNSAI) {
      hire({ role: 'supervisor', region });
      hire({ role: 'admin', region });
    }
  });
  kindergartens.forEach((_, kindergarten) => {
    if (kindergarten !== BALAUSA) {
      hire({ role: 'head', kindergarten });
    }
  });
  return officers;
}

function post(part: Partial<DemoPost>, validFrom: CivilDate): DemoPost {
  return { role: 'clerk', region: null, district: null, kindergarten: null, validFrom, ...part };
}

function drawOfficer(random: Random, iins: IinBook, since: CivilDate): DemoPerson {
  const family = drawFamilyName(random, drawOrigin(random));
  const birthDate = addDays(since, -Math.round((26 + random.next() * 34) * 365.25));
  return adult(random, iins, family, random.chance(0.82) ? 'female' : 'male', birthDate, null);
}
