/** Cells of a spreadsheet that never start a formula, whoever opens the file. */

/** What a cell must not begin with: the first four start formulas, tab and carriage return hide one behind white space. */
const DANGEROUS = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20']/;

/**
 * One cell of RFC 4180 CSV. Text that could start a formula gets an apostrophe before it, which spreadsheets take for
 * "this is text"; an apostrophe of its own is doubled so that nothing is lost. Quotes always: spaces and leading zeros stay.
 */
export function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const safe =
    typeof value !== 'number' && DANGEROUS.test(text.replace(/^[\s\u00A0\uFEFF]+(?=[=+\-@])/u, ''))
      ? `'${text}`
      : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** A line, ended as the standard wants it. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(';')}\r\n`;
}

/** Tells spreadsheets that the file is UTF-8: without it Kazakh letters come out as noise. */
export const BYTE_ORDER_MARK = '\uFEFF';
