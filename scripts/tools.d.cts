/** Full path of an executable found on PATH, or null. */
export function findOnPath(name: string): string | null;

/** Full path of a Chromium-family browser (KEZEK_CHROMIUM names one outright), or null. */
export function findChromium(): string | null;

/** Full path of the Chromium the tests drive, its shell without a window before any other; null if there is none. */
export function findTestChromium(): string | null;
