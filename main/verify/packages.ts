/** Walks the citizens' signatures that were kept with packages, and judges each as it was judged when the package came. */
import type { OpenDatabase } from '../../db/open.ts';
import { signaturesAfter } from '../../db/queries/packages.ts';
import { signerOf } from '../../domain/package.ts';
import { readPackage } from '../../domain/package-read.ts';
import type { TrustStore } from '../eds/trust.ts';
import { verifyXml } from '../eds/xmldsig.ts';
import { parsePackageXml, treeOf } from '../intake/xml-tree.ts';
import type { Broken } from './decisions.ts';

const BATCH = 50;

type Kept = Awaited<ReturnType<typeof signaturesAfter>>[number];

/** Yields every signature that does not hold; returns how many there are. */
export async function* verifyPackages(
  db: OpenDatabase,
  trust: TrustStore,
  progress: (checked: number) => void,
): AsyncGenerator<Broken, { readonly checked: number }, void> {
  let after = '0';
  let checked = 0;
  for (;;) {
    // 'system': verification reads every district, whoever runs it on the machine of the database.
    const batch = await db.read('system', (tx) => signaturesAfter(tx, after, BATCH));
    for (const kept of batch) {
      const reason = faultOf(kept, trust);
      if (reason !== null) {
        yield {
          row: `package ${kept.portal ?? '?'} ${kept.portal_id ?? '?'}`,
          reason,
          detail: { application: kept.application_id },
        };
      }
      checked += 1;
    }
    progress(checked);
    const last = batch.at(-1);
    if (last === undefined || batch.length < BATCH) return { checked };
    after = last.package_id;
  }
}

/** The text is what the certificate signed, the certificate is the one kept, and both speak of the person and package of the row. */
function faultOf(kept: Kept, trust: TrustStore): string | null {
  const verdict = verifyXml(kept.signed_xml, { trust, at: kept.verified_at, purpose: 'sign' });
  if (!verdict.ok || verdict.certificate === null) return verdict.code;
  if (!Buffer.from(verdict.certificate.der).equals(kept.certificate)) return 'PACKAGE_CERTIFICATE';
  if (verdict.certificate.subject.iin !== kept.signer_iin) return 'PACKAGE_SIGNER';
  try {
    const read = readPackage(treeOf(parsePackageXml(verdict.signedRootXml ?? '').root));
    const same =
      read.ok &&
      read.package.portal === kept.portal &&
      read.package.portalId === kept.portal_id &&
      signerOf(read.package) === kept.signer_iin;
    return same ? null : 'PACKAGE_DIFFERS';
  } catch {
    return 'PACKAGE_DIFFERS';
  }
}
