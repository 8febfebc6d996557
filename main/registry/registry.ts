/** The civil registry as the desk asks it: who a person is, and whether one person is another's parent. */
import type { LinkRole, RegistryAnswer } from '../../domain/kinship.ts';

export interface RegistryPerson {
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string | null;
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
}

/** `person` exactly with `confirmed`; `differs` is never an answer about a person. */
export interface PersonAnswer {
  readonly answer: RegistryAnswer;
  readonly person: RegistryPerson | null;
}

/** `role`, what the parent is to the child, exactly with `confirmed`. */
export interface KinshipAnswer {
  readonly answer: RegistryAnswer;
  readonly role: LinkRole | null;
}

/**
 * A registry. It answers and does not throw: what cannot be asked, or answers anything but what was agreed, is
 * `unreachable`, which confirms nothing.
 */
export interface CivilRegistry {
  readonly source: 'local' | 'gateway';
  person(iin: string): Promise<PersonAnswer>;
  kinship(parentIin: string, childIin: string): Promise<KinshipAnswer>;
}

export const UNREACHABLE = { answer: 'unreachable' } as const;
