import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fontkit from '@pdf-lib/fontkit';
import { expect, it } from 'vitest';
import { loadFaces } from '../../../db/demo/scans/fonts.ts';

const FILES = {
  regular: '400Regular/NotoSans_400Regular.ttf',
  bold: '700Bold/NotoSans_700Bold.ttf',
} as const;

it('every letter of the embedded faces has the outline of the whole font', async () => {
  const faces = await loadFaces();
  for (const key of ['regular', 'bold'] as const) {
    const path = createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans/${FILES[key]}`);
    const whole = fontkit.create(readFileSync(path));
    const subset = fontkit.create(Buffer.from(faces[key].subset));
    const broken = faces[key].letters.filter((letter) => {
      const expected = whole.glyphForCodePoint(letter.codePointAt(0) ?? 0).path.toSVG();
      return subset.getGlyph(faces[key].glyph(letter).id).path.toSVG() !== expected;
    });
    expect(broken).toEqual([]);
  }
});
