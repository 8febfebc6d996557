/**
 * A ZIP from outside, read from its central directory alone (APPNOTE 6.3.10, 4.3) and strictly: stored or deflated members with plain
 * names, no folders, no encryption, no ZIP64, no member twice, none inside another. Whatever differs from that is refused, not mended.
 */
import { crc32, inflateRawSync } from 'node:zlib';
import { PACKAGE_LIMITS } from '../../domain/package.ts';
import { MEMBER_NAME } from '../../domain/package-values.ts';
import { PackageRefusal } from './fault.ts';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
const MOST_COMMENT = 0xffff;

interface Member {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

/** Members of a ZIP, unpacked one at a time and when asked. */
export interface ZipMembers {
  readonly names: readonly string[];
  /** The bytes of a member; null when there is none of that name. Throws PackageRefusal (ZIP_BROKEN). */
  read(name: string): Buffer | null;
}

export function isZip(bytes: Buffer): boolean {
  return bytes.length >= 4 && (bytes.readUInt32LE(0) === LOCAL || bytes.readUInt32LE(0) === END);
}

/** Opens a ZIP. Throws PackageRefusal: ZIP_BROKEN, ZIP_MEMBERS, ZIP_NAME, ZIP_SIZE, ZIP_ENCRYPTED, ZIP_METHOD. */
export function openZip(bytes: Buffer): ZipMembers {
  try {
    const members = directoryOf(bytes);
    const starts = judgeMembers(bytes, members);
    return {
      names: members.map(({ name }) => name),
      read: (name) => {
        const i = members.findIndex((member) => member.name === name);
        const member = members[i];
        return member === undefined ? null : unpack(bytes, member, starts[i] ?? 0);
      },
    };
  } catch (error) {
    // Reading beyond the end of a cut file.
    if (error instanceof RangeError) throw new PackageRefusal('ZIP_BROKEN');
    throw error;
  }
}

function directoryOf(bytes: Buffer): readonly Member[] {
  const end = endOfDirectory(bytes);
  const count = bytes.readUInt16LE(end + 10);
  const isSplit = bytes.readUInt16LE(end + 4) !== 0 || bytes.readUInt16LE(end + 8) !== count;
  const length = bytes.readUInt32LE(end + 12);
  const start = bytes.readUInt32LE(end + 16);
  if (isSplit || start + length !== end) throw new PackageRefusal('ZIP_BROKEN');
  if (count === 0 || count > PACKAGE_LIMITS.zipMembers) throw new PackageRefusal('ZIP_MEMBERS');
  const members: Member[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (bytes.readUInt32LE(at) !== CENTRAL) throw new PackageRefusal('ZIP_BROKEN');
    const nameLength = bytes.readUInt16LE(at + 28);
    const rest = bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    const flags = bytes.readUInt16LE(at + 8);
    if ((flags & 0x41) !== 0) throw new PackageRefusal('ZIP_ENCRYPTED');
    members.push({
      name: bytes.toString('latin1', at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + rest;
  }
  if (at !== end) throw new PackageRefusal('ZIP_BROKEN');
  return members;
}

/** The end record is the last thing but its comment: of several that look like one, the one whose comment ends the file. */
function endOfDirectory(bytes: Buffer): number {
  const least = Math.max(0, bytes.length - END_BYTES - MOST_COMMENT);
  for (let at = bytes.length - END_BYTES; at >= least; at--) {
    if (bytes.readUInt32LE(at) === END && at + END_BYTES + bytes.readUInt16LE(at + 20) === bytes.length) {
      return at;
    }
  }
  throw new PackageRefusal('ZIP_BROKEN');
}

/** Names, sizes and places of all members; answers where the data of each begins. */
function judgeMembers(bytes: Buffer, members: readonly Member[]): readonly number[] {
  if (members.some(({ name }) => !MEMBER_NAME.test(name))) throw new PackageRefusal('ZIP_NAME');
  if (new Set(members.map(({ name }) => name.toLowerCase())).size !== members.length) {
    throw new PackageRefusal('ZIP_NAME');
  }
  if (members.some(({ method }) => method !== 0 && method !== 8)) throw new PackageRefusal('ZIP_METHOD');
  const whole = members.reduce((sum, { size }) => sum + size, 0);
  if (
    whole > PACKAGE_LIMITS.zipBytes ||
    members.some(({ size, packed }) => size > packed * PACKAGE_LIMITS.zipRatio)
  ) {
    throw new PackageRefusal('ZIP_SIZE');
  }
  const starts = members.map((member) => {
    const { at } = member;
    if (bytes.readUInt32LE(at) !== LOCAL) throw new PackageRefusal('ZIP_BROKEN');
    const nameLength = bytes.readUInt16LE(at + 26);
    const name = bytes.toString('latin1', at + 30, at + 30 + nameLength);
    // A second name in the local header is how one archive shows two faces.
    if (name !== member.name) throw new PackageRefusal('ZIP_BROKEN');
    return at + 30 + nameLength + bytes.readUInt16LE(at + 28);
  });
  const spans = members
    .map(({ at, packed }, i) => ({ from: at, to: (starts[i] ?? 0) + packed }))
    .toSorted((a, b) => a.from - b.from);
  // Members that share bytes are how a small file unpacks to a huge one within every ratio.
  if (
    spans.some(({ to }, i) => to > (spans[i + 1]?.from ?? bytes.length)) ||
    members.some(({ method, packed, size }) => method === 0 && packed !== size)
  ) {
    throw new PackageRefusal('ZIP_BROKEN');
  }
  return starts;
}

function unpack(bytes: Buffer, member: Member, start: number): Buffer {
  const packed = bytes.subarray(start, start + member.packed);
  let data: Buffer;
  try {
    data =
      member.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, member.size) });
  } catch {
    throw new PackageRefusal('ZIP_BROKEN', member.name);
  }
  if (data.length !== member.size || crc32(data) !== member.crc) {
    throw new PackageRefusal('ZIP_BROKEN', member.name);
  }
  return data;
}
