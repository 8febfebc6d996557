/** PDFs with the same bytes for the same document: one font family that has every Kazakh letter, fixed dates, no access to files or net. */
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import pdfmake from 'pdfmake';
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';

let ready = false;

function prepare(): void {
  if (ready) return;
  const folder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/package.json'));
  const regular = join(folder, '400Regular', 'NotoSans_400Regular.ttf');
  const bold = join(folder, '600SemiBold', 'NotoSans_600SemiBold.ttf');
  pdfmake.addFonts({ NotoSans: { normal: regular, bold, italics: regular, bolditalics: bold } });
  pdfmake.setUrlAccessPolicy(() => false);
  // Text of a document can name files too: only the fonts are opened.
  pdfmake.setLocalAccessPolicy((path: string) => path.startsWith(folder + sep));
  ready = true;
}

/** What a page of the office looks like. */
export interface Paper {
  readonly title: string;
  readonly content: Content[];
  /** Stands in the file's properties instead of the time of printing, so that two prints are one file. */
  readonly date: Date;
  /** Across every page, when the keys were not real ones. */
  readonly watermark: string | null;
  readonly footer: string;
}

/** Makes a PDF of A4 pages. */
export async function makePdf(paper: Paper): Promise<Uint8Array> {
  prepare();
  const definition: TDocumentDefinitions = {
    pageSize: 'A4',
    pageMargins: [52, 40, 52, 52],
    info: {
      title: paper.title,
      creator: 'Kezek',
      producer: 'Kezek',
      creationDate: paper.date,
      modDate: paper.date,
    },
    defaultStyle: { font: 'NotoSans', fontSize: 10, lineHeight: 1.25, color: '#14191d' },
    styles: {
      organisation: { fontSize: 9, color: '#5b6670' },
      title: { fontSize: 15, bold: true, margin: [0, 2, 0, 10] },
      label: { fontSize: 9, color: '#5b6670' },
      small: { fontSize: 8, color: '#5b6670' },
      section: { fontSize: 11, bold: true, margin: [0, 12, 0, 4] },
    },
    ...(paper.watermark === null
      ? {}
      : {
          watermark: {
            text: paper.watermark,
            color: '#b02318',
            opacity: 0.14,
            bold: true,
            fontSize: 64,
            angle: -35,
          },
        }),
    footer: (page: number, pages: number): Content => ({
      columns: [
        { text: paper.footer, style: 'small' },
        { text: `${page} / ${pages}`, style: 'small', alignment: 'right', width: 60 },
      ],
      margin: [52, 16, 52, 0],
    }),
    content: paper.content,
  };
  return await pdfmake.createPdf(definition).getBuffer();
}

/** Rows of a label and a value, with hairlines between. */
export function facts(rows: readonly (readonly [label: string, value: string])[]): Content {
  return {
    layout: {
      hLineWidth: (i: number, node: { table: { body: unknown[] } }) =>
        i === 0 || i === node.table.body.length ? 0 : 0.5,
      vLineWidth: () => 0,
      hLineColor: () => '#e0e5e8',
      paddingLeft: () => 0,
      paddingTop: () => 2.5,
      paddingBottom: () => 2.5,
    },
    table: {
      widths: [148, '*'],
      body: rows.map(([label, value]) => [{ text: label, style: 'label' }, value]),
    },
  };
}

/** ҮЛГІ on what was signed with keys of the test or demo authorities. */
export function watermarkFor(purpose: 'production' | 'test' | 'demo'): string | null {
  return purpose === 'production' ? null : 'ҮЛГІ · ОБРАЗЕЦ';
}
