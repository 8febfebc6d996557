import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { KeysetPosition } from '../../db/queries/journal.ts';
import { BadInput } from '../errors.ts';

const MAX_LENGTH = 2000;
const SEAL_BYTES = 16;

/**
 * Writes a position as an opaque text, sealed for one officer, post and list (`audience`): a cursor changed by hand, of
 * another filter or of another officer is refused rather than read as a condition of a query.
 */
export function sealCursor(secret: Uint8Array, audience: string, position: KeysetPosition): string {
  const body = Buffer.from(JSON.stringify([position.segment, position.key, position.id]), 'utf8');
  return Buffer.concat([seal(secret, audience, body), body]).toString('base64url');
}

/** Reads a cursor back. Throws BadInput('after') for one this desk did not make for this list. */
export function openCursor(secret: Uint8Array, audience: string, cursor: string): KeysetPosition {
  if (cursor.length > MAX_LENGTH || !/^[A-Za-z0-9_-]+$/.test(cursor)) {
    throw new BadInput('after');
  }
  const bytes = Buffer.from(cursor, 'base64url');
  const body = bytes.subarray(SEAL_BYTES);
  if (
    bytes.length <= SEAL_BYTES ||
    !timingSafeEqual(bytes.subarray(0, SEAL_BYTES), seal(secret, audience, body))
  ) {
    throw new BadInput('after');
  }
  const [segment, key, id] = JSON.parse(body.toString('utf8')) as [number, string, string];
  return { segment, key, id };
}

const sealKeys = new WeakMap<Uint8Array, KeyObject>();

function sealKey(secret: Uint8Array): KeyObject {
  const key = sealKeys.get(secret) ?? createSecretKey(secret);
  sealKeys.set(secret, key);
  return key;
}

function seal(secret: Uint8Array, audience: string, body: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(audience));
  return createHmac('sha256', sealKey(secret))
    .update(length)
    .update(audience)
    .update(body)
    .digest()
    .subarray(0, SEAL_BYTES);
}
