/** The XML of a package: judged as text before a parser sees it, then plain elements of its one namespace. */
import type { Element } from '@xmldom/xmldom';
import { isPackageFault, PACKAGE_LIMITS, PACKAGE_NAMESPACE, type XmlNode } from '../../domain/package.ts';
import { EdsError } from '../eds/errors.ts';
import { hasSignature, parseXml } from '../eds/xml/structure.ts';
import { acceptText } from '../eds/xml/text-gate.ts';
import { PackageRefusal } from './fault.ts';

const ELEMENT = 1;
const TEXT = 3;

/** UTF-8 or nothing; a byte-order mark may stand before it. */
export function decodeXml(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new PackageRefusal('XML_ENCODING');
  }
}

export interface ParsedXml {
  readonly root: Element;
  readonly isSigned: boolean;
}

/** Parses a package's text after the gate: no DOCTYPE, entity, comment, CDATA or instruction; bounded size, depth and number. */
export function parsePackageXml(text: string): ParsedXml {
  try {
    const { root } = parseXml(
      acceptText(text, {
        size: PACKAGE_LIMITS.fileBytes,
        depth: PACKAGE_LIMITS.depth,
        elements: PACKAGE_LIMITS.elements,
      }),
    );
    return { root, isSigned: hasSignature(root) };
  } catch (error) {
    throw new PackageRefusal(
      error instanceof EdsError && isPackageFault(error.code) ? error.code : 'XML_MALFORMED',
    );
  }
}

/** The tree of a package without a signature. Throws FORMAT_NAMESPACE for any element or attribute of another namespace. */
export function treeOf(element: Element): XmlNode {
  if (element.namespaceURI !== PACKAGE_NAMESPACE) throw new PackageRefusal('FORMAT_NAMESPACE');
  const attributes: Record<string, string> = Object.create(null);
  for (const attribute of Array.from(element.attributes)) {
    if (attribute.name === 'xmlns' || attribute.name.startsWith('xmlns:')) continue;
    if (attribute.namespaceURI !== null) throw new PackageRefusal('FORMAT_NAMESPACE');
    attributes[attribute.name] = attribute.value;
  }
  const children: XmlNode[] = [];
  let text = '';
  for (let node = element.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === ELEMENT) children.push(treeOf(node as Element));
    else if (node.nodeType === TEXT) text += node.nodeValue ?? '';
    else throw new PackageRefusal('FORMAT_ELEMENT');
  }
  return { name: element.localName ?? '', attributes, children, text };
}
