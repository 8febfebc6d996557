import { EdsError } from '../errors.ts';

/**
 * A strict, lazy DER reader for bytes from outside. It reads a header at a time and only where it is asked to, so no
 * input can make it recurse or allocate: depth, size and every length are checked before use.
 */

const MAX_DEPTH = 24;
const CONSTRUCTED = 0x20;

export const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
} as const;

/** The identifier byte of a context-specific tag: `[n]`, constructed unless said otherwise. */
export const context = (n: number, constructed = true): number => 0x80 | (constructed ? CONSTRUCTED : 0) | n;

const malformed = () => new EdsError('ASN1_MALFORMED');

/** One element: where it lies in its buffer, its identifier byte and its depth. Children are read when asked for. */
export class Der {
  readonly buffer: Uint8Array;
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
  readonly tag: number;
  readonly depth: number;

  constructor(buffer: Uint8Array, start: number, limit: number, depth: number) {
    if (depth > MAX_DEPTH) throw new EdsError('ASN1_TOO_DEEP');
    const header = readHeader(buffer, start, limit);
    this.buffer = buffer;
    this.start = start;
    this.contentStart = header.contentStart;
    this.end = header.end;
    this.tag = header.tag;
    this.depth = depth;
  }

  /** The content bytes, a view (no copy). */
  get content(): Uint8Array {
    return this.buffer.subarray(this.contentStart, this.end);
  }

  /** Header and content, a view. */
  get raw(): Uint8Array {
    return this.buffer.subarray(this.start, this.end);
  }

  /** Throws ASN1_MALFORMED unless the identifier is the one expected; returns itself. */
  expect(tag: number): this {
    if (this.tag !== tag) throw malformed();
    return this;
  }

  /** The child elements, in order; at most `max` of them. */
  children(max = 1000): Der[] {
    const out: Der[] = [];
    for (const child of this.each()) {
      if (out.length >= max) throw new EdsError('ASN1_TOO_LARGE');
      out.push(child);
    }
    return out;
  }

  /** The child elements one at a time, without bound: for long lists such as a CRL. */
  *each(): Generator<Der> {
    if ((this.tag & CONSTRUCTED) === 0) throw malformed();
    for (let at = this.contentStart; at < this.end; ) {
      const child = new Der(this.buffer, at, this.end, this.depth + 1);
      yield child;
      at = child.end;
    }
  }

  /** The only child. */
  only(): Der {
    const [first, ...rest] = this.children(2);
    if (!first || rest.length > 0) throw malformed();
    return first;
  }

  /** The DER inside an OCTET STRING (or any primitive content). */
  inner(): Der {
    const child = new Der(this.buffer, this.contentStart, this.end, this.depth + 1);
    if (child.end !== this.end) throw malformed();
    return child;
  }
}

function readHeader(buffer: Uint8Array, start: number, limit: number) {
  const tag = buffer[start];
  const first = buffer[start + 1];
  if (tag === undefined || first === undefined || start + 2 > limit) throw new EdsError('ASN1_TRUNCATED');
  if ((tag & 0x1f) === 0x1f) throw malformed(); // no structure read here has a tag number above 30
  let contentStart = start + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw malformed();
    if (contentStart + count > limit) throw new EdsError('ASN1_TRUNCATED');
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (buffer[contentStart + i] ?? 0);
    if (length < 0x80 || (count > 1 && buffer[contentStart] === 0)) throw malformed(); // DER: the shortest form
    contentStart += count;
  }
  if (contentStart + length > limit) throw new EdsError('ASN1_TRUNCATED');
  return { tag, contentStart, end: contentStart + length };
}

/**
 * Reads one DER element that fills the bytes exactly. Throws EdsError ASN1_TOO_LARGE above `maxSize` bytes,
 * ASN1_TRUNCATED when lengths run past the end, ASN1_MALFORMED otherwise.
 */
export function readDer(bytes: Uint8Array, maxSize = 1 << 20): Der {
  if (bytes.length > maxSize) throw new EdsError('ASN1_TOO_LARGE');
  const root = new Der(bytes, 0, bytes.length, 0);
  if (root.end !== bytes.length) throw malformed();
  return root;
}

/** An OBJECT IDENTIFIER in dots. */
export function readOid(node: Der): string {
  const bytes = node.expect(Tag.oid).content;
  if (bytes.length === 0 || bytes.length > 64) throw malformed();
  const arcs: number[] = [];
  let value = 0;
  let started = false;
  for (const byte of bytes) {
    if (!started && byte === 0x80) throw malformed();
    value = value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER / 256) throw malformed();
    started = (byte & 0x80) !== 0;
    if (started) continue;
    if (arcs.length === 0) {
      const root = Math.min(2, Math.floor(value / 40));
      arcs.push(root, value - root * 40);
    } else {
      arcs.push(value);
    }
    value = 0;
  }
  if (started) throw malformed();
  return arcs.join('.');
}

/** The content of an INTEGER as hex without leading zero bytes; throws on a negative or empty one. */
export function readPositive(node: Der): string {
  const bytes = node.expect(Tag.integer).content;
  if (bytes.length === 0 || bytes.length > 2100 || ((bytes[0] ?? 0) & 0x80) !== 0) throw malformed();
  const hex = Buffer.from(bytes)
    .toString('hex')
    .replace(/^(00)+/, '');
  return hex === '' ? '00' : hex;
}

/** A small non-negative INTEGER or ENUMERATED as a number (at most 2^31 − 1). */
export function readSmall(node: Der): number {
  if (node.tag !== Tag.integer && node.tag !== Tag.enumerated) throw malformed();
  const bytes = node.content;
  if (bytes.length === 0 || bytes.length > 4 || ((bytes[0] ?? 0) & 0x80) !== 0) throw malformed();
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** The bytes of a BIT STRING with no unused bits. */
export function readBitBytes(node: Der): Uint8Array {
  const content = node.expect(Tag.bitString).content;
  if (content[0] !== 0) throw malformed();
  return content.subarray(1);
}

/** The numbers of the bits set in a BIT STRING of flags (bit 0 is the first). */
export function readFlags(node: Der): number[] {
  const content = node.expect(Tag.bitString).content;
  if (content.length === 0 || content.length > 5 || (content[0] ?? 0) > 7) throw malformed();
  const out: number[] = [];
  for (let bit = 0; bit < (content.length - 1) * 8; bit++) {
    if ((((content[1 + (bit >> 3)] ?? 0) >> (7 - (bit & 7))) & 1) === 1) out.push(bit);
  }
  return out;
}

/** A character string of any of the types used in names; at most 4,096 bytes. Control characters are refused. */
export function readText(node: Der): string {
  const bytes = node.content;
  if (bytes.length > 4096) throw new EdsError('ASN1_TOO_LARGE');
  const text = decodeText(node.tag, bytes);
  for (const char of text) {
    if (char < ' ' || char === '\u007f') throw malformed();
  }
  return text;
}

function decodeText(tag: number, bytes: Uint8Array): string {
  switch (tag) {
    case Tag.utf8String:
      try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      } catch {
        throw malformed();
      }
    case Tag.printableString:
    case Tag.ia5String:
    case Tag.teletexString:
      return Buffer.from(bytes).toString('latin1');
    case Tag.bmpString:
      if (bytes.length % 2 !== 0) throw malformed();
      return Buffer.from(bytes).swap16().toString('utf16le');
    default:
      throw malformed();
  }
}

/** UTCTime or GeneralizedTime (seconds, `Z`) as a Date. */
export function readTime(node: Der): Date {
  const text = Buffer.from(node.content.subarray(0, 32)).toString('latin1');
  const match =
    node.tag === Tag.utcTime
      ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
      : node.tag === Tag.generalizedTime
        ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d{1,9})?Z$/.exec(text)
        : null;
  if (!match) throw malformed();
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const fullYear = node.tag === Tag.utcTime ? year + (year < 50 ? 2000 : 1900) : year;
  const time = new Date(Date.UTC(fullYear, month - 1, day, hour, minute, second));
  time.setUTCFullYear(fullYear);
  if (time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day || hour > 23) throw malformed();
  return time;
}
