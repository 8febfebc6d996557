/** A link as documents and screens tell it. */
import type { LinkRow } from '../../db/queries/links.ts';
import { nameIn } from '../../db/queries/names.ts';
import { almatyIso } from '../../domain/calendar.ts';
import type { FactValue } from '../../domain/facts.ts';
import type { LinkPart } from '../../domain/family-decision.ts';
import type { LinkState } from '../../domain/kinship.ts';
import { addressName, fullName } from '../../domain/names.ts';

/** The stored link as it will stand after an act. */
export function partOfRow(
  row: LinkRow,
  after: { readonly state: LinkState; readonly on: string; readonly replaced: LinkPart['replaced'] },
): LinkPart {
  return {
    person: { iin: row.iin, fullName: fullName(nameIn(row)) },
    role: row.role,
    state: after.state,
    evidence: {
      kind: row.evidence,
      registryAnswer: row.answer,
      checkedAt: row.checked_at === null ? null : almatyIso(row.checked_at),
      scanSha256: row.evidence === 'birth_certificate' ? row.scan_sha256 : null,
    },
    courtDocument:
      row.court_number === null || row.court_name === null || row.court_on === null
        ? null
        : {
            number: row.court_number,
            court: row.court_name,
            on: row.court_on,
            validUntil: row.court_until,
          },
    validFrom: row.valid_from,
    validTo: after.state === 'ended' ? after.on : null,
    replaced: after.replaced,
  };
}

/** How a message names the person. */
export function subjectOfRow(row: LinkRow) {
  const name = nameIn(row);
  return { iin: row.iin, fullName: fullName(name), addressed: addressName(name) };
}

/** A child's links as the facts of an act tell them: whoever changes one changes the facts. */
export function linkFacts(links: readonly LinkRow[]): FactValue {
  return links.map((row) => ({
    id: row.id,
    iin: row.iin,
    role: row.role,
    state: row.state,
    evidence: row.evidence,
    from: row.valid_from,
    to: row.valid_to,
  }));
}
