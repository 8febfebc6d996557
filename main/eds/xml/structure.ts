import { DOMParser, type Document, type Element, XMLSerializer } from '@xmldom/xmldom';
import { EdsError } from '../errors.ts';
import { C14N, C14N_WITH_COMMENTS, DSIG, ENVELOPED } from './profile.ts';

/**
 * The second gate: the document holds exactly one signature, in the one shape and place of the profile, so nothing in
 * it can steer the verifier, whichever it is: what other tools look for by name or path can only be what was read here.
 */

export type StructureCode =
  | 'SIG_MISSING'
  | 'SIG_SEVERAL'
  | 'SIG_POSITION'
  | 'SIG_CHILDREN'
  | 'SIG_CANONICALIZATION'
  | 'SIG_REFERENCES'
  | 'SIG_REFERENCE_URI'
  | 'SIG_TRANSFORMS'
  | 'SIG_VALUE_FORMAT'
  | 'SIG_KEY_INFO';

/** Thrown inside this folder; `verifyXml` turns it into a verdict. */
export class StructureError extends Error {
  readonly code: StructureCode;
  constructor(code: StructureCode) {
    super(code);
    this.code = code;
  }
}

/** What the gate read of the one signature. */
export interface SignatureParts {
  readonly element: Element;
  readonly signedInfo: Element;
  readonly signatureMethod: string;
  readonly digestMethod: string;
  /** Base64, white space removed. */
  readonly digestValue: string;
  readonly signatureValue: string;
  readonly certificate: Uint8Array;
}

const ELEMENT = 1;
const TEXT = 3;

/**
 * Strict but for U+FFFD, an ordinary character of XML that the library warns of. Line ends are as the text gate left them: the
 * library's own would make U+2028 and U+2029 one (XML 1.1), and sign another text than an XML 1.0 reader verifies.
 */
const PARSER = new DOMParser({
  onError: (level, message) => {
    if (level !== 'warning' || !message.startsWith('Unicode replacement character')) throw new Error(message);
  },
  normalizeLineEndings: (text) => text,
});

/** Parses a text that passed the text gate. Throws XML_MALFORMED on anything else the parser warns of. */
export function parseXml(text: string): { document: Document; root: Element } {
  let document: Document;
  try {
    document = PARSER.parseFromString(text, 'text/xml');
  } catch {
    throw new EdsError('XML_MALFORMED');
  }
  const root = document.documentElement;
  const others = Array.from(document.childNodes).filter((node) => node !== root);
  if (!root || others.some((node) => node.nodeType === ELEMENT)) throw new EdsError('XML_MALFORMED');
  return { document, root };
}

/** All elements from this one on, in document order. */
const elementsOf = (root: Element): readonly Element[] => [
  root,
  ...Array.from(root.getElementsByTagNameNS('*', '*')),
];

const SIGNATURE_NAMES = ['Signature', 'SignedInfo'];

/** Whether the document holds a signature element of any kind: a look-alike in a foreign namespace is one as well. */
export const hasSignature = (root: Element): boolean =>
  elementsOf(root).some(({ localName }) => SIGNATURE_NAMES.includes(localName ?? ''));

/** What a signature has once, and no other element of the document may be called, whatever its namespace. */
const ONCE = ['SignedInfo', 'SignatureValue', 'KeyInfo', 'SignatureMethod', 'CanonicalizationMethod'];

/** Reads the signature of a parsed document. Throws StructureError with the code of the first thing out of place. */
export function readSignature(root: Element): SignatureParts {
  const elements = elementsOf(root);
  const names = elements.map(({ localName }) => localName);
  const total = names.filter((name) => name === 'Signature').length;
  if (total === 0) throw new StructureError('SIG_MISSING');
  if (total > 1) throw new StructureError('SIG_SEVERAL');
  if (ONCE.some((name) => names.indexOf(name) !== names.lastIndexOf(name)))
    throw new StructureError('SIG_CHILDREN');
  const element = lastChildElement(root);
  if (element?.localName !== 'Signature' || element.namespaceURI !== DSIG)
    throw new StructureError('SIG_POSITION');
  refuseAttributes(element, []);
  const [signedInfo, signatureValue, keyInfo] = childrenNamed(
    element,
    ['SignedInfo', 'SignatureValue', 'KeyInfo'],
    'SIG_CHILDREN',
  );
  const signed = readSignedInfo(signedInfo);
  const value = base64Of(signatureValue, 'SIG_VALUE_FORMAT');
  const certificate = readKeyInfo(keyInfo);
  refuseCarriageReturns(elements, [signatureValue, keyInfo]);
  return { element, signedInfo, ...signed, signatureValue: value, certificate };
}

function lastChildElement(root: Element): Element | null {
  for (let node = root.lastChild; node; node = node.previousSibling) {
    if (node.nodeType === ELEMENT) return node as Element;
    if (node.nodeType !== TEXT || (node.nodeValue ?? '').trim() !== '') return null;
  }
  return null;
}

/** The child elements, which must be exactly these of the DSIG namespace, with nothing but white space between. */
function childrenNamed<const Names extends readonly string[]>(
  parent: Element,
  names: Names,
  code: StructureCode,
): { [K in keyof Names]: Element } {
  const children: Element[] = [];
  for (const node of Array.from(parent.childNodes)) {
    if (node.nodeType === ELEMENT) children.push(node as Element);
    else if (node.nodeType !== TEXT || (node.nodeValue ?? '').trim() !== '') throw new StructureError(code);
  }
  const fits =
    children.length === names.length &&
    children.every((child, i) => child.localName === names[i] && child.namespaceURI === DSIG);
  if (!fits) throw new StructureError(code);
  return children as unknown as { [K in keyof Names]: Element };
}

/** No attributes but namespace declarations and the ones named, unprefixed. */
function refuseAttributes(
  element: Element,
  allowed: readonly string[],
  code: StructureCode = 'SIG_CHILDREN',
): void {
  for (const attribute of Array.from(element.attributes)) {
    const isNamespace = attribute.name === 'xmlns' || attribute.name.startsWith('xmlns:');
    if (!isNamespace && !allowed.includes(attribute.name)) throw new StructureError(code);
  }
}

/** The Algorithm attribute of an element that has no other attribute and no content. */
function algorithmOf(element: Element, code: StructureCode): string {
  refuseAttributes(element, ['Algorithm'], code);
  childrenNamed(element, [], code);
  return element.getAttribute('Algorithm') ?? '';
}

function readSignedInfo(signedInfo: Element) {
  refuseAttributes(signedInfo, []);
  const [canonicalization, signatureMethod, reference] = childrenNamed(
    signedInfo,
    ['CanonicalizationMethod', 'SignatureMethod', 'Reference'],
    'SIG_REFERENCES',
  );
  if (algorithmOf(canonicalization, 'SIG_CANONICALIZATION') !== C14N) {
    throw new StructureError('SIG_CANONICALIZATION');
  }
  refuseAttributes(reference, ['URI'], 'SIG_REFERENCES');
  if (reference.getAttribute('URI') !== '' || !reference.hasAttribute('URI')) {
    throw new StructureError('SIG_REFERENCE_URI');
  }
  const [transforms, digestMethod, digestValue] = childrenNamed(
    reference,
    ['Transforms', 'DigestMethod', 'DigestValue'],
    'SIG_REFERENCES',
  );
  refuseAttributes(transforms, [], 'SIG_TRANSFORMS');
  const steps = childrenNamed(transforms, ['Transform', 'Transform'], 'SIG_TRANSFORMS');
  const [first, second] = steps.map((step) => algorithmOf(step, 'SIG_TRANSFORMS'));
  if (first !== ENVELOPED || second !== C14N_WITH_COMMENTS) throw new StructureError('SIG_TRANSFORMS');
  return {
    signatureMethod: algorithmOf(signatureMethod, 'SIG_CHILDREN'),
    digestMethod: algorithmOf(digestMethod, 'SIG_REFERENCES'),
    digestValue: base64Of(digestValue, 'SIG_VALUE_FORMAT'),
  };
}

/** KeyInfo/X509Data/X509Certificate, one of each: several certificates are a choice an attacker could make for us. */
function readKeyInfo(keyInfo: Element): Uint8Array {
  refuseAttributes(keyInfo, [], 'SIG_KEY_INFO');
  const [data] = childrenNamed(keyInfo, ['X509Data'], 'SIG_KEY_INFO');
  refuseAttributes(data, [], 'SIG_KEY_INFO');
  const [certificate] = childrenNamed(data, ['X509Certificate'], 'SIG_KEY_INFO');
  return Uint8Array.from(Buffer.from(base64Of(certificate, 'SIG_KEY_INFO'), 'base64'));
}

function base64Of(element: Element, code: StructureCode): string {
  refuseAttributes(element, [], code);
  const nodes = Array.from(element.childNodes);
  if (nodes.some((node) => node.nodeType !== TEXT)) throw new StructureError(code);
  const text = (element.textContent ?? '').replaceAll(/[ \t\r\n]/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) throw new StructureError(code);
  return text;
}

/** A carriage return (written as a character reference) may stand only where base64 is, and is not signed as text. */
function refuseCarriageReturns(elements: readonly Element[], allowed: readonly Element[]): void {
  for (const element of elements) {
    if (hasCarriageReturn(element) && !allowed.some((parent) => isWithin(element, parent)))
      throw new EdsError('XML_CONTROL_CHARACTER');
  }
}

/** In an attribute's value, or in a text of its own. */
function hasCarriageReturn({ attributes, firstChild }: Element): boolean {
  for (const { value } of attributes) if (value.includes('\r')) return true;
  for (let node = firstChild; node; node = node.nextSibling) {
    if (node.nodeType === TEXT && node.nodeValue?.includes('\r')) return true;
  }
  return false;
}

function isWithin(element: Element, parent: Element): boolean {
  for (let node: Element | null = element; node; node = node.parentNode as Element | null) {
    if (node === parent) return true;
  }
  return false;
}

/** The root's tag with its namespaces and attributes, and nothing in it. */
export const shellOf = (root: Element): string =>
  new XMLSerializer().serializeToString(root.cloneNode(false));
