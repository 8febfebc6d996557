/** Rows as CSV that a spreadsheet opens and never runs; the same form as the back end's own lists (main/journal/csv.ts). */

/** What a cell must not begin with: formulas, what hides one behind white space, and our own sign of text. */
const DANGEROUS = /^[\s\u00A0\uFEFF\u3000]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n']/u;

/** One cell, always quoted: text that could start a formula gets an apostrophe, which spreadsheets take for "this is text". */
export function csvCell(value: string | number): string {
  const text = typeof value === 'number' ? String(value) : DANGEROUS.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}

/** The whole file: UTF-8 with a byte order mark, semicolons, CRLF. */
export function csvFile(rows: readonly (readonly (string | number)[])[]): Blob {
  const text = rows.map((row) => `${row.map(csvCell).join(';')}\r\n`).join('');
  return new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' });
}
