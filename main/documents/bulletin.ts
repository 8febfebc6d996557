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
    if (row.kindergarten !== kindergarten) {
      kindergarten = row.kindergarten;
      body.push([
        { text: `«${kindergarten}»`, bold: true, colSpan: head.length, margin: [0, 6, 0, 0] },
        '',
        '',
        '',
        '',
      ]);
    }
    body.push([
      row.groupName,
      String(row.cohortYear),
      both(LANGUAGE_WORDS[row.language]),
      both(KIND_WORDS[row.kind]),
      { text: String(row.free), alignment: 'right', bold: true },
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
    table: { headerRows: 1, keepWithHeaderRows: 2, widths: ['*', 62, 110, 130, 52], body },
  };
}
