import { deflateSync } from 'node:zlib';
import type { Face, Faces } from './fonts.ts';
import { constructPath, Forms, HUNDREDTHS, stream } from './pdf-forms.ts';
import { type FontKey, type Matrix, multiply, type Page, type PathMark, type TextMark } from './sketch.ts';

/** A page that is one picture, as a scanner makes it. Width and height in points. */
export type PicturePage = {
  readonly width: number;
  readonly height: number;
  readonly jpeg: Uint8Array;
  readonly pixelWidth: number;
  readonly pixelHeight: number;
  readonly gray: boolean;
};
export type PdfPage = Page | PicturePage;

export type PdfMeta = { readonly title: string; readonly producer: string; readonly createdOn: string };

const FACES: readonly FontKey[] = ['regular', 'bold', 'italic'];
/** Objects one face takes: Type0 font, CID font, descriptor, font file, ToUnicode. */
const FACE_OBJECTS = 5;

/**
 * Writes a PDF 1.7 file. A small writer of our own, because thousands of files share the same three fonts and
 * borders: their objects are made once and copied, which leaves about a millisecond a file. Text is real text (ToUnicode).
 */
export function writePdf(pages: readonly PdfPage[], meta: PdfMeta, faces: Faces): Buffer {
  const used = FACES.filter((key) => pages.some((page) => usesFace(page, key)));
  const firstFont = 4;
  const firstPage = firstFont + used.length * FACE_OBJECTS;
  const fonts = used.map((key, i) => ({ key, base: firstFont + i * FACE_OBJECTS }));
  const objects: (Buffer | string)[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${firstPage + i * 3} 0 R`).join(' ')}] >>`,
    `<< /Title ${hexText(meta.title)} /Producer (${meta.producer}) /CreationDate (D:${meta.createdOn.replaceAll('-', '')}090000+05'00') >>`,
    ...fonts.flatMap(({ key, base }) => fontObjects(faces[key], base)),
  ];
  const fontNames = fonts.map(({ key, base }) => `/${fontName(key)} ${base} 0 R`).join(' ');
  const forms = new Forms(firstPage + pages.length * 3);
  pages.forEach((page, i) => {
    objects.push(...pageObjects(page, firstPage + i * 3, fontNames, faces, forms));
  });
  return assemble([...objects, ...forms.objects]);
}

function usesFace(page: PdfPage, key: FontKey): boolean {
  return 'marks' in page && page.marks.some((mark) => mark.kind === 'text' && mark.font === key);
}

/** A page takes three objects: the page, its content, its picture (an empty one for a drawn page). */
function pageObjects(
  page: PdfPage,
  id: number,
  fontNames: string,
  faces: Faces,
  forms: Forms,
): (Buffer | string)[] {
  const box = `/Type /Page /Parent 2 0 R /MediaBox [0 0 ${number(page.width)} ${number(page.height)}] /Contents ${id + 1} 0 R`;
  if ('jpeg' in page) {
    const content = `q ${number(page.width)} 0 0 ${number(page.height)} 0 0 cm /P Do Q`;
    const space = page.gray ? '/DeviceGray' : '/DeviceRGB';
    const picture = `/Type /XObject /Subtype /Image /Width ${page.pixelWidth} /Height ${page.pixelHeight} /ColorSpace ${space} /BitsPerComponent 8 /Filter /DCTDecode`;
    return [
      `<< ${box} /Resources << /XObject << /P ${id + 2} 0 R >> >> >>`,
      stream('', Buffer.from(content)),
      stream(picture, page.jpeg),
    ];
  }
  const opacities = new Set(page.marks.map((mark) => mark.opacity).filter((opacity) => opacity < 1));
  const states = [...opacities]
    .map((o) => `/${stateName(o)} << /ca ${number(o)} /CA ${number(o)} >>`)
    .join(' ');
  const content = deflateSync(Buffer.from(pageContent(page, faces, forms), 'latin1'), { level: 2 });
  return [
    `<< ${box} /Resources << /Font << ${fontNames} >> /ExtGState << ${states} >> /XObject << ${forms.resources} >> >> >>`,
    stream('/Filter /FlateDecode', content),
    'null',
  ];
}

function pageContent(page: Page, faces: Faces, forms: Forms): string {
  const out: string[] = ['0.01 0 0 0.01 0 0 cm 1 J 1 j'];
  const flip: Matrix = [HUNDREDTHS, 0, 0, -HUNDREDTHS, 0, page.height * HUNDREDTHS];
  for (const mark of page.marks) {
    const operators =
      mark.kind === 'text' ? textOperators(mark, flip, faces) : pathOperators(mark, flip, forms);
    out.push(mark.opacity < 1 ? `q /${stateName(mark.opacity)} gs ${operators} Q` : operators);
  }
  return out.join('\n');
}

function textOperators(mark: TextMark, flip: Matrix, faces: Faces): string {
  const face = faces[mark.font];
  let hex = '';
  for (const letter of mark.text) {
    hex += face.glyph(letter).hex;
  }
  const [a, b, c, d, e, f] = multiply(flip, mark.matrix);
  const matrix = `${number(a)} ${number(b)} ${number(-c)} ${number(-d)} ${Math.round(e)} ${Math.round(f)}`;
  const tracking = number(mark.tracking);
  return `${color(mark.color)} rg BT /${fontName(mark.font)} ${number(mark.size)} Tf ${tracking} Tc ${matrix} Tm <${hex}> Tj ET`;
}

function pathOperators(mark: PathMark, flip: Matrix, forms: Forms): string {
  const matrix = multiply(flip, mark.matrix);
  const [a, b, c, d, e, f] = matrix;
  if (Forms.takes(mark)) {
    const own = [a, b, c, d].map((value) => number(value / HUNDREDTHS)).join(' ');
    const name = forms.nameOf(mark, paintOf(mark, HUNDREDTHS, '@'));
    return `q ${own} ${Math.round(e)} ${Math.round(f)} cm /${name} Do Q`;
  }
  return paintOf(mark, Math.sqrt(Math.abs(a * d - b * c)), constructPath(mark.data, matrix));
}

/** What paints a path: its colours, its width at a scale, the path, the painting. */
function paintOf(mark: PathMark, scale: number, path: string): string {
  let out = '';
  if (mark.fill !== null) {
    out += `${color(mark.fill)} rg `;
  }
  if (mark.stroke !== null) {
    out += `${color(mark.stroke)} RG ${Math.round(mark.width * scale)} w `;
  }
  return `${out}${path}${mark.fill === null ? 'S' : mark.stroke === null ? 'f' : 'B'}`;
}

/** Font objects by face and first object number: the same bytes in every file. */
const madeFonts = new WeakMap<Face, Map<number, readonly Buffer[]>>();

function fontObjects(face: Face, base: number): readonly Buffer[] {
  const byBase = madeFonts.get(face) ?? new Map<number, readonly Buffer[]>();
  madeFonts.set(face, byBase);
  const made = byBase.get(base);
  if (made !== undefined) {
    return made;
  }
  const name = `KEZEKD+NotoSans-${fontName(face.key)}`;
  const glyphs = face.letters.map((letter) => ({ letter, ...face.glyph(letter) }));
  const widths = glyphs.map(({ id, advance }) => `${id} [${number(advance)}]`).join(' ');
  const box = face.bbox.map((value) => Math.round(value)).join(' ');
  const file = deflateSync(face.subset, { level: 9 });
  const objects = [
    `<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H /DescendantFonts [${base + 1} 0 R] /ToUnicode ${base + 4} 0 R >>`,
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${base + 2} 0 R /CIDToGIDMap /Identity /DW 600 /W [${widths}] >>`,
    `<< /Type /FontDescriptor /FontName /${name} /Flags 4 /FontBBox [${box}] /ItalicAngle ${face.key === 'italic' ? -12 : 0} /Ascent ${Math.round(face.ascent)} /Descent ${Math.round(face.descent)} /CapHeight 714 /StemV ${face.key === 'bold' ? 140 : 90} /FontFile2 ${base + 3} 0 R >>`,
    stream(`/Filter /FlateDecode /Length1 ${face.subset.length}`, file),
    stream('/Filter /FlateDecode', deflateSync(Buffer.from(toUnicode(glyphs)), { level: 9 })),
  ].map((object) => Buffer.from(object));
  byBase.set(base, objects);
  return objects;
}

function toUnicode(glyphs: readonly { readonly letter: string; readonly id: number }[]): string {
  const lines = glyphs.map(({ letter, id }) => `<${hex4(id)}> <${hex4(letter.charCodeAt(0))}>`);
  const blocks: string[] = [];
  // A block may hold no more than a hundred entries.
  for (let i = 0; i < lines.length; i += 100) {
    const block = lines.slice(i, i + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Kezek def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
${blocks.join('\n')}
endcmap CMapName currentdict /CMap defineresource pop end end`;
}

function assemble(objects: readonly (Buffer | string)[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  let offset = parts[0]?.length ?? 0;
  const offsets: number[] = [];
  const add = (part: Buffer) => {
    parts.push(part);
    offset += part.length;
  };
  objects.forEach((object, i) => {
    offsets.push(offset);
    add(Buffer.from(`${i + 1} 0 obj\n`));
    add(typeof object === 'string' ? Buffer.from(object) : object);
    add(Buffer.from('\nendobj\n'));
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const start = offset;
  add(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R /Info 3 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

function fontName(key: FontKey): string {
  return key === 'regular' ? 'Regular' : key === 'bold' ? 'Bold' : 'Italic';
}

function stateName(opacity: number): string {
  return `O${Math.round(opacity * 100)}`;
}

const colors = new Map<string, string>();

function color(hex: string): string {
  let text = colors.get(hex);
  if (text === undefined) {
    const value = Number.parseInt(hex.slice(1), 16);
    text = [value >> 16, (value >> 8) & 255, value & 255].map((part) => number(part / 255)).join(' ');
    colors.set(hex, text);
  }
  return text;
}

function number(value: number): string {
  if (Number.isInteger(value)) {
    return String(value);
  }
  return String(Math.round(value * 1000) / 1000);
}

function hex4(value: number): string {
  return value.toString(16).padStart(4, '0');
}

/** Text of the document information: UTF-16 with its mark. */
function hexText(text: string): string {
  return `<feff${[...Buffer.from(text, 'utf16le').swap16()].map((byte) => byte.toString(16).padStart(2, '0')).join('')}>`;
}
