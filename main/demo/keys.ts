import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoOfficer } from '../../db/demo/world/staff.ts';
import type { OpenDatabase } from '../../db/open.ts';
import type { Words } from '../../preload/contract/common.ts';
import { parseCertificate } from '../eds/certificate.ts';
import { type DemoCa, type DemoKeyKind, type DemoOrganisation, makeDemoCa } from '../eds/demo-ca.ts';
import { DEMO_FOLDER, DEMO_MANIFEST, type DemoManifest } from '../session/demo-officers.ts';

/** Password of every demo key: it stands on the sign-in screen. */
export const DEMO_PASSWORD = 'Demo2026x';

const DAY = 86_400_000;
/** As in the mock-ups: a certificate of a year with 271 days left. */
const ISSUED_DAYS_AGO = 94;
const VALID_DAYS = 365;

/** An officer who gets key files: from the staff of the demo world, with the organisation of the certificate. */
export type KeyWish = {
  readonly officer: DemoOfficer;
  readonly organisation: DemoOrganisation;
  /** Where the officer acts, for the strip of the sign-in screen. */
  readonly scope: Words;
};

export type DemoKeyFile = {
  readonly kind: DemoKeyKind;
  readonly fileName: string;
  readonly p12: Uint8Array;
};
/** Key files of an officer: one GOST key for both uses, or an RSA key for entering and one for signing. */
export type OfficerKeys = {
  readonly iin: string;
  readonly login: DemoKeyFile;
  readonly signing: DemoKeyFile;
};

/**
 * Makes the demo authority and the key files, writes them with their manifest into the data folder's `demo`, and pins
 * the authority in the database. The same seed gives the same keys. Answers the keys by IIN.
 */
export async function makeKeys(
  db: OpenDatabase,
  options: {
    readonly dataFolder: string;
    readonly seed: string;
    readonly now: Date;
    readonly wishes: readonly KeyWish[];
  },
): Promise<ReadonlyMap<string, OfficerKeys>> {
  const { now, dataFolder, wishes } = options;
  const ca = await makeDemoCa({
    random: seededBytes(options.seed),
    notBefore: new Date(now.getTime() - 900 * DAY),
    notAfter: new Date(now.getTime() + 2700 * DAY),
  });
  const folder = join(dataFolder, DEMO_FOLDER);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const made = new Map<string, OfficerKeys>();
  const entries: DemoManifest['keys'][number][] = [];
  for (const wish of wishes) {
    const { officer } = wish;
    const kinds: readonly DemoKeyKind[] =
      officer.key?.algorithm === 'gost' ? ['gost512'] : ['rsa_auth', 'rsa_sign'];
    const files: DemoKeyFile[] = [];
    // One after another: the seeded source gives each key its bytes in order.
    for (const kind of kinds) {
      const issued = await issue(ca, wish, kind, now);
      await writeFile(join(folder, issued.fileName), issued.p12, { mode: 0o600 });
      files.push({ kind, fileName: issued.fileName, p12: issued.p12 });
      entries.push(manifestEntry(wish, kind, issued));
    }
    const [login, signing = login] = files;
    if (login !== undefined && signing !== undefined) {
      made.set(officer.person.iin, { iin: officer.person.iin, login, signing });
    }
  }
  await pin(db, ca, now);
  const manifest: DemoManifest = { version: 1, password: DEMO_PASSWORD, keys: entries };
  await writeFile(join(folder, DEMO_MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  return made;
}

function issue(ca: DemoCa, { officer, organisation }: KeyWish, kind: DemoKeyKind, now: Date) {
  const { person } = officer;
  const notBefore = new Date(now.getTime() - ISSUED_DAYS_AGO * DAY);
  return ca.issueKey(
    {
      kind,
      holder: {
        surname: person.surname,
        givenName: person.givenName,
        iin: person.iin,
        ...(person.patronymic === null ? {} : { patronymic: person.patronymic }),
      },
      organisation,
      notBefore,
      notAfter: new Date(notBefore.getTime() + VALID_DAYS * DAY),
    },
    DEMO_PASSWORD,
  );
}

function manifestEntry(
  { officer, scope }: KeyWish,
  kind: DemoKeyKind,
  issued: { readonly fileName: string; readonly certificateDer: Uint8Array },
): DemoManifest['keys'][number] {
  const { person, posts, key } = officer;
  return {
    keyId: createHash('sha256').update(issued.certificateDer).digest('hex').slice(0, 24),
    fileName: issued.fileName,
    certificate: Buffer.from(issued.certificateDer).toString('base64'),
    officer: {
      iin: person.iin,
      surname: person.surname,
      givenName: person.givenName,
      patronymic: person.patronymic,
    },
    role: posts[0]?.role ?? 'clerk',
    scope,
    algorithm: kind === 'gost512' ? 'gost-2015-512' : 'rsa-2048',
    strip: key?.strip !== null && kind !== 'rsa_sign',
  };
}

/** Trust in the demo authority: known to this database only, and counted only where the installation is a demo. */
async function pin(db: OpenDatabase, ca: DemoCa, now: Date): Promise<void> {
  await db.write('system', (tx) =>
    tx
      .insertInto('trusted_ca')
      .values(
        [...Object.values(ca.roots), ...Object.values(ca.centres)].map(({ certificateDer }) => {
          const certificate = parseCertificate(certificateDer);
          return {
            spki_sha256: Buffer.from(certificate.spkiSha256, 'hex'),
            certificate: Buffer.from(certificateDer),
            subject: certificate.subject.commonName,
            purpose: 'demo' as const,
            added_at: now,
            added_by: 'kezek demo',
          };
        }),
      )
      .execute(),
  );
}

/** Bytes that follow from a seed: SHA-256 in counter mode. For demo keys only, which protect nothing. */
function seededBytes(seed: string): (size: number) => Uint8Array {
  let counter = 0;
  return (size) => {
    const out = Buffer.alloc(size);
    for (let filled = 0; filled < size; filled += 32) {
      createHash('sha256').update(`kezek demo keys/${seed}/${counter}`).digest().copy(out, filled);
      counter += 1;
    }
    return out;
  };
}
