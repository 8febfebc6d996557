/** The parts of a decision that tell of a child's people, as rows of the document in words. */
import type { PreparedDecision } from '../../preload/contract/index.ts';
import { date, dateTime } from '../format.ts';
import type { T } from '../i18n.ts';
import type { WordRow } from './referral-words.ts';

/** The parent's link: who, as what, on what evidence, for how long; empty for every other act. */
export function linkRows(t: T, { link }: PreparedDecision): readonly WordRow[] {
  if (link === null) {
    return [];
  }
  const { evidence, courtDocument: court, replaced } = link;
  const rows: WordRow[] = [
    [
      t('decide:sign.row.linkPerson'),
      t('decide:sign.linkPersonLine', {
        role: t(`decide:family.role.${link.role}`),
        name: link.person.fullName,
        iin: link.person.iin,
      }),
      true,
    ],
    [t('decide:sign.row.linkState'), t(`decide:family.linkState.${link.state}`)],
    [t('decide:sign.row.evidence'), t(`decide:family.evidence.${evidence.kind}`)],
  ];
  if (evidence.registryAnswer !== null && evidence.checkedAt !== null) {
    rows.push([
      t('decide:sign.row.registry'),
      t('decide:sign.registryLine', {
        answer: t(`decide:family.answer.${evidence.registryAnswer}`),
        at: dateTime(new Date(evidence.checkedAt)),
      }),
    ]);
  }
  if (court !== null) {
    const line = t('decide:sign.courtLine', {
      number: court.number,
      court: court.court,
      date: date(court.on),
    });
    rows.push([
      t('decide:sign.row.court'),
      court.validUntil === null
        ? line
        : `${line}; ${t('decide:sign.evidence.until', { date: date(court.validUntil) })}`,
    ]);
  }
  if (replaced !== null) {
    rows.push([
      t('decide:sign.row.replaced'),
      t(replaced.stays ? 'decide:sign.replacedStays' : 'decide:sign.replacedLeaves', {
        name: replaced.fullName,
        iin: replaced.iin,
      }),
      true,
    ]);
  }
  return rows;
}

/** The companion's permit; empty for every other act. */
export function companionRows(t: T, { companion }: PreparedDecision): readonly WordRow[] {
  if (companion === null) {
    return [];
  }
  const { person, kindergarten, validFrom, validTo } = companion;
  return [
    [
      t('decide:sign.row.companion'),
      t('decide:sign.personLine', { name: person.fullName, iin: person.iin }),
      true,
    ],
    [
      t('decide:sign.row.kindergarten'),
      t('decide:sign.kindergartenLine', { name: kindergarten.name, bin: kindergarten.bin }),
    ],
    [t('decide:sign.row.permit'), t(`decide:family.permit.${companion.state}`)],
    [
      t('decide:sign.row.days'),
      validTo === null
        ? t('decide:sign.fromDay', { from: date(validFrom) })
        : t('decide:sign.fromTo', { from: date(validFrom), to: date(validTo) }),
    ],
  ];
}

/** The application that stays for the child; empty for every other act. */
export function duplicateRows(t: T, { duplicate }: PreparedDecision): readonly WordRow[] {
  if (duplicate === null) {
    return [];
  }
  const { keptApplication, department, keptStatus, keptSubmittedAt, submittedAt, ground, removedBy } =
    duplicate;
  return [
    [
      t('decide:sign.row.kept'),
      t('decide:sign.keptLine', { number: keptApplication, department: department.name }),
      true,
    ],
    [t('decide:sign.row.keptStatus'), t(`status.${keptStatus}`)],
    [
      t('decide:sign.row.dates'),
      t('decide:sign.datesLine', {
        own: dateTime(new Date(submittedAt)),
        kept: dateTime(new Date(keptSubmittedAt)),
      }),
    ],
    [t('decide:sign.row.pairGround'), t(`decide:family.ground.${ground}`)],
    ...(removedBy === null ? [] : [[t('decide:sign.row.removedBy'), removedBy] as WordRow]),
  ];
}

/** Who asked through a portal, and the very text they get; empty for every other act. */
export function linkRequestRows(t: T, decision: PreparedDecision): readonly WordRow[] {
  const { linkRequest, notification } = decision;
  if (linkRequest === null) {
    return [];
  }
  const { person, role, portal, portalId, askedAt } = linkRequest;
  return [
    [
      t('decide:sign.row.asker'),
      t('decide:sign.linkPersonLine', {
        role: t(`decide:family.role.${role}`),
        name: person.fullName,
        iin: person.iin,
      }),
      true,
    ],
    [
      t('decide:sign.row.request'),
      t('decide:sign.requestLine', { portal, id: portalId, at: dateTime(new Date(askedAt)) }),
    ],
    [t('decide:sign.row.told'), notification.language === 'kk' ? decision.messageKk : decision.messageRu],
  ];
}
