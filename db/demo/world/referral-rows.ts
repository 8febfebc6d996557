import { almatyDate } from '../../../domain/calendar.ts';
import { iso } from './application-rows.ts';
import type { BulkRow } from './bulk.ts';
import { DOCUMENTS, type PlannedReferral } from './offer-life.ts';
import type { Life } from './queue-life.ts';
import { queueText } from './seat-plan.ts';

/** Rows of referrals and of what hangs on them, and the last number given out in each year. */
export type ReferralRows = {
  readonly referrals: readonly BulkRow[];
  readonly documents: readonly BulkRow[];
  readonly turns: readonly BulkRow[];
  readonly holds: readonly BulkRow[];
  readonly enrolments: readonly BulkRow[];
  readonly numbers: ReadonlyMap<number, number>;
};

export type ReferralGround = {
  readonly lives: Iterable<Life>;
  readonly childOf: (application: number) => number;
  readonly districtOf: (application: number) => number;
  /** Ids by the text of the queue and by the code of the profile. */
  readonly queueIds: ReadonlyMap<string, number>;
  readonly profileIds: ReadonlyMap<string, number>;
  /** IIN of a kindergarten's head, for the marks on documents. */
  readonly headIin: (kindergarten: number) => string;
};

type Known = {
  readonly referral: PlannedReferral;
  readonly id: number;
  readonly childId: number;
  readonly queueId: number;
  readonly profileId: number;
  readonly enrolledAt: number | null;
};

/** Makes all rows; ids follow the time of the offers, numbers that of the issuing. */
export function referralRows(ground: ReferralGround): ReferralRows {
  const known = [...ground.lives]
    .flatMap((life) =>
      life.referrals.map((referral) => ({
        referral,
        enrolledAt: referral.state === 'admitted' ? life.enrolledAt : null,
      })),
    )
    .toSorted((a, b) => a.referral.offeredAt - b.referral.offeredAt || a.referral.seat - b.referral.seat)
    .map(
      ({ referral, enrolledAt }, i): Known => ({
        referral,
        enrolledAt,
        id: i + 1,
        childId: ground.childOf(referral.application),
        queueId: ground.queueIds.get(queueText(referral.queue)) ?? 0,
        profileId: ground.profileIds.get(referral.profile) ?? 0,
      }),
    );
  const { numberOf, numbers } = numbersOf(known);
  const contracts = new Map<string, number>();
  return {
    referrals: known.map((one) =>
      referralRow(one, ground.districtOf(one.referral.application), numberOf(one.id)),
    ),
    documents: known.flatMap((one) => documentRows(one, ground.headIin(one.referral.kindergarten))),
    turns: turnRows(known),
    holds: known.map(holdRow),
    enrolments: known.flatMap((one) => enrolmentRows(one, contracts)),
    numbers,
  };
}

function numbersOf(known: readonly Known[]) {
  const byId = new Map<number, string>();
  const numbers = new Map<number, number>();
  const issued = known.filter((one) => one.referral.issuedAt !== null);
  for (const { id, referral } of issued.toSorted(
    (a, b) => (a.referral.issuedAt ?? 0) - (b.referral.issuedAt ?? 0) || a.id - b.id,
  )) {
    const year = Number(almatyDate(new Date(referral.issuedAt ?? 0)).slice(0, 4));
    const number = (numbers.get(year) ?? 0) + 1;
    numbers.set(year, number);
    byId.set(id, `${year}-Ж-${String(number).padStart(6, '0')}`);
  }
  return { numberOf: (id: number) => byId.get(id) ?? null, numbers };
}

const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

function referralRow(
  { referral, id, childId, queueId, profileId }: Known,
  district: number,
  number: string | null,
): BulkRow {
  return {
    id,
    number,
    application_id: referral.application,
    child_id: childId,
    district_id: district + 1,
    kindergarten_id: referral.kindergarten + 1,
    group_id: referral.group,
    seat_id: referral.seat,
    queue_id: queueId,
    rule_profile_id: profileId,
    turn: referral.turn,
    stream: referral.stream,
    cause: referral.cause,
    out_of_order_reason: null,
    passed: 0,
    state: referral.state,
    benefit_state: referral.benefitState,
    application_version: 1,
    acting: null,
    offered_at: iso(referral.offeredAt),
    offer_until: iso(referral.offerUntil),
    accepted_at: isoOrNull(referral.acceptedAt),
    accepted_how: referral.acceptedAt === null ? null : referral.seat % 3 === 0 ? 'counter' : 'phone',
    issued_at: isoOrNull(referral.issuedAt),
    valid_until: isoOrNull(referral.validUntil),
    first_valid_until: isoOrNull(referral.firstValidUntil),
    extensions: referral.extensions,
    benefit_until: isoOrNull(referral.benefitUntil),
    documents_at: isoOrNull(referral.documentsAt),
    ended_at: isoOrNull(referral.endedAt),
    end_reason: referral.endReason,
  };
}

/** Papers that were brought, where somebody may look: of referrals that live. */
function documentRows({ referral, id }: Known, headIin: string): readonly BulkRow[] {
  if (referral.endedAt !== null || referral.issuedAt === null || referral.benefitState === 'pending')
    return [];
  const day = almatyDate(new Date(referral.documentsAt ?? referral.issuedAt));
  return DOCUMENTS.slice(0, referral.documents).map((kind) => ({
    referral_id: id,
    document_kind: kind,
    received_on: day,
    received_by: headIin,
  }));
}

function turnRows(known: readonly Known[]): readonly BulkRow[] {
  const bySpot = Map.groupBy(known, (one) => `${one.queueId} ${one.profileId} ${one.referral.turn}`);
  return [...bySpot.values()].flatMap((own) =>
    own.map((one, i) => {
      const next = own[i + 1]?.referral.offeredAt ?? null;
      const failed = one.referral.endedAt !== null && one.referral.state !== 'admitted';
      return {
        queue_id: one.queueId,
        rule_profile_id: one.profileId,
        turn: one.referral.turn,
        // Whose turn it is by the ratio: the other stream's where that one was empty.
        stream:
          (one.referral.cause === 'ratio') === (one.referral.stream === 'benefit') ? 'benefit' : 'ordinary',
        referral_id: one.id,
        taken_at: iso(one.referral.offeredAt),
        voided_at: failed ? isoOrNull(one.referral.endedAt) : null,
        refilled_at: failed ? isoOrNull(next) : null,
      };
    }),
  );
}

function holdRow({ referral, id, childId, enrolledAt }: Known): BulkRow {
  const failed = referral.endedAt !== null && referral.state !== 'admitted';
  const kind = enrolledAt !== null ? 'enrolment' : referral.issuedAt !== null ? 'referral' : 'offer';
  return {
    seat_id: referral.seat,
    child_id: childId,
    application_id: referral.application,
    referral_id: id,
    kind,
    since: iso(referral.offeredAt),
    until: kind === 'enrolment' ? null : iso(referral.validUntil ?? referral.offerUntil),
    enrolled_on: enrolledAt === null ? null : almatyDate(new Date(enrolledAt)),
    released_at: failed ? isoOrNull(referral.endedAt) : null,
    release_reason: failed ? referral.state : null,
  };
}

function enrolmentRows(
  { referral, id, childId, enrolledAt }: Known,
  contracts: Map<string, number>,
): readonly BulkRow[] {
  if (enrolledAt === null) return [];
  const day = almatyDate(new Date(enrolledAt));
  const year = day.slice(0, 4);
  const key = `${referral.kindergarten} ${year}`;
  const serial = (contracts.get(key) ?? 0) + 1;
  contracts.set(key, serial);
  return [
    {
      child_id: childId,
      application_id: referral.application,
      referral_id: id,
      seat_id: referral.seat,
      group_id: referral.group,
      kindergarten_id: referral.kindergarten + 1,
      application_version: 1,
      acting: null,
      contract_number: `${year}/${serial}`,
      contract_on: day,
      enrolled_on: day,
      ended_on: null,
      end_kind: null,
      end_reason: null,
    },
  ];
}
