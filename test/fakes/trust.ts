/** The authority of a test, trusted as demo authorities are. */
import type { WriteTransaction } from '../../db/open.ts';
import { putTrustedCa } from '../../db/queries/staff.ts';
import type { DemoCa } from '../../main/eds/demo-ca.ts';

export async function trustAuthority(tx: WriteTransaction, trusted: DemoCa['trusted']): Promise<void> {
  for (const { certificate } of trusted) {
    await putTrustedCa(tx, {
      spkiSha256: Buffer.from(certificate.spkiSha256, 'hex'),
      certificate: certificate.der,
      subject: certificate.subject.commonName,
      purpose: 'demo',
      addedBy: 'test',
    });
  }
}
