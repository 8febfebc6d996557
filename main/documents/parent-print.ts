import type { Column, Content, TableCell } from 'pdfmake/interfaces.js';
import { showDate } from '../../domain/civil-date.ts';
import { dateWith } from '../../domain/kazakh.ts';
import type { Ratio } from '../../domain/priority.ts';
import { isoOfMicros } from '../../domain/queue-order.ts';
import { type PlaceFigures, placeStrip, type StripPlace } from '../../domain/queue-place.ts';
import { momentOf, type PlaceWords, placeWords } from '../../domain/queue-words.ts';
import type { Words } from '../../preload/contract/common.ts';
import type { ProfileLine, QueueKey } from '../../preload/contract/queue.ts';
import { facts, makePdf, watermarkFor } from './pdf.ts';
import { BULLETIN_WORDS, KIND_WORDS, LANGUAGE_WORDS, PRINT_WORDS as TEXT } from './place-words.ts';
import type { PaperLanguage } from './words.ts';

/** What a parent is given: the child's own place and the reasons for it, and nothing that names another child. */
export interface ParentPrint {
  readonly department: Words;
  readonly district: Words;
  readonly number: string;
  /** Surname, given name and patronymic; and the given name alone, for the sentences. */
  readonly child: { readonly fullName: string; readonly givenName: string };
  readonly key: QueueKey;
  readonly profile: ProfileLine;
  /** The moment the order is of, microseconds since 1970. */
  readonly at: number;
  readonly figures: PlaceFigures;
  readonly ratio: Ratio;
  readonly live: readonly number[];
  /** Of the desired kindergartens by rank; empty for a past moment. */
  readonly seats: readonly { readonly name: string; readonly free: number }[];
  readonly sample: boolean;
}

const LANGUAGES = ['kk', 'ru'] as const;

/** The paper: a page for the parent, Kazakh first, then Russian. */
export async function makeParentPrint(print: ParentPrint): Promise<Uint8Array> {
  const moment = momentOf(isoOfMicros(print.at));
  return await makePdf({
    title: `${TEXT.title.kk} · № ${print.number}`,
    date: new Date(Math.floor(print.at / 1000)),
    watermark: watermarkFor(print.sample ? 'test' : 'production'),
    footer: `№ ${print.number} · ${moment}`,
    content: [
      { text: `${print.department.kk} / ${print.department.ru}`, style: 'organisation' },
      { text: `${TEXT.title.kk} / ${TEXT.title.ru}`, style: 'title' },
      head(print, moment),
      { text: `${TEXT.strip.kk} / ${TEXT.strip.ru}`, style: 'section' },
      strip(placeStrip(print.figures, print.ratio, print.live)),
      legend(),
      ...LANGUAGES.flatMap((language) => why(print, language)),
      ...(print.seats.length === 0 ? [] : seats(print)),
      { text: TEXT.note.kk, style: 'small', margin: [0, 8, 0, 2] },
      { text: TEXT.note.ru, style: 'small' },
      ...(print.sample
        ? [
            {
              text: `${BULLETIN_WORDS.sample.kk} / ${BULLETIN_WORDS.sample.ru}`,
              style: 'small',
              color: '#b02318',
              margin: [0, 2, 0, 0],
            } as Content,
          ]
        : []),
    ],
  });
}

/** The place in large figures beside what it is a place of. */
function head(print: ParentPrint, moment: string): Content {
  const { key, profile, figures } = print;
  const both = (pair: { readonly kk: string; readonly ru: string }): string => `${pair.kk} / ${pair.ru}`;
  const rules = `${profile.benefitPlaces} : ${profile.ordinaryPlaces}`;
  return {
    columns: [
      {
        width: 96,
        stack: [
          { text: String(figures.place), fontSize: 40, bold: true, color: '#00668a', lineHeight: 1 },
          { text: both(TEXT.place), style: 'small' },
        ],
      },
      {
        fontSize: 9,
        stack: [
          facts([
            [both(TEXT.child), print.child.fullName],
            [both(TEXT.application), `№ ${print.number}`],
            [
              both(TEXT.queue),
              [
                print.district.kk,
                both(KIND_WORDS[key.queueKind]),
                `${key.cohortYear} (${both(TEXT.cohort)})`,
                both(LANGUAGE_WORDS[key.language]),
              ].join(' · '),
            ],
            [both(TEXT.at), moment],
            [both(TEXT.total), String(figures.total)],
            [
              both(TEXT.rules),
              `${profile.name.kk} · ${rules} · ${dateWith(profile.validFrom, 'ablative')} / с ${showDate(profile.validFrom)}\n${profile.legalAct.kk}\n${profile.legalAct.ru}`,
            ],
          ]),
        ],
      },
    ],
    margin: [0, 0, 0, 4],
  };
}

const FILL = { benefit: '#414b54', ordinary: '#e4e8eb', mine: '#00668a', empty: '#ffffff' } as const;

/** Sixteen squares: the child's own stands out, benefit holders' are dark; a place is a number, never a person. */
function strip(places: readonly StripPlace[]): Content {
  const cell = (one: StripPlace): TableCell => {
    const fill = one.mine ? FILL.mine : one.waiting ? FILL[one.stream] : FILL.empty;
    const isDark = fill === FILL.mine || fill === FILL.benefit;
    return {
      text: String(one.place),
      alignment: 'center',
      fontSize: 8,
      bold: one.mine,
      fillColor: fill,
      color: isDark ? '#ffffff' : '#14191d',
    };
  };
  return {
    layout: {
      hLineColor: () => '#c6ced4',
      vLineColor: () => '#c6ced4',
      hLineWidth: () => 0.5,
      vLineWidth: () => 0.5,
    },
    table: { widths: places.map(() => '*'), body: [places.map(cell)] },
  };
}

function legend(): Content {
  const entry = (pair: { readonly kk: string; readonly ru: string }, color: string): Column[] => [
    { width: 7, canvas: [{ type: 'rect', x: 0, y: 3, w: 7, h: 7, color }] },
    { width: 'auto', text: `${pair.kk} / ${pair.ru}`, style: 'small' },
  ];
  return {
    columns: [
      ...entry(TEXT.mine, FILL.mine),
      ...entry(TEXT.benefit, FILL.benefit),
      ...entry(TEXT.ordinary, FILL.ordinary),
    ],
    columnGap: 6,
    margin: [0, 4, 0, 0],
  };
}

/** The same reasons as on the screen, in one language. */
function why(print: ParentPrint, language: PaperLanguage): Content[] {
  const words: PlaceWords = placeWords(print.figures, print.ratio, print.child.givenName, language);
  return [
    { text: `${TEXT.why[language]}: ${words.place}`, style: 'section' },
    { text: words.summary, margin: [0, 0, 0, 3] },
    { ol: [...words.reasons] },
  ];
}

function seats(print: ParentPrint): Content[] {
  return [
    { text: `${TEXT.seats.kk} / ${TEXT.seats.ru}`, style: 'section' },
    facts(print.seats.map((one, i) => [`${i + 1}. «${one.name}»`, String(one.free)] as const)),
  ];
}
