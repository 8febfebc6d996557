/**
 * Key files the demo world does not have: of an officer outside the strip, of a stranger, expired, of an unknown authority.
 * Their authority is added to the template world as an administrator would add one.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { OpenDatabase } from '../../../db/open.ts';
import { type DemoCa, type DemoKeyKind, makeDemoCa } from '../../../main/eds/demo-ca.ts';
import { runFolder } from './places.ts';

export interface KeyFileOnDisk {
  readonly path: string;
  readonly fileName: string;
  readonly password: string;
  readonly iin: string;
  /** Last day as the screens write it. */
  readonly notAfterText: string;
}

export interface KeyFiles {
  /** Login and signing keys of a clerk who is not in the strip, RSA as the National CA issues it: one file each. */
  readonly officer: KeyFileOnDisk;
  readonly officerSigning: KeyFileOnDisk;
  readonly stranger: KeyFileOnDisk;
  readonly expired: KeyFileOnDisk;
  readonly untrusted: KeyFileOnDisk;
  readonly signingOnly: KeyFileOnDisk;
  /** Login key of the demo head as a private person: it serves whichever kindergarten the staff list names. */
  readonly head: KeyFileOnDisk;
}

interface Holder {
  readonly iin: string;
  readonly surname: string;
  readonly givenName: string;
}

const folder = (): string => join(runFolder(), 'keys');
const PASSWORD = 'Kilt-2026';
const DAY_MS = 86_400_000;
const STRANGER_IIN = '900101400013';

/** The key files of this run. */
export async function keyFiles(): Promise<KeyFiles> {
  return JSON.parse(await readFile(join(folder(), 'keys.json'), 'utf8')) as KeyFiles;
}

/** Issues the key files and makes their authority trusted in this database. `clerk`: an officer outside the strip. */
export async function makeKeyFiles(database: OpenDatabase, clerk: Holder, head: Holder): Promise<void> {
  const now = Date.now();
  const valid = { notBefore: new Date(now - 30 * DAY_MS), notAfter: new Date(now + 300 * DAY_MS) };
  const lifetime = { notBefore: new Date(now - 900 * DAY_MS), notAfter: new Date(now + 900 * DAY_MS) };
  const known = await makeDemoCa(lifetime);
  const unknown = await makeDemoCa({ ...lifetime, label: 'БЕЙТАНЫС' });
  await trust(database, known);
  await mkdir(folder(), { recursive: true });
  const over = { notBefore: new Date(now - 500 * DAY_MS), notAfter: new Date(now - 40 * DAY_MS) };
  const stranger = { iin: STRANGER_IIN, surname: 'БЕЙТАНЫСОВА', givenName: 'АЙГҮЛ' };
  const officerSigning = await issue(known, 'rsa_sign', clerk, valid);
  const files: KeyFiles = {
    officer: await issue(known, 'rsa_auth', clerk, valid),
    officerSigning,
    signingOnly: officerSigning,
    stranger: await issue(known, 'gost512', stranger, valid),
    expired: await issue(known, 'gost512', clerk, over),
    untrusted: await issue(unknown, 'gost512', clerk, valid),
    head: await issue(known, 'rsa_auth', head, valid),
  };
  await writeFile(join(folder(), 'keys.json'), JSON.stringify(files));
}

async function issue(
  ca: DemoCa,
  kind: DemoKeyKind,
  holder: Holder,
  validity: { readonly notBefore: Date; readonly notAfter: Date },
): Promise<KeyFileOnDisk> {
  const { iin, surname, givenName } = holder;
  const issued = await ca.issueKey({ kind, holder: { iin, surname, givenName }, ...validity }, PASSWORD);
  const path = join(folder(), issued.fileName);
  await writeFile(path, issued.p12);
  const [year, month, day] = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Almaty' })
    .format(validity.notAfter)
    .split('-');
  return {
    path,
    fileName: issued.fileName,
    password: PASSWORD,
    iin,
    notAfterText: `${day}.${month}.${year}`,
  };
}

async function trust(database: OpenDatabase, ca: DemoCa): Promise<void> {
  for (const { certificate } of ca.trusted) {
    const pin = Buffer.from(certificate.spkiSha256, 'hex');
    await sql`insert into kezek.trusted_ca (spki_sha256, certificate, subject, purpose, added_by)
      values (${pin}, ${Buffer.from(certificate.der)}, ${certificate.subject.commonName}, 'demo', 'system')`.execute(
      database.kysely,
    );
  }
}

/** Every authority the template world trusts, as PEM files for other people's tools; roots apart from the rest. */
export async function writeAuthorities(database: OpenDatabase): Promise<void> {
  const { rows } = await sql<{ certificate: Buffer }>`select certificate from kezek.trusted_ca`.execute(
    database.kysely,
  );
  await mkdir(folder(), { recursive: true });
  const roots: string[] = [];
  const others: string[] = [];
  for (const { certificate } of rows) {
    const parsed = new X509Certificate(certificate);
    const name = join(
      folder(),
      `ca-${createHash('sha256').update(certificate).digest('hex').slice(0, 16)}.pem`,
    );
    await writeFile(name, parsed.toString());
    (parsed.subject === parsed.issuer ? roots : others).push(name);
  }
  await writeFile(join(folder(), 'authorities.json'), JSON.stringify({ roots, others }));
}

export async function authorities(): Promise<{ roots: string[]; others: string[] }> {
  return JSON.parse(await readFile(join(folder(), 'authorities.json'), 'utf8')) as {
    roots: string[];
    others: string[];
  };
}
