/**
 * A folder of packages of portals taken on PostgreSQL as `kezek import` takes it, each with the citizen's signature verified, beside the
 * bare inserts of the very rows they become; the figure is the time of all divided by their number.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { createIinBook, makeFamily } from '../../db/demo/people.ts';
import { makePlaces } from '../../db/demo/places.ts';
import { createRandom } from '../../db/demo/random.ts';
import type { OpenDatabase, WriteTransaction } from '../../db/open.ts';
import { CONNECTIONS, openServer } from '../../db/open.ts';
import { addDays } from '../../domain/civil-date.ts';
import { packagesIn } from '../../main/intake/files.ts';
import { createOfficeSource } from '../../main/intake/office.ts';
import { createOpener } from '../../main/intake/opener.ts';
import type { IntakeContext } from '../../main/intake/take.ts';
import { takeFiles } from '../../main/intake/take-files.ts';
import { createReferenceCache } from '../../main/reference.ts';
import { createTrustSource } from '../../main/session/trust.ts';
import { serverOffice } from '../fakes/engines.ts';
import {
  type ApplicationWish,
  applicationWish,
  applicationXml,
  type Citizen,
  makeAuthority,
  makeCitizen,
  type PersonWish,
  zippedPackage,
} from '../fakes/packages.ts';
import { trustAuthority } from '../fakes/trust.ts';
import { type Result, result } from './measure.ts';

const PACKAGES = Number(process.env.KEZEK_BENCH_INTAKE ?? 1000);
/** Connections of the bare inserts, as many as `kezek import` has. */
const AT_ONCE = CONNECTIONS;
const ROUNDS = 3;
const SCAN_BYTES = 24 * 1024;
/** Signers take turns: each has a key of its own. */
const CITIZENS = 8;
/** Days over which the children are born, three years. */
const CHILD_DAYS = 1095;
/** Ten thousand a minute. */
const TARGET_MS = 6;
const MB = 1024 * 1024;

interface Place {
  readonly department: string;
  readonly kindergarten: string;
  readonly districtId: number;
  readonly kindergartenId: number;
}
/** A place, and children who come to it. */
interface Town extends Place {
  readonly child: () => PersonWish;
}

/** People as unlike each other as a district's are: a thousand of one name and birthday would all be looked at as duplicates. */
function createPeople(taken: readonly string[]) {
  const random = createRandom('bench/intake');
  const book = createIinBook();
  for (const iin of taken) book.reserve(iin);
  const district = makePlaces(random.fork('places'))[0]?.districts[0];
  if (district === undefined) throw new Error('NO_DISTRICT');
  let made = 0;
  const family = () => {
    made += 1;
    const born = addDays('2021-01-01', (made * 7) % CHILD_DAYS);
    return makeFamily(random.fork(`${made}`), book, { childBirthDates: [born], parents: 'both', district });
  };
  const present = (person: PersonWish | null | undefined): PersonWish => {
    if (person == null) throw new Error('NO_PERSON');
    return person;
  };
  return { child: () => present(family().children[0]), parent: () => present(family().mother) };
}

export async function benchIntake(): Promise<Result[]> {
  const office = await serverOffice();
  try {
    const owner = await office.owner();
    const { ca } = await makeAuthority();
    const place = await prepare(owner, ca.trusted);
    const citizens: Citizen[] = [];
    const people = createPeople(await iinsOf(owner));
    for (let i = 0; i < CITIZENS; i++) citizens.push(await makeCitizen(ca, people.parent()));
    const desk = await openServer(office.start.databaseUrl ?? '');
    try {
      return await measure(desk, owner, { ...place, child: people.child }, citizens);
    } finally {
      await desk.close();
      await owner.close();
    }
  } finally {
    await office.close();
  }
}

async function prepare(
  owner: OpenDatabase,
  trusted: Awaited<ReturnType<typeof makeAuthority>>['ca']['trusted'],
): Promise<Place> {
  await owner.write('system', (tx) => trustAuthority(tx, trusted));
  const { rows } =
    await sql<Place>`select d.bin as department, k.bin as kindergarten, d.id as "districtId", k.id as "kindergartenId"
    from kezek.district d join kezek.kindergarten k on k.district_id = d.id order by d.id, k.id limit 1`.execute(
      owner.kysely,
    );
  if (rows[0] === undefined) throw new Error('NO_PLACE');
  return rows[0];
}

async function measure(
  desk: OpenDatabase,
  owner: OpenDatabase,
  place: Town,
  citizens: readonly Citizen[],
): Promise<Result[]> {
  const clock = { now: () => new Date() };
  const reference = createReferenceCache(desk, clock);
  const ctx: IntakeContext = {
    db: desk,
    scope: 'system',
    clock,
    trust: createTrustSource(desk, reference, clock),
    office: createOfficeSource(desk, reference, clock),
    opener: createOpener(),
    source: 'cli',
    by: 'cli:bench',
  };
  const taken: number[] = [];
  const bare: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const wishes = Array.from({ length: PACKAGES }, (_, i) => wishOf(place, citizens, i));
    const own = await takeFolder(ctx, (folder) =>
      Promise.all(
        wishes.map((wish, i) => {
          const file = zippedPackage(wish, (citizens[i % citizens.length] as Citizen).sign);
          return writeFile(join(folder, `${i}.zip`), file);
        }),
      ),
    );
    memory.push(process.memoryUsage().rss / MB);
    const inserts = Array.from({ length: PACKAGES }, (_, i) => wishOf(place, citizens, i));
    const plain = await each(inserts, (wish, i) =>
      owner.write('system', (tx) => insertBare(tx, place, wish, round * PACKAGES + i)),
    );
    // The first round warms up.
    if (round > 0) {
      taken.push(own);
      bare.push(plain);
    }
  }
  await ctx.opener.close();
  const perMinute = Math.round(60_000 / Math.min(...taken));
  const grown = Math.round((memory.at(-1) ?? 0) - (memory[1] ?? 0));
  return [
    result(`one of ${PACKAGES} packages, signature verified (RSA), server`, taken, {
      baseline: { name: 'bare inserts of its rows', samples: bare },
      target: { p50: TARGET_MS },
      note: `${perMinute} a minute at best; memory ${grown >= 0 ? '+' : ''}${grown} MB over ${PACKAGES * (ROUNDS - 1)} packages`,
    }),
  ];
}

/** Takes a folder of packages; answers ms per package. */
async function takeFolder(ctx: IntakeContext, fill: (folder: string) => Promise<unknown>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'kezek-bench-'));
  try {
    await fill(folder);
    const started = performance.now();
    const files = await packagesIn(folder);
    for await (const { result } of takeFiles(ctx, files, { lanes: CONNECTIONS })) {
      if (result?.outcome !== 'taken') throw new Error(`BENCH_PACKAGE ${result?.reason ?? result?.outcome}`);
    }
    return (performance.now() - started) / files.length;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Everybody the office knows already. */
async function iinsOf(owner: OpenDatabase): Promise<string[]> {
  const { rows } = await sql<{ iin: string }>`
    select iin from kezek.person union select iin from kezek.registry_person union select iin from kezek.staff`.execute(
    owner.kysely,
  );
  return rows.map((row) => row.iin);
}

function wishOf(place: Town, citizens: readonly Citizen[], i: number): ApplicationWish {
  const citizen = citizens[i % citizens.length] as Citizen;
  // Families apply at moments of their own: those of one moment would wait for each other.
  const wish = applicationWish(new Date(Date.now() - i * 1000), {
    portal: 'akmola',
    department: place.department,
    kindergartens: [place.kindergarten],
    applicant: citizen.person,
    child: place.child(),
  });
  const [scan] = wish.scans;
  if (scan === undefined) throw new Error('NO_SCAN');
  const bytes = Buffer.concat([scan.bytes, randomBytes(SCAN_BYTES)]);
  return { ...wish, scans: [{ ...scan, bytes }] };
}

/** Runs over all, several at once; answers ms per item. */
async function each<T>(items: readonly T[], run: (item: T, i: number) => Promise<unknown>): Promise<number> {
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let i = next++; i < items.length; i = next++) await run(items[i] as T, i);
    }),
  );
  return (performance.now() - started) / items.length;
}

/** The rows a package becomes, by plain inserts in one transaction; the triggers of the tables work for both. */
async function insertBare(
  tx: WriteTransaction,
  place: Place,
  wish: ApplicationWish,
  serial: number,
): Promise<void> {
  const { child, applicant, scans } = wish;
  const bytes = scans[0]?.bytes ?? Buffer.alloc(0);
  const hash = createHash('sha256').update(bytes).digest();
  const number = `2020-${String(serial + 1).padStart(6, '0')}`;
  const now = new Date();
  await sql`insert into kezek.scan_content (sha256, byte_size, media_type, page_count) values (${hash}, ${bytes.length}, 'application/pdf', 1)
    on conflict do nothing`.execute(tx);
  await sql`insert into kezek.scan_chunk (sha256, seq, bytes) values (${hash}, 0, ${bytes}) on conflict do nothing`.execute(
    tx,
  );
  await sql`insert into kezek.person (iin, surname, given_name, patronymic, birth_date, sex)
    values (${applicant.iin}, ${applicant.surname}, ${applicant.givenName}, ${applicant.patronymic}, ${applicant.birthDate}::date, 'female')
    on conflict do nothing`.execute(tx);
  await sql`insert into kezek.person (iin, surname, given_name, patronymic, birth_date, sex)
    values (${child.iin}, ${child.surname}, ${child.givenName}, ${child.patronymic}, ${child.birthDate}::date, ${child.sex})`.execute(
    tx,
  );
  const { rows } = await sql<{ id: string }>`
    insert into kezek.application (number, service, district_id, queue_kind, channel, status, status_since, version, child_id, applicant_id,
      applicant_relation, cohort_year, language, submitted_at, registered_at, deadline_at, phone, phone_verified_by, notification_type,
      notification_language, permanent_address, data_consent_at, child_sort_name, search)
    select ${number}, 'preschool_queue', ${place.districtId}, 'general', 'akmola', 'registered', ${now}, 2, c.id, a.id, 'mother',
      ${Number(child.birthDate.slice(0, 4))}, 'kk', ${now}, ${now}, ${now}, '+77070001234', 'one_time_code', 'ed24', 'kk', ${wish.address}, ${now},
      c.surname, ${`${number} ${child.iin} ${applicant.iin} ${child.surname}`}
    from kezek.person c, kezek.person a where c.iin = ${child.iin} and a.iin = ${applicant.iin} returning id`.execute(
    tx,
  );
  const id = rows[0]?.id ?? '0';
  await sql`insert into kezek.desired_kindergarten values (${id}, 1, ${place.kindergartenId})`.execute(tx);
  await sql`insert into kezek.application_consent values (${id}, 'data_processing', ${now})`.execute(tx);
  await sql`insert into kezek.scan (application_id, document_kind, about, position, sha256, file_name, uploaded_at)
    values (${id}, 'birth_certificate', 'child', 1, ${hash}, 'a.pdf', ${now})`.execute(tx);
  await sql`insert into kezek.history (chain, seq, at, actor, event, application_id, to_status, version, prev_hash, hash)
    select ${place.districtId}, 0, ${now}, 'cli:bench', e, ${id}, s, v, decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex')
    from (values ('submit', 'submitted', 1), ('register', 'registered', 2)) as t(e, s, v)`.execute(tx);
  await sql`insert into kezek.package (portal, portal_id, kind, sha256, state, application_id, district_id, source, brought_by, first_at, last_at)
    values ('akmola', ${`bare-${wish.id}`}, 'application', ${createHash('sha256').update(wish.id).digest()}, 'taken', ${id}, ${place.districtId},
      'cli', 'cli:bench', ${now}, ${now})`.execute(tx);
  await sql`insert into kezek.package_signature (package_id, signer_iin, signed_xml, algorithm, certificate, chain_path, trust_purpose,
      revocation_status, revocation_reason, revocation_checked_at, verified_at)
    select id, ${applicant.iin}, ${applicationXml(wish).slice(0, 5000)}, 'rsa-sha256', ${bytes.subarray(0, 1200)}, 'a', 'demo', 'not_checked', 'NOT_CONFIGURED', ${now}, ${now}
    from kezek.package where portal_id = ${`bare-${wish.id}`}`.execute(tx);
}
