/** Two applications side by side: the facts that tell one child from another, and whether they agree. Pure. */
import type { Application } from '../../preload/contract/index.ts';
import { date, dateTime, fullName } from '../format.ts';

export const COMPARED = [
  'child',
  'childIin',
  'childBirth',
  'birthAct',
  'applicant',
  'applicantIin',
  'secondParent',
  'phone',
  'address',
  'category',
  'submitted',
] as const;
export type Compared = (typeof COMPARED)[number];
export type ComparedRow = {
  readonly field: Compared;
  readonly mine: string | null;
  readonly other: string | null;
  /** Null when both are empty: nothing to compare. */
  readonly same: boolean | null;
};

const READ: Readonly<Record<Compared, (application: Application) => string | null>> = {
  child: (a) => fullName(a.child),
  childIin: (a) => a.child.iin,
  childBirth: (a) => date(a.child.birthDate),
  birthAct: (a) => a.birthActNumber,
  applicant: (a) => fullName(a.applicant),
  applicantIin: (a) => a.applicant.iin,
  secondParent: (a) => (a.secondParent === null ? null : fullName(a.secondParent)),
  phone: (a) => a.phone.value,
  address: (a) => a.permanentAddress,
  category: (a) => a.benefit?.category ?? null,
  submitted: (a) => dateTime(a.submittedAt),
};

/** Rows of the comparison, in the order a clerk looks: the child first. */
export function compareApplications(mine: Application, other: Application): readonly ComparedRow[] {
  return COMPARED.map((field) => {
    const [left, right] = [READ[field](mine), READ[field](other)];
    return { field, mine: left, other: right, same: left === null && right === null ? null : left === right };
  });
}
