import type { CalendarDay } from '../calendar.ts';

/** A row of the table `calendar_day`, for the whole country. */
export type HolidayRow = CalendarDay & {
  readonly titleKk: string;
  readonly titleRu: string;
  readonly legalAct: string | null;
  /** False: movable, moved or transferred; an administrator must check it against the Government's act of the year. */
  readonly verified: boolean;
};

type Fixed = readonly [
  monthDay: string,
  kk: string,
  ru: string,
  moves: boolean,
  years?: { readonly from?: number; readonly to?: number },
];

/**
 * Holidays on fixed dates (law 267 of 2001) and Christmas (7 January), a day off that is not moved. Constitution Day
 * left 30 August with the referendum of 15.03.2026 and is kept on 15 March from 2027 (ministry of labour, taspanews.kz
 * 18.03.2026): that row is not verified. The days off of 2026 agree with inform.kz 02.01.2026 but for 31 August.
 */
const FIXED: readonly Fixed[] = [
  ['01-01', 'Жаңа жыл', 'Новый год', true],
  ['01-02', 'Жаңа жыл', 'Новый год', true],
  ['01-07', 'Православиелік Рождество', 'Православное Рождество', false],
  ['03-08', 'Халықаралық әйелдер күні', 'Международный женский день', true],
  ['03-21', 'Наурыз мейрамы', 'Наурыз мейрамы', true],
  ['03-22', 'Наурыз мейрамы', 'Наурыз мейрамы', true],
  ['03-23', 'Наурыз мейрамы', 'Наурыз мейрамы', true],
  ['05-01', 'Қазақстан халқының бірлігі мерекесі', 'Праздник единства народа Казахстана', true],
  ['05-07', 'Отан қорғаушы күні', 'День защитника Отечества', true],
  ['05-09', 'Жеңіс күні', 'День Победы', true],
  ['07-06', 'Астана күні', 'День столицы', true],
  ['08-30', 'Конституция күні', 'День Конституции', true, { to: 2025 }],
  ['03-15', 'Конституция күні', 'День Конституции', true, { from: 2027 }],
  ['10-25', 'Республика күні', 'День Республики', true],
  ['12-16', 'Тәуелсіздік күні', 'День Независимости', true],
];

const YEARS = [2024, 2025, 2026, 2027] as const;

/** Kurban Ait, first day: set each year by the Spiritual Administration; the dates to come are forecasts. */
const KURBAN_AIT = ['2024-06-16', '2025-06-06', '2026-05-27', '2027-05-16'] as const;

/**
 * Days off instead of holidays that fall on a weekend: the next working day (Labour Code). Written out, not computed,
 * so that what is in force can be read here; a test compares them with the rule.
 */
const MOVED_TO = [
  '2024-03-25',
  '2024-07-08',
  '2025-03-10',
  '2025-03-24',
  '2025-03-25',
  '2025-07-07',
  '2025-09-01',
  '2025-10-27',
  '2026-03-09',
  '2026-03-24',
  '2026-03-25',
  '2026-05-11',
  '2026-10-26',
  '2027-01-04',
  '2027-03-24',
  '2027-05-03',
  '2027-05-10',
] as const;

/** Working days transferred by the Government: [day off, Saturday or Sunday worked for it]. From memory. */
const TRANSFERS: readonly (readonly [off: string, worked: string])[] = [
  ['2024-05-08', '2024-05-04'],
  ['2025-01-03', '2025-01-05'],
];

/** Exceptions to Monday–Friday for 2024–2027, in order of the day. */
export const HOLIDAYS: readonly HolidayRow[] = [
  ...YEARS.flatMap((year) =>
    FIXED.filter(([, , , , years]) => year >= (years?.from ?? year) && year <= (years?.to ?? year)).map(
      ([monthDay, kk, ru, , years]) =>
        row(`${year}-${monthDay}`, 'holiday', kk, ru, 'law-267-2001', years?.from === undefined),
    ),
  ),
  ...KURBAN_AIT.map((day) => row(day, 'holiday', 'Құрбан айт', 'Курбан айт', 'law-267-2001', false)),
  ...MOVED_TO.map((day) =>
    row(day, 'holiday', 'Ауыстырылған демалыс', 'Перенесённый выходной', 'labour-code-2015', false),
  ),
  ...TRANSFERS.flatMap(([off, worked]) => [
    row(off, 'holiday', 'Ауыстырылған демалыс', 'Перенесённый выходной', null, false),
    row(worked, 'working', 'Ауыстырылған жұмыс күні', 'Перенесённый рабочий день', null, false),
  ]),
].toSorted((a, b) => (a.day < b.day ? -1 : 1));

/** Holidays whose day off moves to the next working day when they fall on a weekend: 'MM-DD'. */
export const MOVING_HOLIDAYS: readonly string[] = FIXED.filter(([, , , moves]) => moves).map(
  ([monthDay]) => monthDay,
);

function row(
  day: string,
  kind: CalendarDay['kind'],
  titleKk: string,
  titleRu: string,
  legalAct: string | null,
  verified: boolean,
): HolidayRow {
  return { day, kind, titleKk, titleRu, legalAct, verified };
}
