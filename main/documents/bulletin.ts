import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { showDate } from '../../domain/civil-date.ts';
import type { Words } from '../../preload/contract/common.ts';
import type { BulletinDay } from '../../preload/contract/places.ts';
import { facts, makePdf, watermarkFor } from './pdf.ts';
import { KIND_WORDS, LANGUAGE_WORDS, BULLETIN_WORDS as TEXT } from './place-words.ts';
import { moment } from './words.ts';

/** What the paper needs beside the bulletin itself. `sample`: the database is a test or demo one. */
export interface BulletinPaper {
  readonly department: Words;
  readonly sample: boolean;
  /** When it was printed: the date of a bulletin that is not published yet. */
  readonly now: Date;
}

const both = (pair: { readonly kk: string; readonly ru: string }): string => `${pair.kk} / ${pair.ru}`;

/** The bulletin of free places of a district and day: for the notice board, in both languages, without any child's data. */
export async function makeBulletin(bulletin: BulletinDay, paper: BulletinPaper): Promise<Uint8Array> {
  const { publishedAt } = bulletin;
  return await makePdf({
    title: `${TEXT.title.kk}, ${showDate(bulletin.onDate)}`,
    date: publishedAt ?? paper.now,
    watermark: watermarkFor(paper.sample ? 'test' : 'production'),
    footer: `${bulletin.district.kk} · ${showDate(bulletin.onDate)}`,
    content: [
      { text: both(paper.department), style: 'organisation' },
      { text: both(TEXT.title), style: 'title' },
      facts([
        [both(TEXT.onDate), showDate(bulletin.onDate)],
        publishedAt === null
          ? [both(TEXT.published), both(TEXT.draft)]
          : [both(TEXT.published), moment(publishedAt)],
        [both(TEXT.total), String(bulletin.free)],
      ]),
      ...(bulletin.rows.length === 0
        ? [{ text: both(TEXT.none), margin: [0, 12, 0, 0] } as Content]
        : [groupTable(bulletin)]),
      ...(paper.sample
        ? [{ text: both(TEXT.sample), style: 'small', color: '#b02318', margin: [0, 10, 0, 0] } as Content]
        : []),
    ],
  });
}

/** Rows under the name of their kindergarten; the head of the table is repeated on every page. */
function groupTable(bulletin: BulletinDay): Content {
  const head = (['group', 'cohort', 'language', 'kind', 'free'] as const).map(
    (column): TableCell => ({
      text: [`${TEXT[column].kk}\n`, TEXT[column].ru],
      style: 'label',
      alignment: column === 'free' ? 'right' : 'left',
    }),
  );
  const body: TableCell[][] = [head];
  let kindergarten: string | null = null;
  for (const row of bulletin.rows) {
    // The name stands in the row of its first group, not in one of its own that a page could end with.
    const heading = row.kindergarten === kindergarten ? null : `«${row.kindergarten}»`;
    kindergarten = row.kindergarten;
    const under = (text: string, first = false): TableCell =>
      heading === null
        ? text
        : { stack: [{ text: first ? heading : ' ', bold: true, noWrap: true, margin: [0, 6, 0, 2] }, text] };
    body.push([
      under(row.groupName, true),
      under(String(row.cohortYear)),
      under(both(LANGUAGE_WORDS[row.language])),
      under(both(KIND_WORDS[row.kind])),
      { stack: [under(String(row.free))], alignment: 'right', bold: true } as TableCell,
    ]);
  }
  return {
    margin: [0, 12, 0, 0],
    layout: {
      hLineWidth: (i: number) => (i === 0 ? 0 : 0.5),
      vLineWidth: () => 0,
      hLineColor: () => '#e0e5e8',
      paddingLeft: () => 0,
      paddingTop: () => 2.5,
      paddingBottom: () => 2.5,
    },
    fontSize: 9,
    table: { headerRows: 1, dontBreakRows: true, widths: ['*', 64, 104, 168, 46], body },
  };
}
