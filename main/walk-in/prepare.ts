/** Builds what the clerk signs to register a family: number, document, message, and everything that stands against it. */
import { createHash } from 'node:crypto';
import { reserveNumber } from '../../db/queries/decisions.ts';
import { walkInNumber } from '../../db/queries/walk-in.ts';
import { almatyDate, almatyIso } from '../../domain/calendar.ts';
import { DecisionDocumentError } from '../../domain/decision-xml.ts';
import { type FactValue, factsText } from '../../domain/facts.ts';
import { addressName, fullName, listName } from '../../domain/names.ts';
import { eventNotice } from '../../domain/notice-template.ts';
import type { ApplicationPackage } from '../../domain/package.ts';
import {
  type ConsentProof,
  type RegistrationPart,
  registrationXml,
} from '../../domain/registration-decision.ts';
import { SIGNED_PAPER, type WalkInForm } from '../../domain/walk-in.ts';
import type { PreparedDecision } from '../../preload/contract/decisions.ts';
import type { OfficerContext } from '../context.ts';
import { certificateCheck } from '../decisions/certificate-check.ts';
import type { PreparedRegistration } from '../decisions/prepared.ts';
import { nameOf, titleOf } from '../desk/catalogue.ts';
import { refused } from '../errors.ts';
import { documentOf } from '../intake/take.ts';
import type { LegalActRow, RuleProfileRow } from '../reference.ts';
import { type DrawnWalkIn, drawWalkIn, thisSecond } from './draw.ts';
import { keepForm } from './keep.ts';
import { liveSignature } from './live-signature.ts';
import type { ParentSignature } from './memory.ts';
import { kindergartenNames } from './names.ts';

/** Everything the document is made of. */
interface Registering {
  readonly drawn: DrawnWalkIn;
  readonly one: ApplicationPackage;
  readonly proof: ConsentProof;
  readonly signature: ParentSignature | null;
  readonly packageSha256: string;
  readonly profile: RuleProfileRow;
  readonly legalAct: LegalActRow;
  readonly decidedAt: Date;
  readonly applicationNumber: string;
  readonly decisionNumber: string;
  readonly facts: { readonly text: string; readonly sha256: string };
  readonly part: RegistrationPart;
  readonly message: { readonly kk: string; readonly ru: string };
}

/** Its key in the store of prepared decisions: a desk registers one family at a time. */
const NOT_YET = '0';

/** Prepares the registration of the form as it stands. Throws REFUSED with what stands against it, each with its field. */
export async function prepare(
  ctx: OfficerContext,
  input: { readonly form: WalkInForm; readonly consent: ConsentProof },
): Promise<PreparedDecision> {
  await ctx.desk.db.write(ctx.scope, (tx) => keepForm(ctx, tx, input.form));
  const whole = await registering(ctx, input);
  const xml = xmlOf(ctx, whole);
  const prepared = ctx.desk.prepared.put<PreparedRegistration>({
    kind: 'registration',
    act: 'register_at_counter',
    outcome: 'registered',
    officerIin: ctx.officer.iin,
    postId: ctx.post.postId,
    applicationId: NOT_YET,
    version: 1,
    districtId: whole.drawn.district.id,
    decisionNumber: whole.decisionNumber,
    applicationNumber: whole.applicationNumber,
    reason: null,
    note: null,
    xml,
    factsText: whole.facts.text,
    factsSha256: whole.facts.sha256,
    ruleProfileId: whole.profile.id,
    legalAct: whole.legalAct.code,
    messageKk: whole.message.kk,
    messageRu: whole.message.ru,
    decidedAt: whole.decidedAt,
    package: whole.one,
    packageSha256: whole.packageSha256,
    signature: whole.signature?.evidence ?? null,
    consent: whole.proof,
  });
  return await shown(ctx, whole, prepared);
}

async function registering(
  ctx: OfficerContext,
  input: { readonly form: WalkInForm; readonly consent: ConsentProof },
): Promise<Registering> {
  const decidedAt = thisSecond(ctx);
  const signature = input.consent === 'signature' ? await liveSignature(ctx, input.form) : null;
  const drawn = await drawWalkIn(ctx, input.form, signature?.at ?? decidedAt);
  const { package: one, reference, district } = drawn;
  if (one === null || drawn.faults.length > 0) {
    throw refused(...drawn.faults.map(({ code, place }) => ({ code, field: place })));
  }
  requireConsent(drawn, input.consent, signature);
  const on = almatyDate(decidedAt);
  const profile = reference.profile(district.region_id, on);
  const legalAct = profile === null ? undefined : reference.legalActs.get(profile.legal_act);
  if (profile === null || legalAct === undefined) throw refused({ code: 'RULES_MISSING' });
  const packageSha256 = sha256(signature?.evidence.xml ?? drawn.xml);
  const year = on.slice(0, 4);
  const held = ctx.desk.prepared.takeNumber(NOT_YET, year);
  const numbers = await ctx.desk.db.write(ctx.scope, async (tx) => ({
    application: await walkInNumber(tx),
    decision: held ?? (await reserveNumber(tx, Number(year))),
  }));
  const part = partOf(
    drawn,
    one,
    input.consent,
    packageSha256,
    await kindergartenNames(ctx, one.kindergartens),
  );
  const text = factsText({
    number: numbers.application,
    district: district.id,
    consent: input.consent,
    packageSha256,
    package: documentOf(one) as { readonly [key: string]: FactValue },
  });
  return {
    drawn,
    one,
    proof: input.consent,
    signature,
    packageSha256,
    profile,
    legalAct,
    decidedAt,
    applicationNumber: numbers.application,
    decisionNumber: numbers.decision,
    facts: { text, sha256: sha256(text) },
    part,
    message: messageOf(drawn, one, numbers.application, on),
  };
}

/** The consent is proved by what the clerk says it is proved by. */
function requireConsent(drawn: DrawnWalkIn, proof: ConsentProof, signature: ParentSignature | null): void {
  if (proof === 'signature' && signature === null) throw refused({ code: 'WALK_IN_NOT_SIGNED' });
  if (proof === 'paper_scan' && !drawn.scans.some(({ kind }) => kind === SIGNED_PAPER)) {
    throw refused({ code: 'WALK_IN_NO_PAPER' });
  }
}

function partOf(
  drawn: DrawnWalkIn,
  one: ApplicationPackage,
  proof: ConsentProof,
  packageSha256: string,
  names: ReadonlyMap<string, string>,
): RegistrationPart {
  const paper = drawn.scans.find(({ kind }) => kind === SIGNED_PAPER);
  return {
    relation: one.applicant.relation,
    submittedAt: one.submittedAt,
    queueKind: one.queueKind,
    correctionKind: one.correctionKind,
    groupLanguage: one.language,
    desiredFrom: one.desiredFrom,
    kindergartens: one.kindergartens.map((bin) => ({ bin, name: names.get(bin) ?? bin })),
    notification: { type: one.notificationType, language: one.notificationLanguage },
    consent: { proof, scanSha256: proof === 'paper_scan' ? (paper?.sha256 ?? null) : null },
    packageSha256,
    scans: one.scans.map(({ sha256: hash, kind, about }) => ({
      scanSha256: hash,
      documentKind: kind,
      about,
    })),
  };
}

/** The message in the office's words, as after an application of a portal. Throws REFUSED MESSAGE_INCOMPLETE. */
function messageOf(drawn: DrawnWalkIn, one: ApplicationPackage, number: string, on: string) {
  const made = eventNotice(
    'registered',
    () => ({ applicant: addressName(one.applicant), number, child: listName(one.child) }),
    drawn.reference.texts(on, one.notificationType),
  );
  if (!made.ok) throw refused({ code: 'MESSAGE_INCOMPLETE' });
  return { kk: made.kk, ru: made.ru };
}

function benefitOf({ drawn, one, decidedAt }: Registering) {
  const on = almatyDate(decidedAt);
  const region = drawn.district.region_id;
  return drawn.reference.categories.find(
    (row) =>
      row.code === one.benefitCategory &&
      (row.region_id === null || row.region_id === region) &&
      row.valid_from <= on &&
      (row.valid_to === null || on < row.valid_to),
  );
}

function xmlOf(ctx: OfficerContext, whole: Registering): string {
  const { one, legalAct, drawn } = whole;
  const benefit = benefitOf(whole);
  try {
    return registrationXml({
      act: 'register_at_counter',
      outcome: 'registered',
      decisionNumber: whole.decisionNumber,
      applicationNumber: whole.applicationNumber,
      applicationVersion: 1,
      factsSha256: whole.facts.sha256,
      child: { iin: one.child.iin, fullName: fullName(one.child), birthDate: one.child.birthDate },
      applicant: { iin: one.applicant.iin, fullName: fullName(one.applicant) },
      reason: null,
      note: null,
      benefitCategory:
        benefit === undefined
          ? null
          : { code: benefit.code, nameKk: benefit.name_kk, nameRu: benefit.name_ru },
      registration: whole.part,
      legalAct: { code: legalAct.code, titleKk: legalAct.title_kk, titleRu: legalAct.title_ru },
      ruleProfile: { code: whole.profile.code },
      officer: { iin: ctx.officer.iin, fullName: fullName(ctx.officer) },
      role: ctx.post.role,
      organisation: { bin: drawn.district.bin, name: drawn.district.department_name_kk },
      decidedAt: almatyIso(whole.decidedAt),
    });
  } catch (error) {
    if (error instanceof DecisionDocumentError) throw refused(...error.faults.map(({ code }) => ({ code })));
    throw error;
  }
}

async function shown(
  ctx: OfficerContext,
  whole: Registering,
  prepared: PreparedRegistration,
): Promise<PreparedDecision> {
  const { one, legalAct, drawn, part } = whole;
  const certificate = await certificateCheck(ctx);
  const benefit = benefitOf(whole);
  return {
    preparedId: prepared.preparedId,
    applicationId: NOT_YET,
    act: prepared.act,
    outcome: prepared.outcome,
    number: prepared.decisionNumber,
    organisation: {
      kk: drawn.district.department_name_kk,
      ru: drawn.district.department_name_ru,
      en: drawn.district.department_name_en,
    },
    application: {
      number: whole.applicationNumber,
      version: 1,
      submittedAt: new Date(Date.parse(one.submittedAt)),
    },
    child: { fullName: fullName(one.child), iin: one.child.iin },
    applicant: { fullName: fullName(one.applicant), iin: one.applicant.iin },
    reason: null,
    note: null,
    correctionDue: null,
    correctionWorkingDays: null,
    legalAct: { code: legalAct.code, title: titleOf(legalAct) },
    ruleProfile: { code: whole.profile.code, name: nameOf(whole.profile) },
    scans: { total: one.scans.length, valid: 0, invalid: 0 },
    officer: ctx.officer,
    decidedAt: whole.decidedAt,
    factsSha256: whole.facts.sha256,
    xml: prepared.xml,
    messageKk: whole.message.kk,
    messageRu: whole.message.ru,
    notification: { channel: one.notificationType, language: one.notificationLanguage },
    referral: null,
    queue: null,
    link: null,
    companion: null,
    duplicate: null,
    linkRequest: null,
    registration: {
      ...part,
      kindergartens: [...part.kindergartens],
      scans: part.scans.length,
      benefit: benefit === undefined ? null : nameOf(benefit),
    },
    checks: [
      {
        code: 'consent',
        ok: true,
        evidence: { proof: whole.proof, by: whole.signature?.fullName ?? null },
      },
      { code: 'elsewhere', ok: drawn.elsewhere.length === 0, evidence: { count: drawn.elsewhere.length } },
      { code: 'certificate', ok: certificate.ok, evidence: certificate.evidence },
    ],
    obstacles: [],
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
