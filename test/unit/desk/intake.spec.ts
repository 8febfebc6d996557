/** Pieces of the intake that need no database: pages of a PDF, members of a ZIP, words of refusals, files of a drop. */
import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { PACKAGE_FAULTS } from '../../../domain/package.ts';
import { packageFaultWords, packageRemedy, REMEDY_WORDS } from '../../../domain/package-words.ts';
import { PackageRefusal } from '../../../main/intake/fault.ts';
import { isPackageName } from '../../../main/intake/files.ts';
import { countPdfPages } from '../../../main/intake/pdf-pages.ts';
import { openZip } from '../../../main/intake/zip.ts';
import { packagesOf } from '../../../renderer/intake/files.ts';
import { tinyPdf, zip } from '../../fakes/packages.ts';

async function pdfOf(pages: number, useObjectStreams: boolean): Promise<Buffer> {
  const document = await PDFDocument.create();
  for (let i = 0; i < pages; i++) document.addPage([200, 100]);
  return Buffer.from(await document.save({ useObjectStreams }));
}

describe('pages of a PDF', () => {
  it.each([1, 2, 7, 61])('are counted in plain files and in object streams: %i', async (pages) => {
    expect(countPdfPages(await pdfOf(pages, false))).toBe(pages);
    expect(countPdfPages(await pdfOf(pages, true))).toBe(pages);
  });

  it('are those of the last root where a file was added to, and of the root where the tree has branches', () => {
    expect(countPdfPages(tinyPdf('x'))).toBe(1);
    const more = '\n2 0 obj\n<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>\nendobj\n';
    expect(countPdfPages(Buffer.concat([tinyPdf('x'), Buffer.from(more)]))).toBe(2);
    const tree =
      '<< /Type /Pages /Parent 2 0 R /Count 40 >> << /Kids [<< /A 1 >>] /Count 90 /Type /Pages >> << /Type /Pages /Parent 2 0 R /Count 50 >>';
    expect(countPdfPages(Buffer.from(`%PDF-1.4 ${tree}`))).toBe(90);
  });

  it('are unknown where the file does not tell', () => {
    expect(countPdfPages(Buffer.from('%PDF-1.4 nothing'))).toBeNull();
    expect(countPdfPages(Buffer.from('%PDF-1.4 << /Type /Pages /Count 0 >>'))).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const count = countPdfPages(Buffer.from(bytes));
        return count === null || count > 0;
      }),
    );
  });
});

describe('members of a ZIP', () => {
  const members = fc.uniqueArray(
    fc.record({
      name: fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,20}$/),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      stored: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12, selector: ({ name }) => name },
  );

  it('come back as they went in', () => {
    fc.assert(
      fc.property(members, fc.string({ maxLength: 40, unit: 'grapheme-ascii' }), (list, comment) => {
        const opened = openZip(zip(list, comment));
        expect(opened.names).toEqual(list.map(({ name }) => name));
        for (const { name, bytes } of list) expect(opened.read(name)?.equals(bytes)).toBe(true);
        expect(opened.read('nobody')).toBeNull();
      }),
    );
  });

  it('are refused by a code when a byte of them is another, or are the same bytes', () => {
    fc.assert(
      fc.property(members, fc.nat(), fc.integer({ min: 1, max: 255 }), (list, at, by) => {
        const good = zip(list);
        const bad = Buffer.from(good);
        const place = at % bad.length;
        bad[place] = (bad[place] ?? 0) ^ by;
        try {
          const opened = openZip(bad);
          for (const name of opened.names) {
            const bytes = opened.read(name);
            const same = list.find((one) => crc32(one.bytes) === crc32(bytes ?? Buffer.alloc(0)));
            expect(same?.bytes.equals(bytes ?? Buffer.alloc(0))).toBe(true);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(PackageRefusal);
        }
      }),
      { numRuns: 500 },
    );
    expect(deflateRawSync(Buffer.from('x')).length).toBeGreaterThan(0);
  });
});

describe('words', () => {
  it('has every reason in three languages, each a sentence, and somebody who can mend it', () => {
    for (const code of PACKAGE_FAULTS) {
      const words = packageFaultWords(code);
      for (const text of Object.values(words)) expect(text, code).toMatch(/^\S.*\.$/u);
      expect(new Set(Object.values(words)).size, code).toBe(3);
      expect(Object.values(REMEDY_WORDS[packageRemedy(code)]).every((text) => /\S\.$/u.test(text))).toBe(
        true,
      );
    }
  });
});

describe('files', () => {
  it('are packages by their names, the oldest first', () => {
    const file = (name: string, lastModified: number): File => new File(['x'], name, { lastModified });
    const chosen = packagesOf([
      file('b.xml', 2),
      file('A.ZIP', 1),
      file('a.xml', 2),
      file('.hidden.xml', 0),
      file('notes.txt', 0),
      file('c.xml.part', 0),
    ]);
    expect(chosen.map(({ name }) => name)).toEqual(['A.ZIP', 'a.xml', 'b.xml']);
    expect(['a.xml', 'A.Zip', '.a.xml', 'a.tmp', 'xml', 'a.xml~'].map(isPackageName)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
