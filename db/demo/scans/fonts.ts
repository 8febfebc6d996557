import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Font, Glyph, Subset } from '@pdf-lib/fontkit';
import type { FontKey, Measure, PathData } from './sketch.ts';

/**
 * Noto Sans (OFL) for the synthetic documents: outlines for raster scans and one small subset per face for all PDFs.
 * The subset is made once; every PDF carries the same bytes.
 */
export type Face = {
  readonly key: FontKey;
  /** Advance width and outline (y upwards) per letter, in 1/1000 em; subset glyph id. */
  readonly glyph: (letter: string) => FaceGlyph;
  readonly subset: Uint8Array;
  readonly letters: readonly string[];
  readonly ascent: number;
  readonly descent: number;
  readonly bbox: readonly [number, number, number, number];
};
export type FaceGlyph = {
  readonly id: number;
  readonly hex: string;
  readonly advance: number;
  readonly outline: PathData;
};

const LETTERS =
  ' АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюяӘҒҚҢӨҰҮҺІәғқңөұүһі0123456789ABCDEFGHIKLMNOPQRSTUVWXYZabcdefghiklmnoprstuvwxyz.,:;()«»"-–—№/·+%*<';

const FILES: Readonly<Record<FontKey, string>> = {
  regular: '400Regular/NotoSans_400Regular.ttf',
  bold: '700Bold/NotoSans_700Bold.ttf',
  italic: '400Regular_Italic/NotoSans_400Regular_Italic.ttf',
};

export type Faces = Readonly<Record<FontKey, Face>> & { readonly measure: Measure };

let loading: Promise<Faces> | undefined;

/** The three faces; read and subset at the first call, about 0.3 s. */
export function loadFaces(): Promise<Faces> {
  loading ??= (async () => {
    const [regular, bold, italic] = await Promise.all([
      loadFace('regular'),
      loadFace('bold'),
      loadFace('italic'),
    ]);
    const faces = { regular, bold, italic };
    return {
      ...faces,
      measure: (text, font, size) => {
        const face = faces[font];
        let width = 0;
        for (const letter of text) {
          width += face.glyph(letter).advance;
        }
        return (width * size) / 1000;
      },
    };
  })();
  return loading;
}

async function loadFace(key: FontKey): Promise<Face> {
  const require = createRequire(import.meta.url);
  const path = require.resolve(`@expo-google-fonts/noto-sans/${FILES[key]}`);
  const { default: fontkit } = await import('@pdf-lib/fontkit');
  const font: Font = fontkit.create(readFileSync(path));
  const subset = evenSubset(font);
  const unit = 1000 / font.unitsPerEm;
  const glyphs = new Map<string, FaceGlyph>();
  for (const letter of LETTERS) {
    const glyph = font.glyphForCodePoint(letter.codePointAt(0) ?? 0);
    const id = includeGlyph(subset, glyph);
    glyphs.set(letter, {
      id,
      hex: id.toString(16).padStart(4, '0'),
      advance: glyph.advanceWidth * unit,
      outline: outlineOf(glyph, unit),
    });
  }
  const fallback = glyphs.get('*');
  return {
    key,
    glyph: (letter) => {
      const found = glyphs.get(letter) ?? fallback;
      if (found === undefined) {
        throw new RangeError('FONT_GLYPH');
      }
      return found;
    },
    subset: await encode(subset),
    letters: [...glyphs.keys()],
    ascent: font.ascent * unit,
    descent: font.descent * unit,
    bbox: [font.bbox.minX * unit, font.bbox.minY * unit, font.bbox.maxX * unit, font.bbox.maxY * unit],
  };
}

type GlyphWriter = {
  glyf: Uint8Array[];
  offset: number;
  _addGlyph(glyphId: number): number;
};

/**
 * A subset whose glyphs begin at even offsets. fontkit writes the short form of `loca`, which holds half the offset, without
 * padding glyphs of odd length: every letter after one is then cut from the wrong place, and readers leave it out.
 */
function evenSubset(font: Font): Subset {
  const subset = font.createSubset();
  const writer = subset as unknown as GlyphWriter;
  const add = writer._addGlyph.bind(writer);
  writer._addGlyph = (glyphId) => {
    const id = add(glyphId);
    const last = writer.glyf.at(-1);
    if (last !== undefined && last.length % 2 === 1) {
      // fontkit brings a Buffer of its own and writes no other.
      const Own = last.constructor as typeof Buffer;
      writer.glyf[writer.glyf.length - 1] = Own.concat([last, Own.alloc(1)]);
      writer.offset += 1;
    }
    return id;
  };
  return subset;
}

/** fontkit answers the id the glyph has in the subset; its types call that nothing. */
function includeGlyph(subset: Subset, glyph: Glyph): number {
  return Number(subset.includeGlyph(glyph.id));
}

function encode(subset: Subset): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const parts: Uint8Array[] = [];
    subset
      .encodeStream()
      .on('data', (part: Uint8Array) => parts.push(part))
      .on('end', () => resolve(Buffer.concat(parts)));
  });
}

function outlineOf(glyph: Glyph, unit: number): PathData {
  const data: number[] = [];
  let x = 0;
  let y = 0;
  for (const [, command, numbers = ''] of glyph.path.toSVG().matchAll(/([MLQCZ])([-\d. ]*)/g)) {
    const p = (numbers.match(/-?[\d.]+/g) ?? []).map((text) => Number(text) * unit);
    const [p0 = 0, p1 = 0, p2 = 0, p3 = 0, p4 = 0, p5 = 0] = p;
    if (command === 'M' || command === 'L') {
      data.push(command === 'M' ? 0 : 1, p0, p1);
      [x, y] = [p0, p1];
    } else if (command === 'Q') {
      // The same curve as a cubic one: PDF and the outline painter know no other.
      data.push(
        2,
        x + (2 / 3) * (p0 - x),
        y + (2 / 3) * (p1 - y),
        p2 + (2 / 3) * (p0 - p2),
        p3 + (2 / 3) * (p1 - p3),
        p2,
        p3,
      );
      [x, y] = [p2, p3];
    } else if (command === 'C') {
      data.push(2, p0, p1, p2, p3, p4, p5);
      [x, y] = [p4, p5];
    } else {
      data.push(3);
    }
  }
  return data;
}
