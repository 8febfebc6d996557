import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, csvLine } from '../../../main/journal/csv.ts';

/** Reads one line of our CSV back, as a spreadsheet would. */
function read(line: string): string[] {
  return [...line.matchAll(/"((?:[^"]|"")*)"(?:;|\r\n)/g)].map((match) =>
    (match[1] ?? '').replaceAll('""', '"'),
  );
}

describe('cells that never start a formula', () => {
  it.each(['=1+1', '+7 701', '-2', '@SUM(A1)', '\t=1', '\r=1', "'x", '＝1', '  =1', '\u00a0=1', '\ufeff=1'])(
    'puts an apostrophe before %j',
    (text) => {
      expect(csvCell(text)).toBe(`"'${text.replaceAll('"', '""')}"`);
    },
  );

  it.each(['Әлихан', '2026-004817', '0/3', 'a=b', ''])('leaves %j as it is', (text) => {
    expect(csvCell(text)).toBe(`"${text}"`);
  });

  it('keeps numbers numbers, minus and all', () => {
    expect(csvCell(-5)).toBe('"-5"');
  });

  it('gives every text back, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }), (texts) => {
        const back = read(csvLine(texts));
        expect(back.map((cell, i) => (cell === texts[i] ? cell : cell.slice(1)))).toEqual(texts);
        for (const cell of back) expect(cell).not.toMatch(/^[\s\u00a0\ufeff]*[=+\-@]/u);
      }),
    );
  });
});
