import { describe, expect, it } from 'vitest';
import { DARK, type KezekTokens, LIGHT } from '../../../renderer/theme/tokens.ts';

function luminance(hex: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

type Token = keyof KezekTokens;
const TEXT: readonly (readonly [Token, Token])[] = [
  ['ink', 'surface'],
  ['ink', 'accentSoft'],
  ['ink2', 'surface'],
  ['ink2', 'neutralSoft'],
  ['ink2', 'hover'],
  ['ink3', 'surface'],
  ['ink3', 'canvas'],
  ['ink3', 'hover'],
  ['accent', 'surface'],
  ['onAccent', 'accent'],
  ['onAccent', 'accentHover'],
  ['accentInk', 'accentSoft'],
  ['ok', 'okSoft'],
  ['warn', 'warnSoft'],
  ['bad', 'badSoft'],
  ['ink3', 'raised'],
];
const MARKS: readonly (readonly [Token, Token])[] = [
  ['field', 'surface'],
  ['field', 'canvas'],
  ['okMark', 'surface'],
  ['warnMark', 'surface'],
  ['badMark', 'surface'],
  ['accent', 'canvas'],
];

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
] as const)('%s', (_name, tokens: KezekTokens) => {
  it.each(TEXT)('%s on %s reads (4.5)', (text, ground) => {
    expect(contrast(tokens[text], tokens[ground])).toBeGreaterThanOrEqual(4.5);
  });
  it.each(MARKS)('%s on %s shows (3)', (mark, ground) => {
    expect(contrast(tokens[mark], tokens[ground])).toBeGreaterThanOrEqual(3);
  });
});

it('agrees with the table of ui/README.md on a known pair', () => {
  expect(contrast(LIGHT.ink, LIGHT.surface)).toBeCloseTo(17.7, 1);
});
