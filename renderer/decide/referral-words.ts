/** The parts of a decision that tell of a place and of the order it was given in, as rows of the document in words. */
import type { PreparedDecision } from '../../preload/contract/index.ts';
import { date, dateTime, number } from '../format.ts';
import type { T } from '../i18n.ts';
import { passedList } from '../ui/errors.ts';

export type WordRow = [label: string, value: string, strong?: boolean];
type Referral = NonNullable<PreparedDecision['referral']>;

/** The place, its terms and what the act adds; empty for an act of review. */
export function referralRows(t: T, { referral }: PreparedDecision): readonly WordRow[] {
  if (referral === null) {
    return [];
  }
  const rows: WordRow[] = [
    [
      t('decide:sign.row.kindergarten'),
      t('decide:sign.kindergartenLine', { name: referral.kindergarten, bin: referral.kindergartenBin }),
      true,
    ],
    [
      t('decide:sign.row.group'),
      t('decide:sign.groupLine', {
        name: referral.groupName,
        year: referral.cohortYear,
        ordinal: referral.ordinal,
      }),
    ],
  ];
  if (referral.state !== null && referral.state !== 'offered' && referral.state !== 'accepted') {
    rows.push([
      t('decide:sign.row.referral'),
      referral.number === null ? t('decide:sign.numberLater') : `№ ${referral.number}`,
    ]);
  }
  return [...rows, ...movedRows(t, referral), ...termRows(t, referral), ...factRows(t, referral)];
}

function movedRows(t: T, { from, other }: Referral): readonly WordRow[] {
  return [
    ...(from === null
      ? []
      : [
          [
            t('decide:sign.row.from'),
            t('decide:sign.fromLine', { kindergarten: from.kindergarten, group: from.groupName }),
          ] satisfies WordRow,
        ]),
    ...(other === null
      ? []
      : [
          [
            t('decide:sign.row.other'),
            t('decide:sign.otherLine', { name: other.childName, number: other.applicationNumber }),
          ] satisfies WordRow,
        ]),
  ];
}

function termRows(t: T, referral: Referral): readonly WordRow[] {
  const terms = [
    [t('decide:sign.row.offerUntil'), referral.offerUntil],
    [t('decide:sign.row.benefitUntil'), referral.benefitUntil],
    [t('decide:sign.row.validUntil'), referral.validUntil],
  ] as const;
  return terms.flatMap(([label, at]) =>
    at === null ? [] : [[label, t('decide:sign.untilLine', { at: dateTime(at) })] satisfies WordRow],
  );
}

function factRows(t: T, referral: Referral): readonly WordRow[] {
  const rows: WordRow[] = [];
  if (referral.answeredBy !== null) {
    rows.push([t('decide:sign.row.answeredBy'), t(`decide:how.${referral.answeredBy}`)]);
  }
  if (referral.documents !== null) {
    rows.push([t('decide:sign.row.documents'), t('decide:sign.documentsLine', referral.documents)]);
  }
  if (referral.contractNumber !== null && referral.contractOn !== null) {
    rows.push([
      t('decide:sign.row.contract'),
      t('decide:sign.contractLine', {
        number: referral.contractNumber,
        date: date(referral.contractOn),
      }),
    ]);
  }
  return rows;
}

/** The order the place is given in: which queue, which place and turn, and who is passed over. */
export function queueRows(t: T, { queue }: PreparedDecision): readonly WordRow[] {
  if (queue === null) {
    return [];
  }
  const { key } = queue;
  const stream = t(`decide:sign.stream.${queue.stream}`);
  return [
    [
      t('decide:sign.row.queue'),
      t('decide:sign.queueLine', {
        kind: t(`queueKind.${key.queueKind}`),
        year: key.cohortYear,
        language: t(`groupLanguage.${key.language}`),
      }),
    ],
    [
      t('decide:sign.row.place'),
      t('decide:sign.placeLine', {
        place: number(queue.place),
        total: number(queue.total),
        turn: number(queue.turn),
        stream: queue.cause === 'ratio' ? stream : t('decide:sign.otherStream', { stream }),
        benefit: queue.benefitPlaces,
        ordinary: queue.ordinaryPlaces,
      }),
    ],
    [
      t('decide:sign.row.passed'),
      queue.passed.length === 0 ? t('decide:sign.nobodyPassed') : passedList(t, queue.passed),
      queue.passed.length > 0,
    ],
  ];
}
