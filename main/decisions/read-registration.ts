/** What a registration at the counter says, out of its signed document: for the paper the family takes home. */
import { parseXml } from '../eds/xml/structure.ts';

export interface SignedRegistration {
  readonly child: { readonly iin: string; readonly fullName: string; readonly birthDate: string };
  readonly applicant: { readonly iin: string; readonly fullName: string };
  readonly submittedAt: Date;
  readonly queueKind: 'general' | 'special';
  readonly correctionKind: string | null;
  readonly language: 'kk' | 'ru';
  readonly benefit: { readonly kk: string; readonly ru: string } | null;
  readonly kindergartens: readonly string[];
  readonly scans: number;
}

interface Node {
  readonly childNodes: ArrayLike<unknown>;
  readonly localName: string | null;
  readonly textContent: string | null;
}

/** Null when it is no document of version 4. */
export function readRegistration(signedXml: string): SignedRegistration | null {
  const root = rootOf(signedXml);
  const part = root === null ? null : childOf(root, 'registration');
  if (root === null || part === null) return null;
  const text = (from: Node, ...path: readonly string[]): string => textAt(from, path) ?? '';
  const benefit = childOf(root, 'benefitCategory');
  const named = (name: string): Node[] => childrenOf(childOf(part, `${name}s`), name);
  return {
    child: {
      iin: text(root, 'child', 'iin'),
      fullName: text(root, 'child', 'fullName'),
      birthDate: text(root, 'child', 'birthDate'),
    },
    applicant: { iin: text(root, 'applicant', 'iin'), fullName: text(root, 'applicant', 'fullName') },
    submittedAt: new Date(text(part, 'submittedAt')),
    queueKind: text(part, 'queueKind') === 'special' ? 'special' : 'general',
    correctionKind: textAt(part, ['correctionKind']),
    language: text(part, 'groupLanguage') === 'ru' ? 'ru' : 'kk',
    benefit: benefit === null ? null : { kk: text(benefit, 'nameKk'), ru: text(benefit, 'nameRu') },
    kindergartens: named('kindergarten').map((one) => text(one, 'name')),
    scans: named('scan').length,
  };
}

function rootOf(xml: string): Node | null {
  try {
    return parseXml(xml).root as unknown as Node;
  } catch {
    return null;
  }
}

function childrenOf(node: Node | null, name: string): Node[] {
  return node === null
    ? []
    : Array.from(node.childNodes as ArrayLike<Node>).filter((each) => each.localName === name);
}

function childOf(node: Node, name: string): Node | null {
  return childrenOf(node, name)[0] ?? null;
}

function textAt(from: Node, path: readonly string[]): string | null {
  let node: Node | null = from;
  for (const name of path) node = node === null ? null : childOf(node, name);
  return node?.textContent ?? null;
}
