/** Ways in which a wire, a disk or a hostile hand spoils a package. */
import fc from 'fast-check';

/** Pieces that parsers, databases, spreadsheets and terminals trip over. */
export const NASTY = [
  '<!DOCTYPE a [<!ENTITY x "y">]>',
  '&x;',
  '&#0;',
  '&#xD800;',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<?x?>',
  '</package>',
  '<package',
  '\u0000',
  '\ufeff',
  '\u202e',
  '\ud800',
  '=1+1',
  '@x',
  "'",
  '"',
  '<',
  '>',
  '&',
  '..',
  '/',
  '\\',
  '%00',
  '$1',
  '{}',
  '{applicant}',
  '\r\n',
  '\u2028',
  '0'.repeat(300),
  '9'.repeat(40),
  '-1',
  'NaN',
  'null',
  '2026-02-30',
  '9999-99-99',
  '0000-00-00',
  'infinity',
  '24:00:00',
  "'; drop table kezek.person; --",
  '👩‍👩‍👧',
  '\u0301'.repeat(50),
  'xmlns="x"',
  ' kind="answer"',
];

/** One way to spoil a text. Numbers are shares of its length, so that shrinking keeps the place. */
export const textSpoiler = fc.oneof(
  fc.record({
    how: fc.constant('insert' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    what: fc.constantFrom(...NASTY),
  }),
  fc.record({
    how: fc.constant('cut' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    n: fc.integer({ min: 1, max: 400 }),
  }),
  fc.record({
    how: fc.constant('repeat' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    n: fc.integer({ min: 1, max: 200 }),
  }),
  fc.record({
    how: fc.constant('value' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    what: fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 40 })),
  }),
  fc.record({ how: fc.constant('drop' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({
    how: fc.constant('swap' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    to: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
);
export type TextSpoiler = typeof textSpoiler extends fc.Arbitrary<infer S> ? S : never;

const ELEMENT = /<(\w+)[^<>]*>[^<>]*<\/\1>/g;

export function spoilText(text: string, spoiler: TextSpoiler): string {
  const place = Math.floor(spoiler.at * text.length);
  const elements = [...text.matchAll(ELEMENT)];
  const element = elements[Math.min(elements.length - 1, Math.floor(spoiler.at * elements.length))];
  switch (spoiler.how) {
    case 'insert':
      return text.slice(0, place) + spoiler.what + text.slice(place);
    case 'cut':
      return text.slice(0, place) + text.slice(place + spoiler.n);
    case 'repeat':
      return (
        text.slice(0, place) + text.slice(place, place + spoiler.n).repeat(2) + text.slice(place + spoiler.n)
      );
    case 'value':
      return element === undefined
        ? text
        : text.replace(
            element[0],
            element[0].replace(/>[^<>]*</, () => `>${spoiler.what}<`),
          );
    case 'drop':
      return element === undefined ? text : text.replace(element[0], '');
    case 'swap': {
      const other = elements[Math.floor(spoiler.to * elements.length)];
      if (element === undefined || other === undefined) return text;
      return text
        .replace(element[0], '\u0001')
        .replace(other[0], () => element[0])
        .replace('\u0001', () => other[0]);
    }
  }
}

export const byteSpoiler = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  bytes: fc.uint8Array({ maxLength: 24 }),
  how: fc.constantFrom('over', 'insert', 'cut', 'truncate'),
});

export function spoilBytes(
  bytes: Buffer,
  { at, bytes: put, how }: typeof byteSpoiler extends fc.Arbitrary<infer S> ? S : never,
): Buffer {
  const place = Math.floor(at * bytes.length);
  switch (how) {
    case 'over': {
      const copy = Buffer.from(bytes);
      Buffer.from(put).copy(copy, place);
      return copy;
    }
    case 'insert':
      return Buffer.concat([bytes.subarray(0, place), put, bytes.subarray(place)]);
    case 'cut':
      return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + put.length)]);
    default:
      return bytes.subarray(0, place);
  }
}

/** Every place of a document, the inner ones too. */
export function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return [[...path]];
  return [
    [...path],
    ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key])),
  ].filter((one) => one.length > 0);
}

/** A copy of a document with another value in one place. */
export function changed(value: unknown, [key, ...rest]: readonly string[], put: unknown): unknown {
  if (key === undefined) return put;
  const copy: Record<string, unknown> = structuredClone(value) as Record<string, unknown>;
  copy[key] = changed((value as Record<string, unknown>)[key], rest, put);
  return copy;
}
