import { concat, fromHex } from '../bytes.ts';
import { context, Tag } from './der.ts';

/** DER writing: each function returns a whole element. */
export function element(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = concat(...content);
  const length: number[] = [];
  if (body.length < 0x80) {
    length.push(body.length);
  } else {
    for (let rest = body.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest & 255);
    length.unshift(0x80 | length.length);
  }
  return concat(Uint8Array.of(tag, ...length), body);
}

export const sequence = (...items: readonly Uint8Array[]) => element(Tag.sequence, ...items);
export const setOf = (...items: readonly Uint8Array[]) => element(Tag.set, ...items);
export const octets = (bytes: Uint8Array) => element(Tag.octetString, bytes);
export const bits = (bytes: Uint8Array, unused = 0) => element(Tag.bitString, Uint8Array.of(unused), bytes);
export const nothing = () => element(Tag.null);
export const truth = () => element(Tag.boolean, Uint8Array.of(0xff));
export const utf8 = (text: string) => element(Tag.utf8String, Buffer.from(text, 'utf8'));
export const printable = (text: string) => element(Tag.printableString, Buffer.from(text, 'latin1'));
export const ia5 = (text: string) => element(Tag.ia5String, Buffer.from(text, 'latin1'));
export const tagged = (n: number, ...items: readonly Uint8Array[]) => element(context(n), ...items);
export const implicit = (n: number, bytes: Uint8Array) => element(context(n, false), bytes);

/** A non-negative INTEGER from a number, a bigint or hex. */
export function integer(value: number | bigint | string): Uint8Array {
  const hex = typeof value === 'string' ? value.replace(/^(00)+(?=..)/, '') : value.toString(16);
  const bytes = fromHex(hex.length % 2 === 0 ? hex : `0${hex}`);
  return element(Tag.integer, ((bytes[0] ?? 0) & 0x80) !== 0 ? concat(Uint8Array.of(0), bytes) : bytes);
}

/** OBJECT IDENTIFIER from dots. */
export function oid(dots: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dots.split('.').map(Number);
  const out: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const groups = [arc & 127];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
      groups.unshift((left & 127) | 128);
    }
    out.push(...groups);
  }
  return element(Tag.oid, Uint8Array.from(out));
}

/** UTCTime up to 2049, GeneralizedTime after, in whole seconds, as RFC 5280 4.1.2.5 asks. */
export function time(date: Date): Uint8Array {
  const digits = date.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return date.getUTCFullYear() < 2050
    ? element(Tag.utcTime, Buffer.from(digits.slice(2), 'latin1'))
    : element(Tag.generalizedTime, Buffer.from(digits, 'latin1'));
}

/** GeneralizedTime in whole seconds. */
export function generalizedTime(date: Date): Uint8Array {
  return element(
    Tag.generalizedTime,
    Buffer.from(date.toISOString().replaceAll(/[-:T]|\.\d+/g, ''), 'latin1'),
  );
}

/** AlgorithmIdentifier with its parameters (NULL when none are given). */
export const algorithmId = (dots: string, parameters: Uint8Array = nothing()) =>
  sequence(oid(dots), parameters);
