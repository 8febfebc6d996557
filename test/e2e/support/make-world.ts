/** Facts about the template world, read from its database once it is made and closed again. */
import { sql } from 'kysely';
import { openEmbedded } from '../../../db/open.ts';
import { makeKeyFiles, writeAuthorities } from './keys.ts';

export interface WorldApplication {
  readonly id: string;
  readonly number: string;
  readonly districtId: number;
  readonly status: string;
  readonly channel: string;
  readonly phone: string;
  readonly twins: boolean;
  readonly claimedBy: string | null;
  readonly decisions: number;
  readonly category: string | null;
  readonly child: { readonly iin: string; readonly surname: string; readonly givenName: string };
  readonly scans: readonly {
    readonly id: string;
    readonly kind: string;
    readonly mediaType: string;
    readonly pages: number | null;
    readonly fileName: string;
    readonly required: boolean;
    /** Somebody gave a verdict on it. */
    readonly judged: boolean;
  }[];
}

export interface WorldPost {
  readonly postId: number;
  readonly iin: string;
  readonly surname: string;
  readonly givenName: string;
  readonly role: string;
  readonly districtId: number | null;
}

export interface World {
  readonly applications: readonly WorldApplication[];
  readonly posts: readonly WorldPost[];
}

const APPLICATIONS = sql<{ row: WorldApplication }>`
  select json_build_object(
    'id', a.id::text, 'number', a.number, 'districtId', a.district_id, 'status', a.status, 'channel', a.channel,
    'phone', a.phone, 'decisions', (select count(*) from kezek.decision d where d.application_id = a.id),
    'twins', a.twin_group is not null, 'claimedBy', a.claimed_by, 'category', c.code,
    'child', json_build_object('iin', p.iin, 'surname', p.surname, 'givenName', p.given_name),
    'scans', coalesce((
      select json_agg(json_build_object('id', s.id::text, 'kind', s.document_kind, 'mediaType', f.media_type,
        'pages', f.page_count, 'fileName', s.file_name, 'required', s.benefit_claim_id is not null,
        'judged', exists (select from kezek.scan_verdict v where v.scan_id = s.id)) order by s.position)
      from kezek.scan s join kezek.scan_content f using (sha256)
      where s.application_id = a.id and s.replaced_by is null), '[]'::json)) as row
  from kezek.application a
  join kezek.person p on p.id = a.child_id
  left join kezek.benefit_category c on c.id = a.benefit_category_id
  order by a.id`;

const POSTS = sql<{ row: WorldPost }>`
  select json_build_object('postId', p.id, 'iin', s.iin, 'surname', s.surname, 'givenName', s.given_name,
    'role', p.role, 'districtId', p.district_id) as row
  from kezek.staff_post p join kezek.staff s on s.iin = p.staff_iin
  order by p.id`;

/** Reads the world of a closed data folder, and adds to it the authority of the suite's own key files. */
export async function prepareWorld(dataFolder: string): Promise<World> {
  const database = await openEmbedded({ dataFolder });
  try {
    const applications = await APPLICATIONS.execute(database.kysely);
    const posts = (await POSTS.execute(database.kysely)).rows.map(({ row }) => row);
    const clerk = posts.find((post) => post.surname === 'Оразова' && post.role === 'clerk');
    if (clerk === undefined) throw new Error('the demo world has no clerk Оразова');
    const head = posts.find((post) => post.role === 'head');
    if (head === undefined) throw new Error('the demo world has no head');
    await makeKeyFiles(database, clerk, head);
    await writeAuthorities(database);
    return { applications: applications.rows.map(({ row }) => row), posts };
  } finally {
    await database.close();
  }
}
