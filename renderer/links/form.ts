/** What is typed to link a parent, what is still missing, and the act's details made of it. Pure. */
import { parseIin } from '../../domain/iin.ts';
import type { LinkRole } from '../../domain/kinship.ts';
import type { FamilyCard, KinshipCheck, LinkDetails } from '../../preload/contract/index.ts';

export type LinkDraft = {
  readonly iin: string;
  readonly role: LinkRole | null;
  /** What the registry said of this IIN; null: it was not asked yet. */
  readonly check: KinshipCheck | null;
  /** A court's document is the evidence instead of the registry; always so for a guardian. */
  readonly byCourt: boolean;
  readonly courtNumber: string;
  readonly court: string;
  readonly courtOn: string | null;
  readonly courtUntil: string | null;
  readonly scanId: string | null;
  /** As written in the paper, where neither the desk nor the registry knows the person. */
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string;
};

export const EMPTY_DRAFT: LinkDraft = {
  iin: '',
  role: null,
  check: null,
  byCourt: false,
  courtNumber: '',
  court: '',
  courtOn: null,
  courtUntil: null,
  scanId: null,
  surname: '',
  givenName: '',
  patronymic: '',
};

/** The draft of what a portal asked: whom, as what, and the name as it was given. */
export function requestedDraft(request: {
  readonly person: {
    readonly iin: string;
    readonly surname: string;
    readonly givenName: string;
    readonly patronymic: string | null;
  };
  readonly role: LinkRole;
}): LinkDraft {
  const { iin, surname, givenName, patronymic } = request.person;
  return { ...EMPTY_DRAFT, iin, role: request.role, surname, givenName, patronymic: patronymic ?? '' };
}

export type LinkEvidence = NonNullable<LinkDetails['evidence']>;

/** On what the link rests as the draft stands; null before the registry was asked. */
export function evidenceOf({ role, byCourt, check }: LinkDraft): LinkEvidence | null {
  if (role === 'guardian' || byCourt) return 'court_document';
  if (check === null) return null;
  return check.answer === 'confirmed' ? 'registry' : 'birth_certificate';
}

/** Whether the person must be written as in the paper. */
export function asksPerson({ check, iin }: LinkDraft): boolean {
  const parsed = parseIin(iin);
  return parsed.ok && check !== null && check.person === null;
}

export type Missing = 'iin' | 'role' | 'ask' | 'differs' | 'otherRole' | 'certificate' | 'court' | 'person';

/** The first thing that is missing; null when the document can be made. */
export function missingOf(draft: LinkDraft): Missing | null {
  if (!parseIin(draft.iin).ok) return 'iin';
  if (draft.role === null) return 'role';
  // Who the person is, is asked for whatever the evidence.
  if (draft.check === null) return 'ask';
  const evidence = evidenceOf(draft);
  if (evidence === 'court_document') {
    if (draft.courtNumber.trim() === '' || draft.court.trim() === '' || draft.courtOn === null)
      return 'court';
  } else if (draft.check.answer === 'differs') return 'differs';
  else if (evidence === 'registry' && draft.check.role !== draft.role) return 'otherRole';
  else if (evidence === 'birth_certificate' && draft.scanId === null) return 'certificate';
  if (asksPerson(draft) && (draft.surname.trim() === '' || draft.givenName.trim() === '')) return 'person';
  return null;
}

/** The details of the act; null while something is missing. */
export function detailsOf(draft: LinkDraft): LinkDetails | null {
  const evidence = evidenceOf(draft);
  const parsed = parseIin(draft.iin);
  if (
    missingOf(draft) !== null ||
    draft.role === null ||
    draft.check === null ||
    evidence === null ||
    !parsed.ok
  )
    return null;
  return {
    personIin: draft.iin,
    role: draft.role,
    evidence,
    checkId: draft.check.id,
    ...(evidence === 'birth_certificate' && draft.scanId !== null ? { scanId: draft.scanId } : {}),
    ...(evidence === 'court_document' && draft.courtOn !== null
      ? {
          court: {
            number: draft.courtNumber.trim(),
            court: draft.court.trim(),
            on: draft.courtOn,
            validUntil: draft.courtUntil,
          },
        }
      : {}),
    ...(asksPerson(draft) && parsed.birthDate !== null && parsed.sex !== null
      ? {
          person: {
            surname: draft.surname.trim(),
            givenName: draft.givenName.trim(),
            patronymic: draft.patronymic.trim() === '' ? null : draft.patronymic.trim(),
            birthDate: parsed.birthDate,
            sex: parsed.sex,
          },
        }
      : {}),
  };
}

type Paper = Pick<FamilyCard['certificates'][number], 'scanId' | 'verdict' | 'judged'>;

/** A paper of a portal's request that nobody found valid yet: it is looked at here, and judged. */
export const isToJudge = (paper: Pick<Paper, 'verdict' | 'judged'>): boolean =>
  paper.judged && paper.verdict !== 'valid';

/**
 * The draft with the registry's answer: the role it knows is taken over, and a certificate that was judged valid; no older one while
 * the one that came with a request waits to be looked at.
 */
export function answered(draft: LinkDraft, check: KinshipCheck, certificates: readonly Paper[]): LinkDraft {
  const valid = certificates.some(isToJudge)
    ? undefined
    : certificates.find((one) => one.verdict === 'valid');
  return {
    ...draft,
    check,
    role: draft.role ?? check.role,
    scanId: check.answer === 'confirmed' ? null : (draft.scanId ?? valid?.scanId ?? null),
  };
}
