/** The two CSV files the local registry is filled from, told apart by their first line. UTF-8, comma or semicolon, quotes as in RFC 4180. */
import type { RegistryKinshipRow, RegistryPersonRow } from '../../db/queries/registry.ts';
import { isCivilDate } from '../../domain/civil-date.ts';
import { isIin } from '../../domain/iin.ts';
import { LINK_ROLES } from '../../domain/kinship.ts';

export const PERSON_COLUMNS = ['iin', 'surname', 'given_name', 'patronymic', 'birth_date', 'sex'] as const;
export const KINSHIP_COLUMNS = ['child_iin', 'parent_iin', 'role'] as const;

export type RegistryFile =
  | { readonly kind: 'persons'; readonly rows: readonly RegistryPersonRow[] }
  | { readonly kind: 'kinship'; readonly rows: readonly RegistryKinshipRow[] };

/** A fault of the file with the line it is in, counted from 1; never what stands there. */
export class RegistryFileError extends Error {
  readonly line: number;
  constructor(line: number) {
    super('REGISTRY_FILE');
    this.name = 'RegistryFileError';
    this.line = line;
  }
}

/** Reads a whole file. Throws RegistryFileError for the first line that is not as agreed. */
export function readRegistryFile(text: string): RegistryFile {
  const bare = text.replace(/^\uFEFF/, '');
  const [head = '', ...rest] = bare.split(/\r?\n/);
  const separator = head.includes(';') ? ';' : ',';
  const columns = head.split(separator).map((cell) => cell.trim().toLowerCase());
  const lines = rest.flatMap((line, i) =>
    line.trim() === '' ? [] : [{ line: i + 2, cells: cellsOf(line, separator, i + 2) }],
  );
  if (same(columns, PERSON_COLUMNS)) {
    return { kind: 'persons', rows: unique(lines.map(personOf), (row) => row.iin) };
  }
  if (same(columns, KINSHIP_COLUMNS)) {
    return {
      kind: 'kinship',
      rows: unique(lines.map(kinshipOf), (row) =>
        row.role === 'guardian' ? `${row.child_iin} ${row.parent_iin}` : `${row.child_iin} ${row.role}`,
      ),
    };
  }
  throw new RegistryFileError(1);
}

const same = (found: readonly string[], asked: readonly string[]): boolean =>
  found.length === asked.length && asked.every((name, i) => found[i] === name);

/** The last line about one thing wins, as the last file would. */
function unique<R>(rows: readonly R[], key: (row: R) => string): readonly R[] {
  return [...new Map(rows.map((row) => [key(row), row])).values()];
}

interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

function personOf({ line, cells }: Line): RegistryPersonRow {
  const [iin = '', surname = '', givenName = '', patronymic = '', birthDate = '', sex = ''] = cells;
  const fine =
    cells.length === PERSON_COLUMNS.length &&
    isIin(iin) &&
    surname !== '' &&
    givenName !== '' &&
    isCivilDate(birthDate);
  if (!fine || (sex !== 'male' && sex !== 'female')) throw new RegistryFileError(line);
  return {
    iin,
    surname,
    given_name: givenName,
    patronymic: patronymic === '' ? null : patronymic,
    birth_date: birthDate,
    sex,
  };
}

function kinshipOf({ line, cells }: Line): RegistryKinshipRow {
  const [child = '', parent = '', named = ''] = cells;
  const role = LINK_ROLES.find((each) => each === named);
  const fine = cells.length === KINSHIP_COLUMNS.length && isIin(child) && isIin(parent) && child !== parent;
  if (!fine || role === undefined) throw new RegistryFileError(line);
  return { child_iin: child, parent_iin: parent, role };
}

function cellsOf(text: string, separator: string, line: number): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] ?? '';
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === separator) {
      cells.push(cell.trim());
      cell = '';
    } else cell += sign;
  }
  if (quoted) throw new RegistryFileError(line);
  return [...cells, cell.trim()];
}
