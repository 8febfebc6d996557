/** What must go from memory when the desk is locked or left, said by those who keep it. */
const keepers = new Set<() => void>();

/** Registers for good: modules that keep personal data outside React and its queries. */
export function onForget(forget: () => void): void {
  keepers.add(forget);
}

/** Lock or sign-out: everybody lets go. */
export function forgetEverything(): void {
  for (const forget of keepers) forget();
}
