import type { CivilDate } from '../../../domain/civil-date.ts';
import type { Iin, Sex } from '../../../domain/iin.ts';
import type { PersonName } from '../../../domain/names.ts';

/** What a document says. Text of organisations and places in both languages of the paper. */
export type Bilingual = { readonly kk: string; readonly ru: string };

export type DocumentPerson = PersonName & {
  readonly iin: Iin;
  readonly birthDate: CivilDate;
  readonly sex: Sex;
};

export type ScanFacts = {
  /** As written on the paper: «4/317», «10-732-26-0005933». */
  readonly number: string;
  readonly issuedOn: CivilDate;
  /** End of validity written on the paper itself (identity cards, disability); null when it names none. */
  readonly validUntil: CivilDate | null;
  readonly organisation: Bilingual;
  /** Short name of the organisation for the ring of the seal, in Kazakh. */
  readonly sealName: string;
  readonly place: Bilingual;
  readonly address: string;
  /** Whose document it is: the serviceman, the teacher, the guardian, the holder of the card; the child where it is the child's. */
  readonly holder: DocumentPerson;
  readonly child: DocumentPerson;
  /** All minor children of the family, for large families. */
  readonly children: readonly DocumentPerson[];
  readonly father: DocumentPerson | null;
  readonly mother: DocumentPerson | null;
  /** Those whose death the paper states. */
  readonly deceased: readonly DocumentPerson[];
  /** A child of another family: what a scan with the defect `wrong_child` shows. */
  readonly otherChild: DocumentPerson;
  /** Wording of a service certificate. */
  readonly service: 'military' | 'special_body';
};

export const SCAN_KINDS = [
  'birth_certificate',
  'applicant_id',
  'service_certificate',
  'service_death_notice',
  'workplace_certificate',
  'disability_certificate_adult',
  'disability_certificate_child',
  'siblings_birth_certificates',
  'mother_award',
  'guardianship_decision',
  'parents_death_certificates',
  'pmpc_conclusion',
  'staff_order',
  'address_certificate',
  'family_certificate',
] as const;
/**
 * Papers the factory can draw: the document kinds of domain/data, and two that people attach by mistake
 * (`address_certificate`, `family_certificate`, see the defect `wrong_kind`).
 */
export type ScanKind = (typeof SCAN_KINDS)[number];

export const SCAN_FORMS = [
  'pdf1',
  'pdfN',
  'jpeg_photo',
  'jpeg_rotated',
  'png',
  'webp',
  'blurred',
  'unreadable',
] as const;
export type ScanForm = (typeof SCAN_FORMS)[number];

export const SCAN_DEFECTS = ['expired', 'wrong_child', 'no_stamp', 'wrong_kind'] as const;
export type ScanDefect = (typeof SCAN_DEFECTS)[number];
