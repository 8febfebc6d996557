/**
 * Why a scan cannot be shown. `UNKNOWN_TYPE`: neither a PDF nor a picture. `DAMAGED`: it does not open.
 * `INCOMPLETE`: it opens, but a picture in it cannot be drawn whole, and half a document must not be judged.
 * `PASSWORD`: a PDF closed with a password. `TOO_SLOW`: drawing did not end in time. `UNREACHABLE`: its bytes did not come.
 */
export type ScanErrorCode =
  | 'UNKNOWN_TYPE'
  | 'DAMAGED'
  | 'INCOMPLETE'
  | 'PASSWORD'
  | 'TOO_SLOW'
  | 'UNREACHABLE';

export class ScanError extends Error {
  readonly code: ScanErrorCode;

  constructor(code: ScanErrorCode, cause?: unknown) {
    super(code, { cause });
    this.name = 'ScanError';
    this.code = code;
  }

  /** Whether the fault is the file's own (the family must send another) or the line's (try again). */
  get ofFile(): boolean {
    return this.code !== 'UNREACHABLE' && this.code !== 'TOO_SLOW';
  }
}

/** Anything thrown while opening or drawing, as a `ScanError`; what is not known counts as a damaged file. */
export function asScanError(error: unknown): ScanError {
  return error instanceof ScanError ? error : new ScanError('DAMAGED', error);
}
