import { concat } from '../bytes.ts';
import { EdsError } from '../errors.ts';
import { element } from './write.ts';

/**
 * Rewrites BER as DER-like bytes: definite lengths in their shortest form, and strings sent in pieces joined.
 * The Authority's key files use indefinite lengths (eds.md, C3). Depth, element count and size are bounded, so
 * hostile input costs no more than an honest file.
 */

const MAX_DEPTH = 24;
const MAX_ELEMENTS = 20_000;

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
  elements: number;
}

/**
 * Converts one BER element filling the bytes exactly. Throws EdsError: ASN1_TRUNCATED when the bytes end too soon,
 * ASN1_TOO_DEEP, ASN1_TOO_LARGE, ASN1_MALFORMED.
 */
export function berToDer(bytes: Uint8Array): Uint8Array {
  const reader: Reader = { bytes, at: 0, elements: 0 };
  const out = readElement(reader, bytes.length, 0);
  if (!out || reader.at !== bytes.length) throw new EdsError('ASN1_MALFORMED');
  return out;
}

/** Reads one element; null at an end-of-contents marker. */
function readElement(reader: Reader, limit: number, depth: number): Uint8Array | null {
  if (depth > MAX_DEPTH) throw new EdsError('ASN1_TOO_DEEP');
  if (++reader.elements > MAX_ELEMENTS) throw new EdsError('ASN1_TOO_LARGE');
  const tag = readByte(reader, limit);
  const length = readLength(reader, limit);
  if (tag === 0) {
    if (length !== 0) throw new EdsError('ASN1_MALFORMED');
    return null;
  }
  if ((tag & 0x1f) === 0x1f) throw new EdsError('ASN1_MALFORMED');
  const constructed = (tag & 0x20) !== 0;
  if (!constructed) {
    if (length === null) throw new EdsError('ASN1_MALFORMED');
    const content = reader.bytes.subarray(reader.at, reader.at + length);
    reader.at += length;
    return element(tag, content);
  }
  const children = readChildren(reader, length, limit, depth);
  return joinPieces(tag, children) ?? element(tag, ...children);
}

function readChildren(reader: Reader, length: number | null, limit: number, depth: number): Uint8Array[] {
  const end = length === null ? limit : reader.at + length;
  const children: Uint8Array[] = [];
  for (;;) {
    if (length !== null && reader.at === end) return children;
    const child = readElement(reader, end, depth + 1);
    if (!child) {
      if (length !== null) throw new EdsError('ASN1_MALFORMED');
      return children;
    }
    children.push(child);
  }
}

/**
 * An OCTET STRING sent in pieces, or an implicitly tagged one ([0] in EncryptedContentInfo: every child is an OCTET
 * STRING), becomes one primitive string. Null when the element is not such a one.
 */
function joinPieces(tag: number, children: readonly Uint8Array[]): Uint8Array | null {
  const isString = tag === 0x24;
  const mayBeString = tag === 0xa0 && children.length > 1;
  if (!isString && !mayBeString) return null;
  if (!children.every((child) => child[0] === 0x04)) {
    if (isString) throw new EdsError('ASN1_MALFORMED');
    return null;
  }
  return element(tag & ~0x20, concat(...children.map(contentOf)));
}

function contentOf(child: Uint8Array): Uint8Array {
  const first = child[1] ?? 0;
  return child.subarray(first < 0x80 ? 2 : 2 + (first & 0x7f));
}

function readByte(reader: Reader, limit: number): number {
  const byte = reader.at < limit ? reader.bytes[reader.at] : undefined;
  if (byte === undefined) throw new EdsError('ASN1_TRUNCATED');
  reader.at++;
  return byte;
}

/** A length; null for the indefinite form. */
function readLength(reader: Reader, limit: number): number | null {
  const first = readByte(reader, limit);
  if (first === 0x80) return null;
  let length = first;
  if (first > 0x80) {
    const count = first & 0x7f;
    if (count > 4) throw new EdsError('ASN1_MALFORMED');
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + readByte(reader, limit);
  }
  if (reader.at + length > limit) throw new EdsError('ASN1_TRUNCATED');
  return length;
}
