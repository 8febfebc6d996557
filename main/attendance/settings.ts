/** Where this desk sends changes of companions: a folder, an address, both or neither. Given by the host from its environment. */

export interface AttendanceSettings {
  /** An existing folder that the attendance system reads; null: no file feed. */
  readonly folder: string | null;
  /** Where each change is posted; null: no push. */
  readonly push: PushSettings | null;
}

export interface PushSettings {
  readonly url: string;
  /** Sent as a bearer token; null: none. */
  readonly token: string | null;
  /** For one change, from the first byte out to the last byte in. */
  readonly timeoutMs: number;
}

export type SettingsFault =
  | 'ATTENDANCE_URL'
  | 'ATTENDANCE_URL_PLAIN'
  | 'ATTENDANCE_TOKEN'
  | 'ATTENDANCE_TIMEOUT';
/** Throws this for what cannot be meant: a desk does not begin to send where nobody wanted it to. */
export class AttendanceSettingsError extends Error {
  readonly code: SettingsFault;
  constructor(code: SettingsFault) {
    super(code);
    this.code = code;
  }
}

export const NO_ATTENDANCE: AttendanceSettings = { folder: null, push: null };
const TIMEOUT_MS = 10_000;

/**
 * Reads KEZEK_ATTENDANCE_DIR, KEZEK_ATTENDANCE_URL, KEZEK_ATTENDANCE_TOKEN and KEZEK_ATTENDANCE_TIMEOUT_MS.
 * Throws AttendanceSettingsError. Plain http goes to this machine only: what is sent names children.
 */
export function attendanceSettings(env: Readonly<Record<string, string | undefined>>): AttendanceSettings {
  const folder = env.KEZEK_ATTENDANCE_DIR?.trim() ?? '';
  const url = env.KEZEK_ATTENDANCE_URL?.trim() ?? '';
  return {
    folder: folder === '' ? null : folder,
    push: url === '' ? null : pushSettings(url, env),
  };
}

function pushSettings(url: string, env: Readonly<Record<string, string | undefined>>): PushSettings {
  const fault = urlFault(url);
  if (fault !== null) throw new AttendanceSettingsError(fault);
  const token = env.KEZEK_ATTENDANCE_TOKEN?.trim() ?? '';
  // What a header cannot carry would split it.
  if (!/^[\x21-\x7e]*$/.test(token)) throw new AttendanceSettingsError('ATTENDANCE_TOKEN');
  const typed = env.KEZEK_ATTENDANCE_TIMEOUT_MS?.trim() ?? '';
  const timeoutMs = typed === '' ? TIMEOUT_MS : Number(typed);
  if (!Number.isInteger(timeoutMs) || timeoutMs < 100 || timeoutMs > 120_000) {
    throw new AttendanceSettingsError('ATTENDANCE_TIMEOUT');
  }
  return { url, token: token === '' ? null : token, timeoutMs };
}

const LOOPBACK = new Set(['localhost', '[::1]']);

/** What is wrong with an address; null: it may be used. */
export function urlFault(url: string): SettingsFault | null {
  if (!URL.canParse(url)) return 'ATTENDANCE_URL';
  const { protocol, hostname, username, password, hash } = new URL(url);
  if (username !== '' || password !== '' || hash !== '') return 'ATTENDANCE_URL';
  if (protocol === 'https:') return null;
  if (protocol !== 'http:') return 'ATTENDANCE_URL';
  return LOOPBACK.has(hostname) || /^127(\.\d{1,3}){3}$/.test(hostname) ? null : 'ATTENDANCE_URL_PLAIN';
}
