/**
 * Families stand as the rules of the day say: a new profile that says otherwise moves who waits, by a named job, told in history.
 * And what heads ask about seats is told to the other desks.
 */
export const name = '0029-families';

export const statements = /* sql */ `
-- Who stands first of each one's family, by a rule of standing together. Families are whole: a twin of one's twin is family
-- (withFamilies of domain/queue-order.ts).
create function kezek.family_leaders(asked_queue integer, together text) returns table (stay_id bigint, leader_id bigint)
language plpgsql stable security definer rows 1000 set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  ids bigint[];
  leaders integer[];
  before integer[];
begin
  select array_agg(o.id order by o.k), array_agg(o.k order by o.k) into ids, leaders
    from (select s.id, (row_number() over (order by s.stream, s.own_class, s.own_at, s.own_no))::integer as k
      from queue_stay s where s.queue_id = asked_queue and s.left_at is null) o;
  while ids is not null and together <> 'none' and leaders is distinct from before loop
    before := leaders;
    leaders := array(
      select min(x.l) over (partition by s.stream, coalesce(s.twin_group::text, x.k::text))
      from unnest(ids, leaders) with ordinality as x(id, l, k) join queue_stay s on s.id = x.id order by x.k);
    if together = 'siblings' then
      leaders := array(
        select min(x.l) over (partition by s.stream, s.applicant_id)
        from unnest(ids, leaders) with ordinality as x(id, l, k) join queue_stay s on s.id = x.id order by x.k);
    end if;
  end loop;
  return query select x.id, y.id from unnest(ids, leaders) as x(id, l) join unnest(ids) with ordinality as y(id, k) on y.k = x.l;
end $$;

-- Who waits elsewhere than the rules of the day say, and where it should stand.
create function kezek.families_apart(asked_queue integer)
returns table (application_id bigint, stay_id bigint, order_class smallint, order_at timestamptz, order_no bigint)
language plpgsql stable security definer rows 10 set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  mode text := (select p.together from queue q cross join lateral kezek.profile_of_district(q.district_id) p where q.id = asked_queue);
begin
  if mode is null then return; end if;
  return query
    select s.application_id, s.id, l.own_class, l.own_at, l.own_no
    from kezek.family_leaders(asked_queue, mode) f join queue_stay s on s.id = f.stay_id join queue_stay l on l.id = f.leader_id
    where (s.order_class, s.order_at, s.order_no) <> (l.own_class, l.own_at, l.own_no);
end $$;

-- Who stands together today, region by region, in one line: the job of families notes which rules it has followed.
create function kezek.rules_of_families() returns text
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  return (select string_agg(coalesce(p.region_id, 0) || ':' || p.together, ' ' order by coalesce(p.region_id, 0)) from rule_profile p
    where p.service = 'preschool_queue' and p.valid_from <= kezek.today() and (p.valid_to is null or p.valid_to > kezek.today()));
end $$;

-- For the job of the day on which rules come into force: each child moved has a version and a row of history of its own. At most
-- so many at once; answers how many were moved.
create function kezek.regroup_queue(asked_queue integer, at_most integer) returns integer
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  mode text := (select p.together from queue q cross join lateral kezek.profile_of_district(q.district_id) p where q.id = asked_queue);
  held bigint[];
  one record;
  a application;
  was queue_stay;
  moved integer := 0;
begin
  if coalesce(kezek.acting_role(), 'job') <> 'job' then
    perform kezek.refuse('KZ113', 'regroup_by_job', 'families are put together or apart by the job of new rules alone');
  end if;
  -- Locks are taken in one order everywhere: the applications, then the queue.
  held := array(select x.id from application x
    where x.id in (select f.application_id from kezek.families_apart(asked_queue) f order by 1 limit at_most) order by x.id for update);
  if cardinality(held) = 0 then return 0; end if;
  perform 1 from queue q where q.id = asked_queue for no key update;
  perform kezek.begin_machine('job:families');
  for one in select f.* from kezek.families_apart(asked_queue) f where f.application_id = any (held) order by f.application_id loop
    update application set version = version + 1 where id = one.application_id returning * into a;
    update queue_stay s set left_at = greatest(kezek.now(), s.entered_at), left_by = a.id, left_version = a.version
      where s.id = one.stay_id returning * into was;
    insert into queue_stay (queue_id, application_id, child_id, stream, order_class, order_at, order_no, own_class, own_at, own_no, wants,
        twin_group, applicant_id, entered_at, entered_by, entered_version)
      values (was.queue_id, was.application_id, was.child_id, was.stream, one.order_class, one.order_at, one.order_no, was.own_class,
        was.own_at, was.own_no, was.wants, was.twin_group, was.applicant_id, was.left_at, a.id, a.version);
    perform kezek.tell_as_machine(a, 'regroup', a.status, jsonb_build_object('together', mode));
    moved := moved + 1;
  end loop;
  perform kezek.end_machine();
  return moved;
end $$;

-- A request about a seat and its answer reach the other desks as any change does: no application is named.
create function kezek.seat_request_told() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  perform pg_notify('kezek_changed', json_build_object('id', null, 'district', k.district_id, 'version', null)::text)
    from seat s join kindergarten k on k.id = s.kindergarten_id where s.id = new.seat_id;
  return null;
end $$;
create trigger seat_request_told after insert or update on seat_request for each row execute function kezek.seat_request_told();

revoke execute on function kezek.family_leaders(integer, text), kezek.families_apart(integer), kezek.regroup_queue(integer, integer),
  kezek.rules_of_families() from public;
grant execute on function kezek.regroup_queue(integer, integer), kezek.rules_of_families() to kezek_desk;
grant execute on function kezek.rules_of_families() to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin;
`;
