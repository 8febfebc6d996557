/** Rows of companions as the contract shows them. */
import type { PermitRow } from '../../db/queries/companions.ts';
import type { CompanionRow, ExportState } from '../../preload/contract/companions.ts';

/** The seed's promise: what changed is known to the attendance system within this. */
export const EXPORT_TERM_MS = 15 * 60_000;

export function rowOf(row: PermitRow, now: Date): CompanionRow {
  return {
    permitId: row.id,
    companion: named(row),
    relation: row.relation,
    phone: row.phone,
    isApplicant: row.is_applicant,
    state: row.state,
    stateSince: row.state_since,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    child: {
      iin: row.child_iin,
      surname: row.child_surname,
      givenName: row.child_given_name,
      patronymic: row.child_patronymic,
    },
    applicationId: row.application_id,
    applicationNumber: row.application_number,
    applicationVersion: row.application_version,
    kindergartenId: row.kindergarten_id,
    kindergarten: row.kindergarten,
    groupName: row.group_name,
    export: exportOf(row, now),
  };
}

export function named(row: {
  readonly iin: string;
  readonly surname: string;
  readonly given_name: string;
  readonly patronymic: string | null;
}) {
  return { iin: row.iin, surname: row.surname, givenName: row.given_name, patronymic: row.patronymic };
}

function exportOf(row: PermitRow, now: Date): ExportState {
  const { queued_at: queuedAt, delivery } = row;
  if (queuedAt === null) return { state: 'none', late: false, at: null, error: null, againAt: null };
  if (delivery === null) return { state: 'off', late: false, at: queuedAt, error: null, againAt: null };
  return {
    state: delivery,
    late: delivery !== 'sent' && now.getTime() - queuedAt.getTime() > EXPORT_TERM_MS,
    at: delivery === 'sent' ? row.sent_at : queuedAt,
    error: row.error,
    againAt: delivery === 'failed' ? row.next_attempt_at : null,
  };
}
