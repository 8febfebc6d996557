/** The document an officer signs about a place, the message the family gets, and the preview of both. */
import { almatyIso } from '../../domain/calendar.ts';
import { OUTCOME_OF_ACT } from '../../domain/decision-document.ts';
import { addressName, fullName, listName } from '../../domain/names.ts';
import { type PlaceOutcome, placeDecisionXml } from '../../domain/place-decision.ts';
import { type NextStanding, placeNotice, type TextTriple } from '../../domain/place-notice.ts';
import type { Words } from '../../preload/contract/common.ts';
import type { PreparedDecision } from '../../preload/contract/decisions.ts';
import type { OfficerContext } from '../context.ts';
import type { CertificateCheck } from '../decisions/certificate-check.ts';
import type { PreparedPlace } from '../decisions/prepared.ts';
import { nameOf, titleOf } from '../desk/catalogue.ts';
import { type Obstacle, refused } from '../errors.ts';
import type { LegalActRow, ReasonRow } from '../reference.ts';
import { type ActWorld, type Built, queuePart, referralPart, shownPlace, shownQueue } from './act.ts';
import type { Ground } from './grounds.ts';
import { consequenceOf, termsOf } from './terms.ts';

/** An act worked out, with the numbers it is to be signed with. */
export interface Numbered {
  readonly ground: Ground;
  readonly built: Built;
  readonly reason: ReasonRow | null;
  readonly decisionNumber: string | null;
  readonly referralNumber: string | null;
}

/** What is shown and signed of an act. `xml` is empty where something stands against it. */
export interface Drawn {
  readonly built: Built;
  readonly outcome: PlaceOutcome;
  readonly decisionNumber: string | null;
  readonly reason: { readonly code: string; readonly textKk: string; readonly textRu: string } | null;
  readonly legalAct: LegalActRow;
  readonly message: { readonly kk: string; readonly ru: string };
  readonly obstacles: readonly Obstacle[];
  readonly xml: string;
}

/** Draws the document and the message. Throws DecisionDocumentError for a document that may not be signed, REFUSED RULES_MISSING. */
export function draw(world: ActWorld, made: Numbered): Drawn {
  const { ground, reason } = made;
  const built = withReferralNumber(made);
  const legalAct = world.reference.legalActs.get(reason?.legal_act ?? built.profile.legal_act);
  if (legalAct === undefined) throw refused({ code: 'RULES_MISSING' });
  const { act } = world.intent;
  const worded = reason === null ? null : reasonWords(reason, null);
  const message = familyMessage(world, ground, built, reason);
  const obstacles =
    message !== null || built.obstacles.length > 0 ? built.obstacles : [{ code: 'MESSAGE_INCOMPLETE' }];
  const drawn = {
    built,
    outcome: OUTCOME_OF_ACT[act],
    decisionNumber: made.decisionNumber,
    reason:
      reason === null || worded === null ? null : { code: reason.code, textKk: worded.kk, textRu: worded.ru },
    legalAct,
    message: message ?? { kk: '', ru: '' },
    obstacles,
  };
  const { decisionNumber } = made;
  if (obstacles.length > 0 || decisionNumber === null) return { ...drawn, xml: '' };
  return { ...drawn, xml: xmlOf(world, ground, { ...drawn, decisionNumber }) };
}

function withReferralNumber({ built, referralNumber }: Numbered): Built {
  if (built.place === null || referralNumber === null) return built;
  return { ...built, place: { ...built.place, number: referralNumber } };
}

function xmlOf(
  world: ActWorld,
  ground: Ground,
  drawn: Omit<Drawn, 'xml'> & { readonly decisionNumber: string },
): string {
  const { application, benefit } = ground;
  const { ctx, intent, reference } = world;
  const district = reference.districts.get(application.district_id);
  const { built } = drawn;
  const organisation = organisationOf(world, ground);
  return placeDecisionXml({
    act: intent.act,
    outcome: drawn.outcome,
    decisionNumber: drawn.decisionNumber,
    applicationNumber: application.number,
    applicationVersion: application.version,
    factsSha256: ground.sha256,
    child: {
      iin: application.child_iin,
      fullName: childName(ground, fullName),
      birthDate: application.child_birth_date,
    },
    applicant: { iin: application.applicant_iin, fullName: applicantName(ground, fullName) },
    reason: drawn.reason,
    note: intent.note,
    benefitCategory:
      benefit === null ? null : { code: benefit.code, nameKk: benefit.name_kk, nameRu: benefit.name_ru },
    legalAct: {
      code: drawn.legalAct.code,
      titleKk: drawn.legalAct.title_kk,
      titleRu: drawn.legalAct.title_ru,
    },
    ruleProfile: { code: built.profile.code },
    officer: { iin: ctx.officer.iin, fullName: fullName(ctx.officer) },
    role: ctx.post.role,
    organisation: { bin: organisation.bin, name: organisation.name.kk },
    decidedAt: almatyIso(world.decidedAt),
    referral: built.place === null ? null : referralPart(built.place),
    queue: built.queue === null ? null : queuePart(built.queue, district?.code ?? ''),
  });
}

type Naming = typeof fullName;

/** The child as this naming writes it. */
export function childName({ application }: Pick<Ground, 'application'>, naming: Naming): string {
  return naming({
    surname: application.child_surname,
    givenName: application.child_given_name,
    patronymic: application.child_patronymic,
  });
}

/** The applicant as this naming writes it. */
export function applicantName({ application }: Pick<Ground, 'application'>, naming: Naming): string {
  return naming({
    surname: application.applicant_surname,
    givenName: application.applicant_given_name,
    patronymic: application.applicant_patronymic,
  });
}

/** Who decides: a clerk for the district's department, a head for the kindergarten. */
export function organisationOf(
  { ctx, reference }: Pick<ActWorld, 'ctx' | 'reference'>,
  ground: Pick<Ground, 'application' | 'referral' | 'enrolment'>,
): { readonly bin: string; readonly name: Words } {
  const place = ground.referral ?? ground.enrolment;
  if (ctx.post.role === 'head' && place !== null) {
    const name = place.kindergarten;
    return { bin: place.kindergarten_bin, name: { kk: name, ru: name, en: name } };
  }
  const district = reference.districts.get(ground.application.district_id);
  if (district === undefined) throw refused({ code: 'RULES_MISSING' });
  return {
    bin: district.bin,
    name: {
      kk: district.department_name_kk,
      ru: district.department_name_ru,
      en: district.department_name_en,
    },
  };
}

/** The reason as a family reads it, the officer's own words after it. */
export function reasonWords(reason: ReasonRow, note: string | null): TextTriple {
  const one = (message: string, full: string): string => {
    const text = (message.trim() === '' ? full : message).trim();
    const whole = /[.!?…]$/.test(text) ? text : `${text}.`;
    return note === null ? whole : `${whole} ${note}`;
  };
  return {
    kk: one(reason.message_kk, reason.full_kk),
    ru: one(reason.message_ru, reason.full_ru),
    en: one('', reason.full_en),
  };
}

/** The message of the act; null when a value it needs is missing. */
function familyMessage(
  world: ActWorld,
  ground: Ground,
  built: Built,
  reason: ReasonRow | null,
): { readonly kk: string; readonly ru: string } | null {
  const { place } = built;
  const category = world.reference.categories.find(
    (one) => one.id === ground.application.benefit_category_id,
  );
  const made = placeNotice(
    {
      kind: OUTCOME_OF_ACT[world.intent.act],
      applicationNumber: ground.application.number,
      applicant: applicantName(ground, addressName),
      child: childName(ground, listName),
      kindergarten: place?.seat.kindergarten ?? null,
      group: place?.seat.group_name ?? null,
      referralNumber: place?.number ?? null,
      until: place?.offerUntil ?? place?.validUntil ?? null,
      benefit: category === undefined ? null : nameOf(category),
      benefitUntil: place?.benefitUntil ?? null,
      reason: reason === null ? null : reasonWords(reason, world.intent.note),
      next: nextOf(world, ground, built),
      contractNumber: place?.contract?.number ?? null,
    },
    world.reference.texts(world.on, ground.application.notification_type),
  );
  return made.ok ? { kk: made.kk, ru: made.ru } : null;
}

/** What becomes of the application, as the message tells it. */
function nextOf(world: ActWorld, ground: Ground, built: Built): NextStanding | null {
  if (world.intent.act === 'decline') {
    return consequenceOf('declined', termsOf(built.profile), ground.application.restored, world.on).next;
  }
  return built.effect?.steps.at(-1)?.status === 'queued' ? { kind: 'queue' } : null;
}

/** The preview of an act: `prepared` where it may be signed. */
export function preview(
  ctx: OfficerContext,
  world: ActWorld,
  ground: Ground,
  drawn: Drawn,
  certificate: CertificateCheck,
  prepared: PreparedPlace | null,
): PreparedDecision {
  const { application } = ground;
  const { built, legalAct } = drawn;
  return {
    preparedId: prepared?.preparedId ?? crypto.randomUUID(),
    applicationId: application.id,
    act: world.intent.act,
    outcome: drawn.outcome,
    number: prepared?.decisionNumber ?? null,
    organisation: organisationOf(world, ground).name,
    application: {
      number: application.number,
      version: application.version,
      submittedAt: application.submitted_at,
    },
    child: { fullName: childName(ground, fullName), iin: application.child_iin },
    applicant: { fullName: applicantName(ground, fullName), iin: application.applicant_iin },
    reason: drawn.reason,
    note: world.intent.note,
    correctionDue: null,
    correctionWorkingDays: null,
    legalAct: { code: legalAct.code, title: titleOf(legalAct) },
    ruleProfile: { code: built.profile.code, name: nameOf(built.profile) },
    scans: { total: 0, valid: 0, invalid: 0 },
    officer: ctx.officer,
    decidedAt: world.decidedAt,
    factsSha256: ground.sha256,
    xml: prepared === null ? '' : drawn.xml,
    messageKk: drawn.message.kk,
    messageRu: drawn.message.ru,
    notification: {
      channel: application.notification_type,
      language: application.notification_language,
    },
    referral: built.place === null ? null : shownPlace(built.place),
    queue: built.queue === null ? null : shownQueue(built.queue),
    link: null,
    companion: null,
    registration: null,
    duplicate: null,
    linkRequest: null,
    checks: [
      ...built.checks,
      { code: 'unchanged', ok: true, evidence: { version: application.version } },
      { code: 'certificate', ok: certificate.ok, evidence: certificate.evidence },
    ],
    obstacles: [...drawn.obstacles],
  };
}
