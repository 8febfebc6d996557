/** What screens ask of places and profiles beyond what their officer may read row by row: counts that name no child. */
export const name = '0019-views';

export const statements = /* sql */ `
-- Profiles that a decision, a referral or a turn names. An administrator reads none of these.
create function kezek.used_profiles() returns setof integer
language sql stable security definer rows 20 set search_path = kezek, pg_catalog, pg_temp
as $$
  select p.id from rule_profile p
  where exists (select 1 from decision d where d.rule_profile_id = p.id)
    or exists (select 1 from referral r where r.rule_profile_id = p.id)
    or exists (select 1 from queue_turn t where t.rule_profile_id = p.id)
$$;

-- What holds the seats of kindergartens one looks after, and on the first day asked for who of it will still be there: no child
-- too old for a place then, no temporary place that ended. Names no child.
create function kezek.held_seats(asked integer[], on_day date)
returns table (seat_id bigint, kind text, stays boolean)
language plpgsql stable security definer rows 2000 set search_path = kezek, pg_catalog, pg_temp
as $$
declare mine integer[] := case when kezek.is_system() then asked else kezek.my_kindergartens() end;
begin
  return query
    with rules as materialized (
      select d.district_id, coalesce((kezek.profile_of_district(d.district_id)).over_age_years, 100) as over_age_years
      from (select distinct k.district_id from kindergarten k where k.id = any (asked)) d)
    select h.seat_id, h.kind,
      coalesce(s.temporary_until >= on_day, true) and (h.kind <> 'enrolment'
        or extract(year from age(on_day, c.birth_date)) < r.over_age_years)
    from seat s
      join seat_hold h on h.seat_id = s.id and h.released_at is null
      join person c on c.id = h.child_id
      join kindergarten k on k.id = s.kindergarten_id
      join rules r on r.district_id = k.district_id
    where s.kindergarten_id = any (asked) and s.kindergarten_id = any (mine);
end $$;

-- How many seats of each group were filled on days gone by, and since when anything is known of the kindergarten.
create function kezek.filled_on(asked integer[], days date[])
returns table (group_id integer, day date, filled integer)
language plpgsql stable security definer rows 500 set search_path = kezek, pg_catalog, pg_temp
as $$
declare mine integer[] := case when kezek.is_system() then asked else kezek.my_kindergartens() end;
begin
  return query
    select s.group_id, d.day, count(*)::integer
    from seat s
      join seat_hold h on h.seat_id = s.id and h.kind = 'enrolment'
      join unnest(days) d(day) on h.enrolled_on <= d.day
        and (h.released_at is null or (h.released_at at time zone 'Asia/Almaty')::date > d.day)
    where s.kindergarten_id = any (asked) and s.kindergarten_id = any (mine)
    group by 1, 2;
end $$;

-- How many children wait for each kindergarten one looks after; null: of any cohort, language, kind.
create function kezek.waiting_for(asked integer[], cohort integer, lang text, of_kind text)
returns table (kindergarten_id integer, waiting integer)
language plpgsql stable security definer rows 100 set search_path = kezek, pg_catalog, pg_temp
as $$
declare mine integer[] := case when kezek.is_system() then asked else kezek.my_kindergartens() end;
begin
  return query
    select c.kindergarten_id, sum(c.n)::integer
    from queue q join queue_count c on c.queue_id = q.id and c.stream in ('benefit', 'ordinary') and c.kindergarten_id = any (asked)
    where q.district_id in (select k.district_id from kindergarten k where k.id = any (asked))
      and c.kindergarten_id = any (mine)
      and (cohort is null or q.cohort_year = cohort) and (lang is null or q.language = lang) and (of_kind is null or q.queue_kind = of_kind)
    group by 1 having sum(c.n) > 0;
end $$;

-- Free places of a district by group at this moment: what the bulletin would say now. Public, as the bulletin is.
create function kezek.free_of_district(asked integer) returns table (group_id integer, free integer)
language sql stable security definer rows 100 set search_path = kezek, pg_catalog, pg_temp
as $$
  select s.group_id, count(*)::integer from seat s join kindergarten k on k.id = s.kindergarten_id
  where k.district_id = asked and s.state = 'open'
    and not exists (select 1 from seat_hold h where h.seat_id = s.id and h.released_at is null)
  group by 1
$$;

revoke execute on function kezek.used_profiles(), kezek.free_of_district(integer), kezek.held_seats(integer[], date), kezek.filled_on(integer[], date[]),
  kezek.waiting_for(integer[], integer, text, text) from public;
grant execute on function kezek.used_profiles() to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin;
grant execute on function kezek.free_of_district(integer), kezek.held_seats(integer[], date), kezek.filled_on(integer[], date[]),
  kezek.waiting_for(integer[], integer, text, text) to kezek_clerk, kezek_head, kezek_supervisor;
`;
