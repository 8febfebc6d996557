/** What is wrong with the form, by the field it is about. Pure. */
import type { PackageFault } from '../../domain/package.ts';
import { packageFaultWords } from '../../domain/package-words.ts';
import { stepOfPlace, WALK_IN_STEPS, type WalkInStep } from '../../domain/walk-in.ts';
import type { Locale } from '../../preload/contract/index.ts';
import { words } from '../format.ts';
import type { T } from '../i18n.ts';

export type Faults = readonly PackageFault[];

/** Of the form itself and of the office, each once: the office's are told only where the form's own are mended. */
export function joined(own: Faults, office: Faults): Faults {
  const held = new Set(own.map(({ code, place }) => `${code} ${place}`));
  return [...own, ...office.filter(({ code, place }) => !held.has(`${code} ${place}`))];
}

export function faultsOf(faults: Faults, step: WalkInStep): Faults {
  return faults.filter(({ place }) => stepOfPlace(place) === step);
}

/** The first step that lacks something; null: nothing does. */
export function firstLacking(faults: Faults): WalkInStep | null {
  return WALK_IN_STEPS.find((step) => faultsOf(faults, step).length > 0) ?? null;
}

/** Codes that only say that a field is empty. */
const EMPTY: ReadonlySet<string> = new Set(['VALUE_EMPTY', 'FORMAT_MISSING', 'VALUE_UNKNOWN', 'VALUE_DATE']);

/** The words of a fault beside its field. */
export function faultText(t: T, locale: Locale, { code }: PackageFault): string {
  return EMPTY.has(code) ? t('walkIn:fault.empty') : words(packageFaultWords(code), locale);
}

/** The words of the first fault of a place, or of one below it; null: there is none. */
export function textAt(t: T, locale: Locale, faults: Faults, place: string): string | null {
  const found = faults.find((one) => one.place === place || one.place.startsWith(`${place}/`));
  return found === undefined ? null : faultText(t, locale, found);
}
