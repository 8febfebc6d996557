/** A reader of the program's own schemas: names, order, how often, choices, enumerations and patterns, all the way down. */
import { readFileSync } from 'node:fs';
import { DOMParser, type Element } from '@xmldom/xmldom';
import { C14nCanonicalization } from 'xml-crypto';

export function parseXmlStrictly(xml: string): Element {
  const root = new DOMParser({
    onError: (_, message) => {
      throw new Error(message);
    },
  }).parseFromString(xml, 'text/xml').documentElement;
  if (root === null) throw new Error('no root');
  return root;
}

/** Canonical XML 1.0 of a document. */
export function canonicalXml(xml: string): string {
  return new C14nCanonicalization().process(parseXmlStrictly(xml) as unknown as globalThis.Node, {
    ancestorNamespaces: [],
  });
}

const elements = (node: Element): Element[] =>
  Array.from(node.childNodes ?? []).filter((n): n is Element => n.nodeType === 1);

export interface Schema {
  readonly namespace: string | null;
  /** Throws with the path of the first thing that does not fit. */
  fits(xml: string): void;
}

/** The schema in a file of `docs`. */
export function schemaOf(file: string): Schema {
  const schema = parseXmlStrictly(readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8'));
  const find = (kind: string, name: string): Element | undefined =>
    elements(schema).find((e) => e.nodeName === kind && e.getAttribute('name') === name);

  const content = (holder: Element): Element[] =>
    elements(elements(holder).find((e) => e.nodeName === 'xs:sequence') ?? holder);

  function fits(element: Element, type: Element, path: string): void {
    const written = elements(element);
    let at = 0;
    for (const particle of content(type)) {
      if (particle.nodeName === 'xs:choice') {
        const name = written[at]?.nodeName;
        const chosen = elements(particle).find((e) => e.getAttribute('name') === name);
        if (chosen === undefined) throw new Error(`${path}: none of the choice`);
        simple(written[at] as Element, chosen, `${path}/${name}`);
        at++;
      } else if (particle.nodeName === 'xs:element') {
        at = repeated(written, at, particle, path);
      }
    }
    if (written[at] !== undefined) throw new Error(`${path}/${written[at]?.nodeName} is not declared there`);
  }

  function repeated(written: readonly Element[], from: number, particle: Element, path: string): number {
    const name = particle.getAttribute('name') ?? '';
    let at = from;
    for (; written[at]?.nodeName === name; at++) simple(written[at] as Element, particle, `${path}/${name}`);
    const count = at - from;
    if (particle.getAttribute('minOccurs') !== '0' && count === 0)
      throw new Error(`${path}/${name} is missing`);
    const most = particle.getAttribute('maxOccurs') ?? '1';
    if (most !== 'unbounded' && count > Number(most)) throw new Error(`${path}/${name} ${count} times`);
    return at;
  }

  function simple(element: Element, particle: Element, path: string): void {
    const type = particle.getAttribute('type') ?? '';
    if (type.startsWith('xs:')) return;
    const complex = find('xs:complexType', type);
    if (complex !== undefined) {
      fits(element, complex, path);
      return;
    }
    const restriction = find('xs:simpleType', type);
    if (restriction === undefined) throw new Error(`${path}: type ${type} is not in the schema`);
    const text = element.textContent ?? '';
    const values = Array.from(restriction.getElementsByTagName('xs:enumeration')).map((e) =>
      e.getAttribute('value'),
    );
    if (values.length > 0 && !values.includes(text)) throw new Error(`${path}: ${text} is not listed`);
    for (const pattern of Array.from(restriction.getElementsByTagName('xs:pattern'))) {
      if (!new RegExp(`^(?:${pattern.getAttribute('value') ?? ''})$`, 'u').test(text))
        throw new Error(`${path}: ${text} has another form`);
    }
  }

  return {
    namespace: schema.getAttribute('targetNamespace'),
    fits(xml) {
      const root = parseXmlStrictly(xml);
      const declared = find('xs:element', root.nodeName);
      const type = declared === undefined ? undefined : elements(declared)[0];
      if (type === undefined) throw new Error(`${root.nodeName} is not in the schema`);
      fits(root, type, root.nodeName);
    },
  };
}
