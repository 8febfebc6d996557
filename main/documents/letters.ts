import type { Content } from 'pdfmake/interfaces.js';
import { almatyDate } from '../../domain/calendar.ts';
import { showDate } from '../../domain/civil-date.ts';
import { makePdf, watermarkFor } from './pdf.ts';

/** One letter to a family, in the family's language. */
export interface Letter {
  readonly organisation: string;
  readonly language: 'kk' | 'ru';
  readonly to: string;
  readonly address: string;
  readonly applicationNumber: string;
  readonly decisionNumber: string | null;
  /** When the family was told. */
  readonly on: Date;
  readonly body: string;
}

const WORDS = {
  title: { kk: 'Хабарлама', ru: 'Уведомление' },
  application: { kk: 'Өтініш', ru: 'Заявление' },
  decision: { kk: 'Шешім', ru: 'Решение' },
} as const;

/** Letters one after another, each on a page of its own; the address stands where a window envelope shows it (DIN 5008 form B). */
export async function makeLetters(print: {
  readonly on: Date;
  readonly isSample: boolean;
  readonly letters: readonly Letter[];
}): Promise<Uint8Array> {
  return await makePdf({
    title: `${WORDS.title.kk} · ${WORDS.title.ru}`,
    date: print.on,
    watermark: watermarkFor(print.isSample ? 'demo' : 'production'),
    footer: `${print.letters.length} · ${showDate(almatyDate(print.on))}`,
    content: print.letters.map((letter, i) => page(letter, i === 0)),
  });
}

function page(letter: Letter, isFirst: boolean): Content {
  const { language } = letter;
  const about = [
    `${WORDS.application[language]} № ${letter.applicationNumber}`,
    ...(letter.decisionNumber === null ? [] : [`${WORDS.decision[language]} № ${letter.decisionNumber}`]),
    showDate(almatyDate(letter.on)),
  ];
  return {
    stack: [
      { text: letter.organisation, style: 'organisation', margin: [0, 0, 0, 76] },
      { stack: [{ text: letter.to, bold: true }, letter.address], margin: [0, 0, 240, 60] },
      { text: WORDS.title[language], style: 'title' },
      { text: about.join(' · '), style: 'label', margin: [0, 0, 0, 12] },
      { text: letter.body, fontSize: 11 },
    ],
    ...(isFirst ? {} : { pageBreak: 'before' as const }),
  };
}
