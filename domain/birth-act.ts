/**
 * Birth act number `10-RRR-YY-NNNNNNN` (act type 10, registry office, year, serial) as seen in the akmola seed. The
 * form is not verified and old paper certificates differ, so a difference is only ever a warning.
 */
export type BirthActWarning = 'BIRTH_ACT_FORM' | 'BIRTH_ACT_TYPE' | 'BIRTH_ACT_YEAR';

/** Warnings on a birth act number; `birthDate` ('YYYY-MM-DD') lets the year be compared: an act is never older than the child. */
export function birthActWarnings(text: string, birthDate: string | null): readonly BirthActWarning[] {
  const match = /^(\d{2})-(\d{3})-(\d{2})-(\d{7})$/.exec(text.trim());
  if (match === null) {
    return ['BIRTH_ACT_FORM'];
  }
  const warnings: BirthActWarning[] = [];
  if (match[1] !== '10') {
    warnings.push('BIRTH_ACT_TYPE');
  }
  if (birthDate !== null && Number(match[3]) < Number(birthDate.slice(2, 4))) {
    warnings.push('BIRTH_ACT_YEAR');
  }
  return warnings;
}
