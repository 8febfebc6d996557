import { type PostRecord, postsInForce, staffByIin } from '../../db/queries/staff.ts';
import type { Words } from '../../preload/contract/common.ts';
import type { Post } from '../../preload/contract/session.ts';
import type { ActingPost, Desk, OfficerName } from '../context.ts';
import { today } from '../reference.ts';

/** An officer of the staff list with the posts in force today. */
export interface StaffEntry {
  readonly officer: OfficerName;
  readonly posts: readonly PostRecord[];
}

/** Looks a person up in the staff list; null when not on it or put out of office. */
export async function findStaff(desk: Desk, iin: string): Promise<StaffEntry | null> {
  // 'system': there is no officer yet whose role could be taken; only this one person's rows are read.
  return await desk.db.read('system', async (tx) => {
    const row = await staffByIin(tx, iin);
    if (row === undefined || !row.active) {
      return null;
    }
    return {
      officer: { iin: row.iin, surname: row.surname, givenName: row.given_name, patronymic: row.patronymic },
      posts: await postsInForce(tx, iin, today(desk.clock)),
    };
  });
}

/** BIN of the organisation a post belongs to; null for a region or the whole installation, which have none here. */
export function organisationBin(post: PostRecord): string | null {
  return post.district_bin ?? post.kindergarten_bin;
}

/**
 * Posts a certificate may act in: a legal person's key acts for that organisation only. Posts of no single
 * organisation (a region's supervisor, an administrator) go by the IIN alone.
 */
export function postsForBin(posts: readonly PostRecord[], bin: string | null): readonly PostRecord[] {
  return posts.filter(
    (post) => bin === null || organisationBin(post) === null || organisationBin(post) === bin,
  );
}

/** A post as the screen gets it. */
export function showPost(post: PostRecord): Post {
  return { postId: post.id, role: post.role, scope: scopeOf(post) };
}

function scopeOf(post: PostRecord): Post['scope'] {
  if (post.kindergarten !== null) {
    const name = same(post.kindergarten);
    return { kind: 'kindergarten', name, organisation: name };
  }
  if (post.district_kk !== null) {
    return {
      kind: 'district',
      name: words(post.district_kk, post.district_ru, post.district_en),
      organisation: words(post.department_kk, post.department_ru, post.department_en),
    };
  }
  if (post.region_kk !== null) {
    const name = words(post.region_kk, post.region_ru, post.region_en);
    return { kind: 'region', name, organisation: name };
  }
  return null;
}

const same = (text: string): Words => ({ kk: text, ru: text, en: text });
const words = (kk: string | null, ru: string | null, en: string | null): Words => ({
  kk: kk ?? '',
  ru: ru ?? '',
  en: en ?? '',
});

export function actingPost(post: PostRecord): ActingPost {
  return {
    postId: post.id,
    role: post.role,
    regionId: post.acting_region_id,
    districts: post.districts,
    kindergartenId: post.kindergarten_id,
  };
}
