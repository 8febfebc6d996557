/** Walks the registrations at the counter: each is signed, and package, consent and time are those of its signed document. */
import type { OpenDatabase } from '../../db/open.ts';
import { registrationsAfter } from '../../db/queries/walk-in.ts';
import { almatyIso } from '../../domain/calendar.ts';
import { readSignedDecision } from '../decisions/read-document.ts';
import type { Broken } from './decisions.ts';

const BATCH = 100;

type Kept = Awaited<ReturnType<typeof registrationsAfter>>[number];

/** Yields every registration that does not hold; returns how many there are. The signatures themselves are judged with the decisions. */
export async function* verifyRegistrations(
  db: OpenDatabase,
): AsyncGenerator<Broken, { readonly checked: number }, void> {
  let after = '0';
  let checked = 0;
  for (;;) {
    // 'system': verification reads every district, whoever runs it on the machine of the database.
    const batch = await db.read('system', (tx) => registrationsAfter(tx, after, BATCH));
    for (const kept of batch) {
      const reason = faultOf(kept);
      if (reason !== null) yield { row: `application ${kept.number}`, reason, detail: {} };
      checked += 1;
    }
    const last = batch.at(-1);
    if (last === undefined || batch.length < BATCH) return { checked };
    after = last.application_id;
  }
}

function faultOf(kept: Kept): string | null {
  if (kept.signed_xml === null) return 'REGISTRATION_UNSIGNED';
  const signed = readSignedDecision(kept.signed_xml);
  if (signed === null) return 'REGISTRATION_UNSIGNED';
  if (signed.packageSha256 !== kept.package_sha256) return 'REGISTRATION_PACKAGE';
  if (signed.submittedAt !== almatyIso(kept.submitted_at)) return 'REGISTRATION_TIME';
  const parentSigned = kept.signature_sha256 !== null;
  if (signed.consentProof !== kept.consent || parentSigned !== (kept.consent === 'signature')) {
    return 'REGISTRATION_CONSENT';
  }
  return parentSigned && kept.signature_sha256 !== kept.package_sha256 ? 'REGISTRATION_PACKAGE' : null;
}
