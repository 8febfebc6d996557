/** Full path of an executable found on PATH, or null. */
export function findOnPath(name: string): string | null;

/** Full path of a Chromium-family browser (KEZEK_CHROMIUM names one outright), or null. */
export function findChromium(): string | null;
