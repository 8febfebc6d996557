/** The smallest world in which everybody can trespass: two regions, three districts, an officer of each kind, a few families. */
import { createHash, randomInt } from 'node:crypto';
import { type Insertable, sql } from 'kysely';
import type { OfficerScope, OpenDatabase, WriteTransaction } from '../../db/open.ts';
import { installReference } from '../../db/reference.ts';
import type { ApplicationTable } from '../../db/types.ts';
import { makeIin } from '../../domain/iin.ts';

export interface Place {
  readonly regions: readonly [number, number];
  /** The first two lie in the first region, the third in the second. */
  readonly districts: readonly [number, number, number];
  readonly kindergarten: number;
}

export interface MiniWorld extends Place {
  /** Clerks: `mine` and `colleague` of the first district, `neighbour` of the second, `stranger` of the third. */
  readonly mine: OfficerScope;
  readonly colleague: OfficerScope;
  readonly neighbour: OfficerScope;
  readonly stranger: OfficerScope;
  /** Of the first region. */
  readonly supervisor: OfficerScope;
  readonly head: OfficerScope;
  /** Of the whole country, and of the second region. */
  readonly admin: OfficerScope;
  readonly regionalAdmin: OfficerScope;
  readonly officers: Readonly<Record<string, OfficerScope>>;
  /** Id of the benefit category with the most required documents. */
  readonly category: number;
}

const used = new Set<string>();

/** A checksum-valid IIN nobody else of this process has; drawn, so that files on one server do not meet. */
export function freshIin(): string {
  for (;;) {
    const two = (value: number) => String(value).padStart(2, '0');
    const iin = makeIin(
      `${1960 + randomInt(0, 40)}-${two(randomInt(1, 13))}-${two(randomInt(1, 29))}`,
      'female',
      randomInt(1, 1000),
    );
    if (iin !== null && !used.has(iin)) {
      used.add(iin);
      return iin;
    }
  }
}

export async function makeMiniWorld(
  db: OpenDatabase,
  kind: 'office' | 'demo' = 'office',
): Promise<MiniWorld> {
  return await db.write('system', async (tx) => {
    const place = await makePlaces(tx);
    await installReference(tx, { regional: false });
    await tx.insertInto('installation').values({ kind }).execute();
    const [r1, r2] = place.regions;
    const [d1, d2, d3] = place.districts;
    const officers = {
      mine: await officer(tx, { role: 'clerk', district_id: d1 }),
      colleague: await officer(tx, { role: 'clerk', district_id: d1 }),
      neighbour: await officer(tx, { role: 'clerk', district_id: d2 }),
      stranger: await officer(tx, { role: 'clerk', district_id: d3 }),
      supervisor: await officer(tx, { role: 'supervisor', region_id: r1 }),
      head: await officer(tx, { role: 'head', kindergarten_id: place.kindergarten }),
      admin: await officer(tx, { role: 'admin' }),
      regionalAdmin: await officer(tx, { role: 'admin', region_id: r2 }),
    };
    const { rows } = await sql<{
      id: number;
    }>`select benefit_category_id as id from benefit_category_document where required
      group by 1 order by count(*) desc, 1 limit 1`.execute(tx);
    return { ...place, ...officers, officers, category: rows[0]?.id ?? 0 };
  });
}

async function makePlaces(tx: WriteTransaction): Promise<Place> {
  const names = (name: string) => ({ name_kk: name, name_ru: name, name_en: name });
  const regions = await tx
    .insertInto('region')
    .values([
      { code: 'one', ...names('Бірінші') },
      { code: 'two', ...names('Екінші') },
    ])
    .returning('id')
    .execute();
  const [r1, r2] = regions.map((row) => row.id);
  const district = (region: number | undefined, n: number) => ({
    region_id: region ?? 0,
    code: `d${n}`,
    bin: `00000000000${n}`,
    ...names(`Аудан ${n}`),
    department_name_kk: 'Білім бөлімі',
    department_name_ru: 'Отдел образования',
    department_name_en: 'Education department',
  });
  const districts = await tx
    .insertInto('district')
    .values([district(r1, 1), district(r1, 2), district(r2, 3)])
    .returning('id')
    .execute();
  const [d1, d2, d3] = districts.map((row) => row.id);
  const { id } = await tx
    .insertInto('kindergarten')
    .values({
      district_id: d1 ?? 0,
      bin: '000000000004',
      name: 'Балауса',
      kind: 'kindergarten',
      ownership: 'state',
      address: 'Достық, 1',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { regions: [r1 ?? 0, r2 ?? 0], districts: [d1 ?? 0, d2 ?? 0, d3 ?? 0], kindergarten: id };
}

export interface PostWish {
  readonly role: 'clerk' | 'head' | 'supervisor' | 'admin';
  readonly region_id?: number;
  readonly district_id?: number;
  readonly kindergarten_id?: number;
  readonly valid_to?: string;
}

/** Adds an officer with one post and the database role of both. */
export async function officer(tx: WriteTransaction, wish: PostWish): Promise<OfficerScope> {
  const iin = freshIin();
  await tx
    .insertInto('staff')
    .values({ iin, surname: 'Сапарова', given_name: 'Дина', patronymic: null })
    .execute();
  const { id } = await tx
    .insertInto('staff_post')
    .values({ staff_iin: iin, valid_from: '2024-01-01', ...wish })
    .returning('id')
    .executeTakeFirstOrThrow();
  await sql`select kezek.ensure_staff_role(${iin})`.execute(tx);
  return { iin, postId: id };
}

export interface ApplicationWish {
  readonly district: number;
  readonly status?: Insertable<ApplicationTable>['status'];
  readonly holder?: string;
  /** Minutes from now to the end of the lease; negative: it has lapsed. */
  readonly leaseMinutes?: number;
  readonly category?: number;
  readonly childName?: string;
  readonly search?: string;
  readonly at?: Date;
  /** Kindergartens wanted, by rank. */
  readonly wants?: readonly number[];
  readonly birthDate?: string;
  /** A person who has another application already: twins' parent, a child that applies twice. */
  readonly childId?: string;
  readonly applicantId?: string;
  /** Columns that differ from the usual ones. */
  readonly row?: Partial<Insertable<ApplicationTable>>;
}

export interface MadeApplication {
  readonly id: string;
  readonly number: string;
  readonly childId: string;
  readonly applicantId: string;
  readonly applicantIin: string;
  readonly phone: string;
  readonly claimId: string | null;
  /** One scan for each required document of the category. */
  readonly scans: readonly string[];
  readonly sha256: readonly Buffer[];
}

let serial = 0;

/** Adds a family with one application; with a category also its claim and a scan for each required document. */
export async function application(tx: WriteTransaction, wish: ApplicationWish): Promise<MadeApplication> {
  serial += 1;
  const at = wish.at ?? new Date();
  const number = `2026-${String(100_000 + serial)}`;
  const phone = `+7701${String(1_000_000 + serial)}`;
  const person = async (birthDate: string, sex: 'male' | 'female', surname: string) => {
    const iin = freshIin();
    const row = { iin, surname, given_name: 'Ерасыл', patronymic: null, birth_date: birthDate, sex };
    return { iin, ...(await tx.insertInto('person').values(row).returning('id').executeTakeFirstOrThrow()) };
  };
  const known = (id: string) =>
    tx.selectFrom('person').select(['id', 'iin']).where('id', '=', id).executeTakeFirstOrThrow();
  const child =
    wish.childId === undefined
      ? await person(wish.birthDate ?? '2022-03-03', 'male', wish.childName ?? 'Әбдіқадыр')
      : await known(wish.childId);
  const applicant =
    wish.applicantId === undefined
      ? await person('1985-05-05', 'female', 'Әбдіқадырова')
      : await known(wish.applicantId);
  const status = wish.status ?? 'registered';
  const { id } = await tx
    .insertInto('application')
    .values({
      number,
      service: 'preschool_queue',
      district_id: wish.district,
      queue_kind: 'general',
      channel: 'egov',
      status,
      status_since: at,
      child_id: child.id,
      applicant_id: applicant.id,
      applicant_relation: 'mother',
      cohort_year: 2022,
      language: 'kk',
      submitted_at: at,
      deadline_at: new Date(at.getTime() + 5 * 86_400_000),
      benefit_category_id: wish.category ?? null,
      phone,
      notification_type: 'sms',
      notification_language: 'kk',
      permanent_address: 'Достық, 5',
      data_consent_at: at,
      ...(wish.holder === undefined
        ? {}
        : {
            claimed_by: wish.holder,
            claimed_at: new Date(at.getTime() - 60_000),
            claim_until: new Date(at.getTime() + (wish.leaseMinutes ?? 60) * 60_000),
          }),
      child_sort_name: `${wish.childName ?? 'Әбдіқадыр'} Ерасыл`,
      search: wish.search ?? `${number} ${child.iin}`,
      ...wish.row,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (wish.wants !== undefined) {
    await tx
      .insertInto('desired_kindergarten')
      .values(
        wish.wants.map((kindergarten, i) => ({
          application_id: id,
          rank: i + 1,
          kindergarten_id: kindergarten,
        })),
      )
      .execute();
  }
  const base = {
    id,
    number,
    childId: child.id,
    applicantId: applicant.id,
    applicantIin: applicant.iin,
    phone,
  };
  return wish.category === undefined
    ? { ...base, claimId: null, scans: [], sha256: [] }
    : { ...base, ...(await claimWithScans(tx, id, wish.category, at)) };
}

async function claimWithScans(tx: WriteTransaction, id: string, category: number, at: Date) {
  const claim = await tx
    .insertInto('benefit_claim')
    .values({ application_id: id, benefit_category_id: category })
    .returning('id')
    .executeTakeFirstOrThrow();
  const needs = await tx
    .selectFrom('benefit_category_document')
    .select(['document_kind', 'about'])
    .where('benefit_category_id', '=', category)
    .where('required', '=', true)
    .orderBy('document_kind')
    .execute();
  const scans: string[] = [];
  const sha256: Buffer[] = [];
  for (const [i, need] of needs.entries()) {
    const bytes = Buffer.from(`scan ${id}/${i}`);
    const hash = createHash('sha256').update(bytes).digest();
    await tx
      .insertInto('scan_content')
      .values({ sha256: hash, byte_size: bytes.length, media_type: 'image/png', page_count: 1 })
      .execute();
    await tx.insertInto('scan_chunk').values({ sha256: hash, seq: 0, bytes }).execute();
    const row = {
      application_id: id,
      benefit_claim_id: claim.id,
      ...need,
      position: i + 1,
      sha256: hash,
      file_name: 'a.png',
      uploaded_at: at,
    };
    scans.push((await tx.insertInto('scan').values(row).returning('id').executeTakeFirstOrThrow()).id);
    sha256.push(hash);
  }
  return { claimId: claim.id, scans, sha256 };
}
