/** When the families of the demo world are asked whether they still want a place: from the history that was loaded. */
import { sql } from 'kysely';
import type { OpenDatabase } from '../../open.ts';
import { unhurried } from './bulk.ts';

/** So long ago the soonest of them was due: some are overdue, within the days of grace, and nobody is lost at the first start. */
const OVERDUE_DAYS = 8;

/** One row for each application that was ever queued; who left for want of interest was due before it left. */
export async function loadInterest(db: OpenDatabase): Promise<void> {
  await db.write('system', async (tx) => {
    await unhurried(tx);
    await sql`
      with p as materialized (select w.id as district_id, f.interest_months, f.interest_grace_days
        from district w cross join lateral kezek.profile_of_district(w.id) f where f.id is not null)
      insert into interest (application_id, district_id, queued_on, due_on)
      select a.id, a.district_id, q.queued_on, case when a.status = 'removed_no_interest'
        then greatest(q.queued_on + 1, (a.status_since at time zone 'Asia/Almaty')::date - p.interest_grace_days::integer - 1)
        else kezek.interest_due_after(q.queued_on, p.interest_months, greatest(q.queued_on, kezek.today() - ${OVERDUE_DAYS}::integer)) end
      from (select h.application_id, (min(h.at) at time zone 'Asia/Almaty')::date as queued_on from history h
          where h.to_status = 'queued' group by h.application_id) q
        join application a on a.id = q.application_id
        join p on p.district_id = a.district_id
      on conflict do nothing`.execute(tx);
  });
}
