/** A small demo world with real key files, made once per version of the sources and copied for each test. */
import { createHash, createPrivateKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import type { DemoPerson } from '../../db/demo/people.ts';
import { makeWorld } from '../../db/demo/world/world.ts';
import { type OpenDatabase, openEmbedded, openServer } from '../../db/open.ts';
import { insertInstallation } from '../../db/queries/office.ts';
import type { DemoKey } from '../../main/eds/demo/keys.ts';
import { type DemoCa, makeDemoCa } from '../../main/eds/demo-ca.ts';
import { DEMO_FOLDER, DEMO_MANIFEST, type DemoManifest } from '../../main/session/demo-officers.ts';
import { copyCluster, type PostgresServer, startPostgres } from '../e2e/support/postgres.ts';
import { copyFolder } from './copy-folder.ts';
import { trustAuthority } from './trust.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CACHE = join(ROOT, '.cache', 'test-office');

/** The moment the world is alive at: Thursday noon in Almaty. */
export const NOW = new Date('2026-04-16T07:00:00Z');
export const PASSWORD = 'Demo2026x';
const NOT_BEFORE = new Date('2026-01-12T00:00:00Z');
const NOT_AFTER = new Date('2027-01-12T00:00:00Z');

/** Officers with keys, by index into the world's staff: «me» and three colleagues are clerks of Сарыбел. */
export const OFFICER = {
  me: 0,
  head: 1,
  supervisor: 2,
  admin: 3,
  orazova: 4,
  tileubek: 5,
  stranger: 9,
} as const;
export type OfficerName = keyof typeof OFFICER;

/** Fills a database and a data folder. The same on both engines. */
export async function fillOffice(db: OpenDatabase, dataFolder: string): Promise<void> {
  const world = await makeWorld(db, { applications: 140, seed: 'test-office', now: NOW });
  await db.write('system', (tx) => insertInstallation(tx, 'demo'));
  const ca = await makeDemoCa({
    notBefore: new Date('2025-01-01T00:00:00Z'),
    notAfter: new Date('2035-01-01T00:00:00Z'),
  });
  await db.write('system', (tx) => trustAuthority(tx, ca.trusted));
  const folder = join(dataFolder, DEMO_FOLDER);
  await mkdir(folder, { recursive: true });
  const keys: DemoManifest['keys'] = [];
  const secrets: string[] = [];
  const bins = await db.read('system', (tx) =>
    tx.selectFrom('district').select(['id', 'bin', 'department_name_kk']).execute(),
  );
  for (const [name, index] of Object.entries(OFFICER)) {
    const member = world.staff[index];
    if (member === undefined) throw new Error('OFFICER');
    const district = bins.find((one) => one.id === (member.posts[0]?.district ?? 0) + 1);
    for (const kind of name === 'orazova' ? (['rsa_auth', 'rsa_sign'] as const) : (['gost512'] as const)) {
      const issued = await ca.issueKey(
        {
          kind,
          holder: {
            iin: member.person.iin,
            surname: member.person.surname,
            givenName: member.person.givenName,
            ...(member.person.patronymic === null ? {} : { patronymic: member.person.patronymic }),
          },
          ...(kind === 'gost512' && district !== undefined && (name === 'me' || name === 'tileubek')
            ? {
                organisation: { name: district.department_name_kk, bin: district.bin },
                role: 'signatory' as const,
              }
            : {}),
          notBefore: NOT_BEFORE,
          notAfter: NOT_AFTER,
        },
        PASSWORD,
      );
      await writeFile(join(folder, issued.fileName), issued.p12);
      secrets.push(...secretsOf(issued.key).map((secret) => secret.toString('hex')));
      keys.push({
        keyId: kind === 'rsa_sign' ? `${name}-sign` : name,
        fileName: issued.fileName,
        certificate: Buffer.from(issued.certificateDer).toString('base64'),
        officer: {
          iin: member.person.iin,
          surname: member.person.surname,
          givenName: member.person.givenName,
          patronymic: member.person.patronymic,
        },
        role: member.posts[0]?.role ?? 'clerk',
        scope: { kk: 'Сарыбел ауданы', ru: 'Сарыбельский район', en: 'Sarybel district' },
        algorithm: kind === 'gost512' ? 'gost-2015-512' : 'rsa-2048',
        strip: index < 4,
      });
    }
  }
  keys.push(...(await impostors(folder, ca, world.staff[OFFICER.me]?.person, bins)));
  const manifest: DemoManifest = { version: 1, password: PASSWORD, keys };
  await writeFile(join(folder, DEMO_MANIFEST), JSON.stringify(manifest));
  // For the test that looks for them where they must never be; keys of a world made for tests protect nothing.
  await writeFile(join(dataFolder, SECRETS_FILE), JSON.stringify(secrets));
}

/** Keys that must open nothing: of a stranger, of another organisation, out of date, of a look-alike authority. */
export const IMPOSTOR = ['outsider', 'other-bin', 'expired', 'look-alike'] as const;

async function impostors(
  folder: string,
  ca: DemoCa,
  me: DemoPerson | undefined,
  bins: readonly { readonly bin: string; readonly department_name_kk: string }[],
): Promise<DemoManifest['keys']> {
  if (me === undefined) throw new Error('OFFICER');
  const holder = {
    iin: me.iin,
    surname: me.surname,
    givenName: me.givenName,
    ...(me.patronymic === null ? {} : { patronymic: me.patronymic }),
  };
  const twin = await makeDemoCa({
    notBefore: new Date('2025-01-01T00:00:00Z'),
    notAfter: new Date('2035-01-01T00:00:00Z'),
  });
  const other = bins[3];
  const base = { kind: 'gost512' as const, holder, notBefore: NOT_BEFORE, notAfter: NOT_AFTER };
  const issued = {
    outsider: await ca.issueKey({ ...base, holder: { ...holder, iin: '900101300017' } }, PASSWORD),
    'other-bin': await ca.issueKey(
      {
        ...base,
        organisation: { name: other?.department_name_kk ?? '', bin: other?.bin ?? '' },
        role: 'signatory',
      },
      PASSWORD,
    ),
    expired: await ca.issueKey({ ...base, notAfter: new Date('2026-02-03T00:00:00Z') }, PASSWORD),
    'look-alike': await twin.issueKey(base, PASSWORD),
  };
  const keys: DemoManifest['keys'] = [];
  for (const name of IMPOSTOR) {
    await writeFile(join(folder, issued[name].fileName), issued[name].p12);
    keys.push({
      keyId: name,
      fileName: issued[name].fileName,
      certificate: Buffer.from(issued[name].certificateDer).toString('base64'),
      officer: { iin: me.iin, surname: me.surname, givenName: me.givenName, patronymic: me.patronymic },
      role: 'clerk',
      scope: { kk: '', ru: '', en: '' },
      algorithm: 'gost-2015-512',
      strip: false,
    });
  }
  return keys;
}

/** The secret numbers of the office's keys, hex, in its data folder. */
export const SECRETS_FILE = 'test-secrets.json';

function secretsOf(key: DemoKey): Buffer[] {
  if (key.family === 'gost') return [Buffer.from(key.pkcs8).subarray(-64)];
  const jwk = createPrivateKey({ key: Buffer.from(key.pkcs8), format: 'der', type: 'pkcs8' }).export({
    format: 'jwk',
  });
  return [jwk.d, jwk.p, jwk.q].map((part) => Buffer.from(part ?? '', 'base64url'));
}

/** A fresh data folder with the office in it, on the embedded engine. `remove` takes it away. */
export async function officeFolder(): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const template = await officeTemplate('embedded');
  const folder = await mkdtemp(join(tmpdir(), 'kezek-office-'));
  copyFolder(template, folder);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** What a test may take to get its office: on a busy machine it is made in minutes, else copied in a second. */
export const WORLD_MS = 300_000;

/** Long enough for a machine that runs everything else beside it; a maker that died is not waited for longer. */
const MAKING_MS = 240_000;

/** The world on disk, made by one test run and awaited by the others that start beside it. */
async function officeTemplate(kind: 'embedded' | 'server'): Promise<string> {
  const target = join(CACHE, `${await sourcesHash()}-${kind}`);
  await mkdir(CACHE, { recursive: true });
  const lock = `${target}.making`;
  while (!existsSync(target)) {
    const mine = await mkdir(lock).then(
      () => true,
      () => false,
    );
    if (mine) {
      try {
        await makeTemplate(kind, target);
      } finally {
        await rm(lock, { recursive: true, force: true });
      }
    } else {
      const since = await stat(lock).catch(() => null);
      if (since !== null && Date.now() - since.mtimeMs > MAKING_MS)
        await rm(lock, { recursive: true, force: true });
      await new Promise((done) => setTimeout(done, 250));
    }
  }
  return target;
}

async function makeTemplate(kind: 'embedded' | 'server', target: string): Promise<void> {
  // Made beside and renamed: nobody sees half of it.
  const making = await mkdtemp(join(CACHE, 'half-'));
  // As root the server runs as another user, who must be let through to its data.
  await chmod(making, 0o755);
  await (kind === 'embedded' ? makeEmbedded(making) : makeServer(making));
  const [hash = ''] = basename(target).split('-');
  for (const old of await readdir(CACHE)) {
    const isOfThisRun = old.startsWith(hash) || old.startsWith('half-') || old.endsWith('.making');
    if (!isOfThisRun) await rm(join(CACHE, old), { recursive: true, force: true });
  }
  await rename(making, target);
}

async function makeEmbedded(making: string): Promise<void> {
  const db = await openEmbedded({ dataFolder: making, durable: false });
  try {
    await fillOffice(db, making);
    await db.maintain();
  } finally {
    await db.close();
  }
}

/** A stopped cluster in `cluster` and the data folder in `folder`. */
async function makeServer(making: string): Promise<void> {
  const server = await startPostgres({ durable: false, keep: true });
  const folder = join(making, 'folder');
  await mkdir(folder);
  const owner = await openServer(server.url, { schema: 'migrate' });
  try {
    await fillOffice(owner, folder);
    await sql`alter role kezek_desk login password 'desk'`.execute(owner.kysely);
    await sql`analyze`.execute(owner.kysely);
  } finally {
    await owner.close();
    await server.stop();
  }
  await copyCluster(server.cluster, join(making, 'cluster'));
  await rm(dirname(server.cluster), { recursive: true, force: true });
}

/** The same office on a server of its own: its data folder and the server; `close` takes both away. */
export async function officeServer(): Promise<{ readonly folder: string; readonly server: PostgresServer }> {
  const template = await officeTemplate('server');
  const server = await startPostgres({ durable: false, from: join(template, 'cluster') });
  const folder = await mkdtemp(join(tmpdir(), 'kezek-server-office-'));
  copyFolder(join(template, 'folder'), folder);
  return { folder, server };
}

/** Changes when anything the world is made of changes. */
async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of ['db/migrations', 'db/demo', 'domain', 'main/eds']) {
    const files = (await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) hash.update(file).update(await readFile(file));
  }
  hash.update(await readFile(fileURLToPath(import.meta.url)));
  return hash.digest('hex').slice(0, 16);
}
