/**
 * What acts of one transaction ask again and again is asked once for all of them, or made cheaper: numbers, beginnings of referrals,
 * the post's role. Nothing answers otherwise than before.
 */
export const name = '0038-in-groups';

export const statements = /* sql */ `
-- As in 0036, without a regular expression.
create or replace function kezek.officer() returns text
language sql stable
return case when length(coalesce(nullif(current_setting('role', true), 'none'), session_user::text)) = 18
    and left(coalesce(nullif(current_setting('role', true), 'none'), session_user::text), 6) = 'staff_'
    and translate(right(coalesce(nullif(current_setting('role', true), 'none'), session_user::text), 12), '0123456789', '') = ''
  then right(coalesce(nullif(current_setting('role', true), 'none'), session_user::text), 12) end;

-- As in 0006: both rows are found by their keys, however small the tables are.
create or replace function kezek.my_role() returns text
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp set enable_seqscan = off
as $$
declare
  today date := kezek.today();
  found_role text;
begin
  select p.role into found_role from staff_post p
    where p.id = kezek.post_id() and p.staff_iin = kezek.officer() and p.valid_from <= today and (p.valid_to is null or p.valid_to >= today)
      and (select s.active from staff s where s.iin = p.staff_iin);
  return found_role;
end $$;

-- Once for a statement, not for each of its rows.
alter policy decision_add on decision with check (staff_iin = kezek.officer() and staff_post_id = kezek.post_id()
  and (select kezek.my_role()) = 'clerk' and district_id = any ((select kezek.my_districts())::int[]));

-- Planning this for each referral cost more than running it.
alter function kezek.referral_begins(referral, application, text) set plan_cache_mode = force_generic_plan;

-- Counts are written by stays_counted alone, for queues that its stays refer to; the key was checked at each change of a count.
alter table queue_count drop constraint queue_count_queue_fk;

-- Several numbers at once: asked of the post once, and the sequence moves once. As next_number (0016), which stays for one.
create function kezek.next_numbers(asked_kind text, asked_year smallint, count integer) returns setof integer
language plpgsql security definer rows 50 set search_path = kezek, pg_catalog, pg_temp
as $$
declare last integer;
begin
  if count not between 1 and 10000 then
    raise exception 'from one number to ten thousand' using errcode = '22023';
  end if;
  last := kezek.next_number(asked_kind, asked_year) + count - 1;
  if count > 1 then
    update number_sequence set last_value = last where kind = asked_kind and year = asked_year;
  end if;
  return query select generate_series(last - count + 1, last);
end $$;
revoke execute on function kezek.next_numbers(text, smallint, integer) from public;
grant execute on function kezek.next_numbers(text, smallint, integer) to kezek_clerk, kezek_head;

-- Referrals that begin, one after another: each finds the turns of those before it taken. What the policy of referrals asks of each
-- row is asked here: a clerk, in its own districts; all else is judged by the guards of the table.
create function kezek.begin_referrals(asked jsonb)
returns table (id bigint, turn integer, stream text, cause text, passed integer, benefit_state text)
language plpgsql security definer rows 24 set search_path = kezek, pg_catalog, pg_temp set enable_seqscan = off
as $$
declare
  mine integer[] := kezek.my_districts();
  one referral;
begin
  if kezek.my_role() is distinct from 'clerk' then
    raise exception 'referrals are begun by a clerk' using errcode = '42501';
  end if;
  for one in select r.* from jsonb_array_elements(asked) with ordinality e(body, place)
      cross join lateral jsonb_populate_record(null::referral, e.body) r order by e.place loop
    if not exists (select 1 from application a where a.id = one.application_id and a.district_id = any (mine)) then
      raise exception 'the application is of another district' using errcode = '42501';
    end if;
    return query
      insert into referral as w (number, application_id, child_id, district_id, kindergarten_id, group_id, seat_id, queue_id,
          rule_profile_id, turn, stream, cause, out_of_order_reason, state, benefit_state, application_version, offered_at,
          offer_until, issued_at, valid_until, first_valid_until, benefit_until)
        values (one.number, one.application_id, one.child_id, one.district_id, one.kindergarten_id, one.group_id, one.seat_id,
          one.queue_id, one.rule_profile_id, one.turn, one.stream, one.cause, one.out_of_order_reason, one.state, one.benefit_state,
          one.application_version, one.offered_at, one.offer_until, one.issued_at, one.valid_until, one.first_valid_until,
          one.benefit_until)
        returning w.id, w.turn, w.stream, w.cause, w.passed, w.benefit_state;
  end loop;
end $$;
revoke execute on function kezek.begin_referrals(jsonb) from public;
grant execute on function kezek.begin_referrals(jsonb) to kezek_clerk;
`;
