/** From what a clerk typed to the package it makes, judged by the rules of every package. Writes nothing. */
import { walkInDraft, walkInElsewhere, walkInPerson, walkInScans } from '../../db/queries/walk-in.ts';
import { almatyIso } from '../../domain/calendar.ts';
import { isIin } from '../../domain/iin.ts';
import type { ApplicationPackage, PackageFault } from '../../domain/package.ts';
import { judgePackage } from '../../domain/package-judge.ts';
import { readPackage } from '../../domain/package-read.ts';
import { packageNode, packageXml } from '../../domain/package-write.ts';
import {
  packageOfForm,
  type TypedPerson,
  type WalkInForm,
  type WalkInMaking,
  walkInFaults,
} from '../../domain/walk-in.ts';
import type { WalkInCheckView, WalkInScanView } from '../../preload/contract/walk-in.ts';
import type { OfficerContext } from '../context.ts';
import { actError } from '../errors.ts';
import type { District, Reference } from '../reference.ts';
import { memoryOf } from './memory.ts';

/** A form made into a package. */
export interface DrawnWalkIn {
  readonly reference: Reference;
  readonly district: District;
  /** With the persons as this desk knows them. */
  readonly form: WalkInForm;
  readonly scans: readonly WalkInScanView[];
  /** As it was read back: phones in one spelling, text tidied. Null: something cannot be read. */
  readonly package: ApplicationPackage | null;
  /** The text a parent may sign. */
  readonly xml: string;
  readonly faults: readonly PackageFault[];
  readonly elsewhere: WalkInCheckView['elsewhere'];
  readonly recorded: WalkInCheckView['recorded'];
}

const NO_DRAFT = '00000000-0000-0000-0000-000000000000';

/** To the second, as documents write it. */
export function thisSecond(ctx: OfficerContext): Date {
  return new Date(Math.floor(ctx.desk.clock.now().getTime() / 1000) * 1000);
}

/** The one district of a clerk's post. Throws FORBIDDEN without one. */
export function districtOf(ctx: OfficerContext, reference: Reference): District {
  const [id] = ctx.post.districts;
  const district = id === undefined ? undefined : reference.districts.get(id);
  if (district === undefined) throw actError('FORBIDDEN');
  return district;
}

/** Makes the package of a form as of a moment (to the second), and says everything that stands against it. */
export async function drawWalkIn(ctx: OfficerContext, form: WalkInForm, at: Date): Promise<DrawnWalkIn> {
  const { desk, scope, officer } = ctx;
  const reference = await desk.reference.get();
  const district = districtOf(ctx, reference);
  const read = await desk.db.read(scope, async (tx) => ({
    draft: await walkInDraft(tx, officer.iin),
    scans: await walkInScans(tx, officer.iin),
    applicant: isIin(form.applicant.iin) ? await walkInPerson(tx, form.applicant.iin) : undefined,
    child: isIin(form.child.iin) ? await walkInPerson(tx, form.child.iin) : undefined,
    elsewhere: isIin(form.child.iin) ? await walkInElsewhere(tx, form.child.iin) : [],
  }));
  const scans = read.scans.map(scanView);
  const known: WalkInForm = {
    ...form,
    applicant: { ...form.applicant, ...recordedPerson(read.applicant) },
    child: { ...form.child, ...recordedPerson(read.child) },
  };
  const making: WalkInMaking = {
    ref: read.draft?.ref ?? NO_DRAFT,
    department: district.bin,
    at: almatyIso(at),
    scans,
  };
  const written = packageOfForm(known, making);
  const office = await memoryOf(desk).office.get();
  const back = readPackage(packageNode(written));
  const one = back.ok && back.package.kind === 'application' ? back.package : null;
  const faults = [
    ...walkInFaults(known, making),
    // The office judges what could be read: half a date tells nothing of ages.
    ...(one === null ? [] : judgePackage(one, office.of(one, desk.clock.now()))),
    ...(read.elsewhere.some((row) => row.application_id !== null)
      ? [{ code: 'CHILD_QUEUED' as const, place: 'child/iin' }]
      : []),
  ];
  return {
    reference,
    district,
    form: known,
    scans,
    package: one,
    xml: packageXml(written),
    faults: faults.filter(
      (fault, i) =>
        faults.findIndex((other) => other.code === fault.code && other.place === fault.place) === i,
    ),
    elsewhere: read.elsewhere.map((row) => ({
      applicationId: row.application_id,
      number: row.number,
      status: row.status,
      district: districtWords(reference, row.district_id),
      submittedAt: row.submitted_at,
    })),
    recorded: (['applicant', 'child'] as const).flatMap((who) => {
      const person = personView(read[who]);
      return person === null || !differs(form[who], person) ? [] : [{ who, person }];
    }),
  };
}

type PersonRow = Awaited<ReturnType<typeof walkInPerson>>;

/** A known person as contracts tell it. */
export function personView(row: PersonRow) {
  return row === undefined
    ? null
    : {
        surname: row.surname,
        givenName: row.given_name,
        patronymic: row.patronymic,
        birthDate: row.birth_date,
        sex: row.sex,
      };
}

function recordedPerson(row: PersonRow): Partial<TypedPerson> {
  const person = personView(row);
  return person === null ? {} : { ...person, patronymic: person.patronymic ?? '' };
}

function differs(typed: TypedPerson, person: NonNullable<ReturnType<typeof personView>>): boolean {
  const same = (a: string, b: string): boolean =>
    a.trim().normalize('NFC').toLocaleLowerCase('kk') === b.normalize('NFC').toLocaleLowerCase('kk');
  return !(
    same(typed.surname, person.surname) &&
    same(typed.givenName, person.givenName) &&
    same(typed.patronymic, person.patronymic ?? '') &&
    typed.birthDate === person.birthDate &&
    typed.sex === person.sex
  );
}

export function scanView(row: Awaited<ReturnType<typeof walkInScans>>[number]): WalkInScanView {
  return {
    id: row.id,
    kind: row.document_kind,
    about: row.about,
    fileName: row.file_name,
    sha256: row.sha256.toString('hex'),
    mediaType: row.media_type,
    pages: row.page_count,
    byteSize: row.byte_size,
  };
}

function districtWords(reference: Reference, id: number) {
  const district = reference.districts.get(id);
  return {
    kk: district?.name_kk ?? '',
    ru: district?.name_ru ?? '',
    en: district?.name_en ?? '',
  };
}
