/** A value the facts of a decision are made of: plain data, whole numbers, no dates (write them as text). */
export type FactValue =
  | string
  | number
  | boolean
  | null
  | readonly FactValue[]
  | { readonly [key: string]: FactValue };

/**
 * The canonical text of the facts decided on; its SHA-256 goes into the decision. One line per value,
 * `path=value`, keys in code-unit order, list items in their own order with [index], LF after every line, strings in
 * JSON with Unicode brought to NFC. Different facts never give the same text: empty lists and objects have their own line.
 * Throws RangeError (FACTS_KEY, FACTS_NUMBER, FACTS_TEXT, FACTS_VALUE) for what cannot be written so.
 */
export function factsText(facts: { readonly [key: string]: FactValue }): string {
  const lines = ['kezek-facts=1'];
  writeObject(lines, '', facts);
  return lines.map((line) => `${line}\n`).join('');
}

function writeValue(lines: string[], path: string, value: FactValue): void {
  if (isList(value)) {
    if (value.length === 0) lines.push(`${path}=[]`);
    value.forEach((item, i) => {
      writeValue(lines, `${path}[${i}]`, item);
    });
  } else if (typeof value === 'object' && value !== null) {
    writeObject(lines, path, value);
    if (Object.keys(value).length === 0) lines.push(`${path}={}`);
  } else {
    lines.push(`${path}=${scalar(value)}`);
  }
}

function writeObject(lines: string[], path: string, value: { readonly [key: string]: FactValue }): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new RangeError('FACTS_VALUE');
  }
  for (const key of Object.keys(value).toSorted()) {
    if (!/^[a-zA-Z][a-zA-Z0-9_]*$/.test(key)) {
      throw new RangeError('FACTS_KEY');
    }
    writeValue(lines, path === '' ? key : `${path}.${key}`, value[key] as FactValue);
  }
}

function scalar(value: string | number | boolean | null): string {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) {
      throw new RangeError('FACTS_TEXT');
    }
    return JSON.stringify(value.normalize('NFC'));
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      throw new RangeError('FACTS_NUMBER');
    }
    return String(value);
  }
  if (typeof value === 'boolean' || value === null) {
    return String(value);
  }
  throw new RangeError('FACTS_VALUE');
}

function isList(value: FactValue): value is readonly FactValue[] {
  return Array.isArray(value);
}
