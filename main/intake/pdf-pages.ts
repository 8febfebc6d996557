/**
 * How many pages a PDF has, without rendering it: the count of the root of its page tree (ISO 32000-1, 7.7.3), looked for in the file
 * as it stands and in its object streams. The desk's viewer counts for itself; this tells the officer what is to be seen before
 * the scan is opened, and that every page was.
 */
import { inflateSync } from 'node:zlib';

const PAGES = /\/Type\s{0,8}\/Pages(?![A-Za-z])/g;
const OBJECT_STREAM = /\/Type\s{0,8}\/ObjStm/g;
/** Bytes of a dictionary looked at, either way. */
const REACH = 65_536;
/** Nodes of the page tree looked at, the last ones of a text. */
const MOST_NODES = 128;
const MOST_STREAMS = 64;
/** Of one object stream, unpacked; and of all. */
const MOST_STREAM = 8 * 1024 * 1024;
const MOST_UNPACKED = 32 * 1024 * 1024;
const MOST_PAGES = 9_999;

/** Pages of a PDF; null when it does not tell (damaged, encrypted). */
export function countPdfPages(bytes: Buffer): number | null {
  const raw = bytes.toString('latin1');
  // Later objects of a file replace earlier ones, so the last root there is counts.
  let found = rootCount(raw);
  let unpacked = 0;
  let streams = 0;
  for (const { index } of raw.matchAll(OBJECT_STREAM)) {
    streams += 1;
    if (streams > MOST_STREAMS || unpacked > MOST_UNPACKED) break;
    const text = objectStream(bytes, raw, index);
    unpacked += text.length;
    found = rootCount(text) ?? found;
  }
  return found !== null && found >= 1 && found <= MOST_PAGES ? found : null;
}

function rootCount(text: string): number | null {
  let count: number | null = null;
  for (const { index } of [...text.matchAll(PAGES)].slice(-MOST_NODES)) {
    const dictionary = enclosing(text, index);
    if (dictionary === null || /\/Parent\s/.test(dictionary)) continue;
    const found = /\/Count\s{0,8}(\d{1,6})(?!\d)/.exec(dictionary)?.[1];
    if (found !== undefined) count = Number(found);
  }
  return count;
}

/** The dictionary `<< … >>` around a place. */
function enclosing(text: string, at: number): string | null {
  let depth = 0;
  let from = at;
  for (const least = Math.max(0, at - REACH); from >= least; from--) {
    if (text.startsWith('>>', from)) {
      depth += 1;
      from -= 1;
    } else if (text.startsWith('<<', from)) {
      if (depth === 0) break;
      depth -= 1;
      from -= 1;
    }
  }
  if (!text.startsWith('<<', from)) return null;
  depth = 0;
  let to = at;
  for (const most = Math.min(text.length, at + REACH); to < most; to++) {
    if (text.startsWith('<<', to)) {
      depth += 1;
      to += 1;
    } else if (text.startsWith('>>', to)) {
      if (depth === 0) return text.slice(from, to);
      depth -= 1;
      to += 1;
    }
  }
  return null;
}

function objectStream(bytes: Buffer, raw: string, at: number): string {
  const word = raw.indexOf('stream', at);
  if (word < 0 || word - at > 4_000) return '';
  const start = word + (raw.startsWith('\r\n', word + 6) ? 8 : 7);
  const end = raw.indexOf('endstream', start);
  if (end < 0) return '';
  try {
    return inflateSync(bytes.subarray(start, end), {
      maxOutputLength: MOST_STREAM,
      // The line end before `endstream` is no part of the data.
      finishFlush: 2,
    }).toString('latin1');
  } catch {
    return '';
  }
}
