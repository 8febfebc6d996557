import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RegistryFileError, readRegistryFile } from '../../../main/registry/csv-file.ts';

const PARENT = '210308500106';
const CHILD = '210308500209';
const lineOf = (text: string): number | null => {
  try {
    readRegistryFile(text);
    return null;
  } catch (error) {
    if (!(error instanceof RegistryFileError)) throw error;
    return error.line;
  }
};

describe('files of the local registry', () => {
  it('persons and ties, by the first line; commas, semicolons, quotes, a byte order mark', () => {
    expect(
      readRegistryFile(
        `\uFEFFiin,surname,given_name,patronymic,birth_date,sex\r\n${PARENT},"О'Нил, ""Қара""",Нұрлан,,1988-02-17,male\r\n\r\n`,
      ),
    ).toEqual({
      kind: 'persons',
      rows: [
        {
          iin: PARENT,
          surname: `О'Нил, "Қара"`,
          given_name: 'Нұрлан',
          patronymic: null,
          birth_date: '1988-02-17',
          sex: 'male',
        },
      ],
    });
    expect(readRegistryFile(`child_iin;parent_iin;role\n${CHILD};${PARENT};mother`)).toEqual({
      kind: 'kinship',
      rows: [{ child_iin: CHILD, parent_iin: PARENT, role: 'mother' }],
    });
  });

  it('of two mothers of one child the later line stands', () => {
    const other = '210308500118';
    const read = readRegistryFile(
      `child_iin,parent_iin,role\n${CHILD},${PARENT},mother\n${CHILD},${other},mother\n${CHILD},${PARENT},guardian`,
    );
    expect(read.rows).toEqual([
      { child_iin: CHILD, parent_iin: other, role: 'mother' },
      { child_iin: CHILD, parent_iin: PARENT, role: 'guardian' },
    ]);
  });

  it.each([
    ['another head', 'a,b,c\n1,2,3', 1],
    ['nothing', '', 1],
    ['a bad IIN', `child_iin,parent_iin,role\n${CHILD},210308500107,mother`, 2],
    ['a child of itself', `child_iin,parent_iin,role\n${CHILD},${CHILD},mother`, 2],
    ['a role nobody has', `child_iin,parent_iin,role\n${CHILD},${PARENT},aunt`, 2],
    ['a cell too many', `child_iin,parent_iin,role\n${CHILD},${PARENT},mother,1`, 2],
    ['an open quote', `child_iin,parent_iin,role\n\n${CHILD},${PARENT},"mother`, 3],
    ['no such day', `iin,surname,given_name,patronymic,birth_date,sex\n${PARENT},А,Б,,1988-02-30,male`, 2],
  ])('%s is told by its line', (_what, text, line) => {
    expect(lineOf(text)).toBe(line);
  });

  it('any text is read or refused by its line, never anything else', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom(CHILD, PARENT, 'mother', '"', ',', '\n'));
    fc.assert(
      fc.property(fc.array(cell), (cells) => {
        expect(() => lineOf(`child_iin,parent_iin,role\n${cells.join(',')}`)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});
