/** Values of a package, each read by one rule: what does not fit is a fault with its place, and reading goes on. */
import { parseBin } from './bin.ts';
import { type CivilDate, isCivilDate } from './civil-date.ts';
import { parseIin } from './iin.ts';
import type { InstantText, PackageFault, PackageFaultCode, XmlNode } from './package.ts';
import { parsePhone } from './phone.ts';

/** Collects the faults of one package. Values that could not be read are empty: nobody looks at them once a fault was found. */
export class PackageReading {
  readonly faults: PackageFault[] = [];

  fault(code: PackageFaultCode, place: string): void {
    // A thousand faults of one file help nobody, nor one twice.
    const isTold = this.faults.some((one) => one.code === code && one.place === place);
    if (!isTold && this.faults.length < 50) this.faults.push({ code, place });
  }
}

/** Elements that may stand in an element, in this order: name, at least, at most. */
export type ElementRule = readonly [name: string, least: number, most: number];

/** The children of an element by name, judged by the rules; text between them is a fault. */
export function childrenOf(
  reading: PackageReading,
  node: XmlNode,
  place: string,
  rules: readonly ElementRule[],
): ReadonlyMap<string, readonly XmlNode[]> {
  const found = new Map<string, XmlNode[]>();
  let at = 0;
  for (const child of node.children) {
    const rule = rules.findIndex(([name]) => name === child.name);
    const same = found.get(child.name) ?? [];
    if (rule < at || same.length >= (rules[rule]?.[2] ?? 0)) {
      reading.fault('FORMAT_ELEMENT', join(place, child.name));
      continue;
    }
    at = rule;
    same.push(child);
    found.set(child.name, same);
  }
  for (const [name, least] of rules) {
    if ((found.get(name)?.length ?? 0) < least) reading.fault('FORMAT_MISSING', join(place, name));
  }
  if (node.text.trim() !== '') reading.fault('FORMAT_TEXT', place);
  return found;
}

/** The attributes of an element, judged by name; the ones with `?` may be left out. */
export function attributesOf(
  reading: PackageReading,
  node: XmlNode,
  place: string,
  allowed: readonly string[],
): void {
  for (const name of Object.keys(node.attributes)) {
    if (!allowed.includes(name) && !allowed.includes(`${name}?`))
      reading.fault('FORMAT_ATTRIBUTE', `${place}/@${shown(name)}`);
  }
  for (const name of allowed) {
    if (!name.endsWith('?') && node.attributes[name] === undefined)
      reading.fault('FORMAT_ATTRIBUTE', `${place}/@${name}`);
  }
}

export function join(place: string, name: string): string {
  return place === '' ? shown(name) : `${place}/${shown(name)}`;
}

/** A name from outside, fit for a message: places go into files and screens. */
function shown(name: string): string {
  return /^[A-Za-z][A-Za-z0-9]{0,31}$/.test(name) ? name : '?';
}

/** The text of an element that holds text only: trimmed, white space single, NFC. Null where the element is absent. */
export function leaf(
  reading: PackageReading,
  node: XmlNode | undefined,
  place: string,
  attributes: readonly string[] = [],
): string | null {
  if (node === undefined) return null;
  attributesOf(reading, node, place, attributes);
  if (node.children.length > 0) reading.fault('FORMAT_ELEMENT', place);
  return tidy(node.text);
}

function tidy(text: string): string {
  return text
    .trim()
    .replace(/[ \t\r\n]+/g, ' ')
    .normalize('NFC');
}

/** Controls, marks that turn or hide text, private letters, and the mark of letters that were lost. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029\ufffd]/u;
/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@]/;

/** Free text: an address, a kind of correction, a relation. Null stays null. */
export function plain(
  reading: PackageReading,
  text: string | null,
  place: string,
  most: number,
): string | null {
  if (text === null) return null;
  if (text === '') reading.fault('VALUE_EMPTY', place);
  else if (text.length > most) reading.fault('VALUE_LONG', place);
  else if (UNFIT.test(text) || FORMULA.test(text)) reading.fault('VALUE_CHARACTERS', place);
  return text;
}

const LETTERS = 'A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f\\u0400-\\u0481\\u048a-\\u052f';
/** Names of people in the scripts of Kazakhstan's papers; SQL has the same (`kezek.package_name`). */
const NAME = new RegExp(`^[${LETTERS}][${LETTERS} '’ʼ.-]*$`, 'u');

export function personName(reading: PackageReading, text: string | null, place: string): string {
  const name = plain(reading, text, place, 60) ?? '';
  if (name !== '' && name.length <= 60 && !NAME.test(name)) reading.fault('VALUE_CHARACTERS', place);
  return name;
}

export function oneOf<T extends string>(
  reading: PackageReading,
  text: string | null,
  place: string,
  values: readonly [T, ...T[]],
): T {
  const found = values.find((value) => value === text);
  if (found === undefined && text !== null) reading.fault('VALUE_UNKNOWN', place);
  return found ?? values[0];
}

export function oneOfOrNull<T extends string>(
  reading: PackageReading,
  text: string | undefined,
  place: string,
  values: readonly [T, ...T[]],
): T | null {
  return text === undefined ? null : oneOf(reading, text, place, values);
}

/** A code of a catalogue; whether there is one of that name is the database's to say. */
export function code(reading: PackageReading, text: string | null, place: string): string | null {
  if (text !== null && !/^[a-z][a-z0-9_]{0,59}$/.test(text)) reading.fault('VALUE_UNKNOWN', place);
  return text;
}

export function civilDay(reading: PackageReading, text: string | null, place: string): CivilDate | null {
  if (text !== null && !isCivilDate(text)) reading.fault('VALUE_DATE', place);
  return text;
}

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** A time with its zone, to the microsecond at most. */
export function instant(reading: PackageReading, text: string | null, place: string): InstantText {
  const day = INSTANT.exec(text ?? '')?.[1];
  if (text !== null && (day === undefined || !isCivilDate(day) || day < '1900-01-01')) {
    reading.fault('VALUE_TIME', place);
  }
  return text ?? '';
}

export function iin(reading: PackageReading, text: string | null, place: string): string {
  if (text === null) return '';
  const parsed = parseIin(text);
  if (!parsed.ok) reading.fault(parsed.code, place);
  else if (parsed.iin !== text) reading.fault('IIN_DIGITS', place);
  return text;
}

export function bin(reading: PackageReading, text: string | null, place: string): string {
  if (text !== null && (text.length !== 12 || !parseBin(text).ok)) reading.fault('BIN', place);
  return text ?? '';
}

/** A mobile phone of Kazakhstan in any of its spellings, as E.164. */
export function phone(reading: PackageReading, text: string | null, place: string): string {
  if (text === null) return '';
  const parsed = parsePhone(text);
  if (!parsed.ok) reading.fault('PHONE', place);
  return parsed.ok ? parsed.e164 : '';
}

const EMAIL =
  /^[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,63}$/;

export function email(reading: PackageReading, text: string | null, place: string): string | null {
  if (text !== null && (text.length > 254 || !EMAIL.test(text))) reading.fault('EMAIL', place);
  return text;
}

export function applicationNumber(reading: PackageReading, text: string | null, place: string): string {
  if (text !== null && !/^[0-9]{4}-[0-9]{6,7}$/.test(text)) reading.fault('VALUE_CHARACTERS', place);
  return text ?? '';
}

/** A package's own number at its portal. */
export const PORTAL_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

export function portalId(reading: PackageReading, text: string | null, place: string): string {
  if (text !== null && !PORTAL_ID.test(text)) reading.fault('VALUE_CHARACTERS', place);
  return text ?? '';
}

/** The name a family gave to its file: shown, never opened by. No folders, nothing a file system reads. */
export function fileName(reading: PackageReading, text: string | undefined, place: string): string {
  const name = plain(reading, tidy(text ?? ''), place, 120) ?? '';
  if (/[\\/:*?"<>|]/.test(name) || /^\.+$/.test(name)) reading.fault('VALUE_CHARACTERS', place);
  return name;
}

/** Name of a member of the ZIP. */
export const MEMBER_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
