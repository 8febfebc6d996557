import { showDate } from '../../../../domain/civil-date.ts';
import { fullName } from '../../../../domain/names.ts';
import { givenNames } from '../../names.ts';
import type { Random } from '../../random.ts';
import type { DocumentPerson, ScanFacts } from '../facts.ts';
import { cornerStamp, roundSeal, signature } from '../ink.ts';
import { INK, type Sketch } from '../sketch.ts';

/** What every kind of document is drawn with. */
export type Draft = {
  readonly sketch: Sketch;
  readonly random: Random;
  readonly facts: ScanFacts;
  /** False for the defect `no_stamp`: neither seal nor signature. */
  readonly sealed: boolean;
};

export const LEFT = 60;
export const RIGHT = 540;
export const SOFT = '#5a564f';

/** The organisation's stamp in the upper left corner, and for whom the paper is, on the right. */
export function letterhead({ sketch, random, facts, sealed }: Draft, lines: readonly string[]): void {
  if (sealed) {
    cornerStamp(sketch, random, { x: 54, y: 62, width: 208 }, lines, facts.number, facts.issuedOn);
  } else {
    lines.forEach((line, i) => {
      sketch.text(158, 80 + i * 14, line, { size: 9.5, font: 'bold', anchor: 'middle' });
    });
    sketch.text(158, 84 + lines.length * 14, `№ ${facts.number}   ${showDate(facts.issuedOn)}`, {
      size: 9.5,
      anchor: 'middle',
    });
  }
  sketch.text(RIGHT, 74, 'Сұратылған жерге', { size: 10.5, anchor: 'end' });
  sketch.text(RIGHT, 88, 'ұсыну үшін', { size: 10.5, anchor: 'end' });
  sketch.text(RIGHT, 108, 'По месту требования', { size: 10.5, font: 'italic', color: SOFT, anchor: 'end' });
}

/** Title in Kazakh, Russian beneath; returns the baseline below both. */
export function title(
  draft: Draft,
  y: number,
  kk: readonly string[],
  ru: readonly string[],
  size = 18,
): number {
  const { sketch } = draft;
  let baseline = y;
  for (const line of kk) {
    const tracking = line.length < 14 ? 4 : 0.6;
    sketch.text(sketch.width / 2, baseline, line, { size, font: 'bold', tracking, anchor: 'middle' });
    baseline += size * 1.25;
  }
  for (const line of ru) {
    sketch.text(sketch.width / 2, baseline, line, {
      size: 10.5,
      tracking: line.length < 14 ? 2.5 : 0.4,
      color: SOFT,
      anchor: 'middle',
    });
    baseline += 15;
  }
  return baseline;
}

/** Name in bold, then IIN and birth date; returns the next baseline. */
export function personBlock(draft: Draft, y: number, label: string, person: DocumentPerson): number {
  const { sketch } = draft;
  const x = LEFT + 24;
  sketch.text(x, y, label, { size: 12.5 });
  const after = x + sketch.widthOf(label, { size: 12.5 }) + 5;
  const name = fullName(person);
  const tooLong = after + sketch.widthOf(name, { size: 13, font: 'bold' }) > RIGHT;
  sketch.text(tooLong ? x : after, tooLong ? y + 18 : y, name, { size: 13, font: 'bold' });
  const below = y + (tooLong ? 37 : 19);
  sketch.text(x, below, `ЖСН ${person.iin}, ${showDate(person.birthDate)} ж. туған`, { size: 12 });
  return below + 25;
}

/** A labelled line of a form: Kazakh label, Russian under it, the value above a rule. */
export function formRow(
  draft: Draft,
  y: number,
  kk: string,
  ru: string,
  value: string,
  x = LEFT,
  right = RIGHT,
): number {
  const { sketch } = draft;
  sketch.text(x, y, kk, { size: 10 });
  sketch.text(x, y + 11, ru, { size: 8.5, font: 'italic', color: SOFT });
  const from = x + 150;
  const natural = sketch.widthOf(value, { size: 13, font: 'bold' });
  const size = Math.min(13, (13 * (right - from - 6)) / Math.max(1, natural));
  sketch.text(from + 4, y + 2, value, { size, font: 'bold' });
  sketch.line(from, y + 6, right, y + 6, { stroke: '#8d897e', width: 0.5 });
  return y + 31;
}

/** A person who signs, by initials and surname. */
export function signatory(random: Random): string {
  const initial = random.pick(givenNames('kazakh', 'male')).charAt(0);
  const surname = random.pick([
    'Досанов',
    'Ли',
    'Қарабаев',
    'Есімов',
    'Орынбаев',
    'Тілеубаев',
    'Ким',
    'Сұлтанов',
    'Бейсенов',
    'Романов',
  ]);
  return `${initial}. ${surname}`;
}

/** Position, line with a signature, name. */
export function signRow(draft: Draft, y: number, position: string, name: string): void {
  const { sketch, random, sealed } = draft;
  const lines = position.length > 26 ? splitInTwo(position) : [position];
  lines.forEach((line, i) => {
    sketch.text(LEFT, y - (lines.length - 1 - i) * 14, line, { size: 11 });
  });
  sketch.line(238, y + 3, 372, y + 3, { stroke: INK, width: 0.6 });
  sketch.text(305, y + 13, '(қолы · подпись)', { size: 7.5, color: SOFT, anchor: 'middle' });
  sketch.text(392, y, name, { size: 11 });
  if (sealed) {
    signature(sketch, random, 252, y, 78 + random.int(0, 26));
  }
}

function splitInTwo(text: string): readonly string[] {
  const words = text.split(' ');
  const half = Math.ceil(words.length / 2);
  return [words.slice(0, half).join(' '), words.slice(half).join(' ')];
}

export function seal(draft: Draft, x: number, y: number, radius = 52): void {
  if (draft.sealed) {
    roundSeal(
      draft.sketch,
      draft.random,
      x + draft.random.int(-14, 14),
      y + draft.random.int(-8, 8),
      draft.facts.sealName,
      radius,
    );
  }
}

/** The line every page ends with: the paper is a specimen and its data invented. */
export function specimenNote({ sketch }: Draft, above = 22): void {
  sketch.text(
    sketch.width - (above > 22 ? 60 : 36),
    sketch.height - above,
    'Үлгі. Деректер ойдан шығарылған. · Образец, данные вымышлены.',
    {
      size: 7.5,
      color: '#8b8678',
      anchor: 'end',
    },
  );
}

/** A ruled table; columns are [label, width]; returns the baseline below it. */
export function table(
  { sketch }: Draft,
  y: number,
  columns: readonly (readonly [label: string, width: number])[],
  rows: readonly (readonly string[])[],
): number {
  const height = 22;
  const width = columns.reduce((sum, [, w]) => sum + w, 0);
  const line = { stroke: '#6b675f', width: 0.5 };
  for (let i = 0; i <= rows.length + 1; i += 1) {
    sketch.line(LEFT, y + i * height, LEFT + width, y + i * height, line);
  }
  let x = LEFT;
  columns.forEach(([label, w], column) => {
    sketch.line(x, y, x, y + (rows.length + 1) * height, line);
    fitText(sketch, x + 5, y + 15, label, w - 10, 'bold');
    rows.forEach((row, i) => {
      fitText(sketch, x + 5, y + (i + 1) * height + 15, row[column] ?? '', w - 10, 'regular');
    });
    x += w;
  });
  sketch.line(x, y, x, y + (rows.length + 1) * height, line);
  return y + (rows.length + 1) * height + 24;
}

function fitText(
  sketch: Sketch,
  x: number,
  y: number,
  text: string,
  width: number,
  font: 'regular' | 'bold',
): void {
  const natural = sketch.widthOf(text, { size: 9.5, font });
  sketch.text(x, y, text, { size: Math.min(9.5, (9.5 * width) / Math.max(1, natural)), font });
}
