/** From a file's bytes to a typed package with its scans. Pure but for the trust store: no database, no clock of its own. */
import { createHash } from 'node:crypto';
import {
  isPackageFault,
  PACKAGE_LIMITS,
  type Package,
  type PackageKind,
  signerOf,
} from '../../domain/package.ts';
import { readPackage } from '../../domain/package-read.ts';
import type { TrustStore } from '../eds/trust.ts';
import { verifyXml, type XmlVerdict } from '../eds/xmldsig.ts';
import { PackageRefusal } from './fault.ts';
import { PACKAGE_MEMBER, readScanFiles, type ScanFile } from './scan-files.ts';
import { decodeXml, parsePackageXml, treeOf } from './xml-tree.ts';
import { isZip, openZip } from './zip.ts';

/** A signature that holds, and the very text it stands in. */
export interface CitizenSignature {
  readonly signedXml: string;
  readonly verdict: XmlVerdict & { readonly certificate: NonNullable<XmlVerdict['certificate']> };
}

export interface OpenedPackage {
  readonly package: Package;
  readonly scans: readonly ScanFile[];
  readonly signature: CitizenSignature | null;
}

/** What is known of a file, however broken: the register names it by this. */
export interface PackageFace {
  readonly sha256: Buffer;
  portal: string | null;
  portalId: string | null;
  kind: PackageKind | null;
}

/** The face of a file before it was opened. */
export function faceOf(bytes: Buffer): PackageFace {
  return {
    sha256: createHash('sha256').update(bytes).digest(),
    portal: null,
    portalId: null,
    kind: null,
  };
}

/**
 * Opens a package: XML, or a ZIP with `package.xml` and its scans. What is signed is read from what the signature covers and from
 * nothing else. `face` learns whose package it is as soon as that is known. Throws PackageRefusal with the first fault.
 */
export function openPackage(
  bytes: Buffer,
  trust: TrustStore,
  at: Date,
  face: PackageFace = faceOf(bytes),
): OpenedPackage {
  if (bytes.length === 0) throw new PackageRefusal('FILE_EMPTY');
  if (bytes.length > PACKAGE_LIMITS.fileBytes) throw new PackageRefusal('FILE_TOO_LARGE');
  const members = isZip(bytes) ? openZip(bytes) : null;
  const xmlBytes = members === null ? bytes : members.read(PACKAGE_MEMBER);
  if (xmlBytes === null) throw new PackageRefusal('ZIP_NO_PACKAGE');
  if (members !== null && xmlBytes.length > PACKAGE_LIMITS.xmlBytes)
    throw new PackageRefusal('XML_TOO_LARGE');
  if (!/^(?:\xef\xbb\xbf)?\s*</.test(xmlBytes.toString('latin1', 0, 64)))
    throw new PackageRefusal('FILE_KIND');
  const text = decodeXml(xmlBytes);
  // Asked before parsing, for a signed text is parsed by who verifies it; one that only speaks of signatures has none.
  const signature = text.includes('SignedInfo') ? verifySignature(text, trust, at) : null;
  const { root, isSigned } = parsePackageXml(signature?.verdict.signedRootXml ?? text);
  if (isSigned) throw new PackageRefusal('SIGNATURE_INVALID', 'SIG_CHILDREN');
  const read = readPackage(treeOf(root));
  if (!read.ok) {
    Object.assign(face, { portal: read.portal, portalId: read.portalId, kind: read.kind });
    throw new PackageRefusal(read.faults[0].code, read.faults[0].place);
  }
  const { package: one } = read;
  Object.assign(face, { portal: one.portal, portalId: one.portalId, kind: one.kind });
  if (signature !== null && signature.verdict.certificate.subject.iin !== signerOf(one)) {
    throw new PackageRefusal('SIGNATURE_OTHER_PERSON');
  }
  return { package: one, scans: readScanFiles(one.scans, members), signature };
}

/** The moment is that of the intake: a certificate that has expired since proves nothing of when it signed. */
function verifySignature(text: string, trust: TrustStore, at: Date): CitizenSignature | null {
  const verdict = verifyXml(text, { trust, at, purpose: 'sign' });
  const { certificate } = verdict;
  if (verdict.code === 'SIG_MISSING') return null;
  if (verdict.ok && certificate !== null) return { signedXml: text, verdict: { ...verdict, certificate } };
  if (verdict.code.startsWith('CHAIN_')) throw new PackageRefusal('SIGNATURE_UNTRUSTED', verdict.code);
  throw new PackageRefusal(isPackageFault(verdict.code) ? verdict.code : 'SIGNATURE_INVALID', verdict.code);
}
