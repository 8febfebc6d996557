/**
 * What every offer and referral asks again and again, made quick: bare expressions the planner puts in place of the call, plans that
 * are kept (a function in SQL is planned anew at each call), free seats counted only when they matter. Nothing answers otherwise
 * than before. And the log of the special queue, one application in twenty, has its order from an index of its own.
 */
export const name = '0020-speed';

const COLUMNS = (s: string): string =>
  `${s}.order_class, ${s}.order_at, ${s}.order_no, ${s}.own_class, ${s}.own_at, ${s}.own_no`;
/** For comparing. To sort by, the columns: an index gives no order of whole rows. */
const ORDER = (s: string): string => `(${COLUMNS(s)})`;
/** Stays of those who wait for a place in the kindergarten and hold none anywhere. */
const wanting = (s: string): string =>
  `${s}.left_at is null and wanted_in = any (${s}.wants)
    and not exists (select 1 from seat_hold h where h.child_id = ${s}.child_id and h.released_at is null)`;

export const statements = /* sql */ `
create index application_special_idx on application (district_id, submitted_at, id) where queue_kind = 'special';

create or replace function kezek.profile_in_force(asked_region integer, asked_service text, asked_day date) returns rule_profile
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare found_profile rule_profile;
begin
  select p.* into found_profile from rule_profile p
    where p.service = asked_service and p.valid_from <= asked_day and (p.valid_to is null or p.valid_to > asked_day)
      and (p.region_id = asked_region or p.region_id is null)
    order by p.region_id nulls last, p.valid_from desc limit 1;
  return found_profile;
end $$;

create or replace function kezek.profile_of_district(asked_district integer) returns rule_profile
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  return kezek.profile_in_force((select d.region_id from district d where d.id = asked_district), 'preschool_queue', kezek.today());
end $$;

create or replace function kezek.decision_under_way(asked application) returns decision
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare found_decision decision;
begin
  select d.* into found_decision from decision d where d.application_id = asked.id and d.application_version = asked.version;
  return found_decision;
end $$;

create or replace function kezek.stream_of_turn(turn integer, benefit_places integer, ordinary_places integer) returns text
language sql immutable
return case when (turn - 1) % (benefit_places + ordinary_places) < benefit_places then 'benefit' else 'ordinary' end;

create or replace function kezek.turns_of_stream(asked_stream text, upto integer, benefit_places integer, ordinary_places integer)
returns integer
language sql immutable
return case when asked_stream = 'benefit' then 0 else upto end + case when asked_stream = 'benefit' then 1 else -1 end
  * ((upto / (benefit_places + ordinary_places)) * benefit_places + least(upto % (benefit_places + ordinary_places), benefit_places));

create or replace function kezek.class_number(priority_class text) returns smallint
language sql immutable
return (case priority_class when 'out_of_turn' then 0 when 'priority' then 1 else 2 end)::smallint;

create or replace function kezek.order_number(application_number text) returns bigint
language sql immutable
return split_part(application_number, '-', 1)::bigint * 10000000 + split_part(application_number, '-', 2)::bigint;

create or replace function kezek.seat_fits(a application, s seat) returns boolean
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  return (select g.cohort_year = a.cohort_year and g.language = a.language and k.district_id = a.district_id
      and (g.kind = a.queue_kind or (g.kind = 'special' and a.queue_kind = 'general' and s.special_until <= kezek.now()))
    from kindergarten_group g join kindergarten k on k.id = g.kindergarten_id where g.id = s.group_id);
end $$;

create or replace function kezek.free_seats(asked_queue integer, asked_kindergarten integer, apart bigint) returns integer
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  return (select count(*)::integer from seat s join kindergarten_group g on g.id = s.group_id join queue q on q.id = asked_queue
    where s.kindergarten_id = asked_kindergarten and s.state = 'open' and s.id <> apart
      and g.cohort_year = q.cohort_year and g.language = q.language
      and (g.kind = q.queue_kind or (g.kind = 'special' and q.queue_kind = 'general' and s.special_until <= kezek.now()))
      and not exists (select 1 from seat_hold h where h.seat_id = s.id and h.released_at is null));
end $$;

-- As in 0014. Free seats beside this one are counted only where they decide something.
drop function kezek.better_rights(queue_stay, integer, integer, text, integer, integer);
create function kezek.better_rights(mine queue_stay, wanted_in integer, asked_cause text, turns_passed integer, apart bigint)
returns table (application_id bigint, place integer, why text)
language plpgsql stable security definer rows 10 set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  other text := case mine.stream when 'benefit' then 'ordinary' else 'benefit' end;
  free_left integer;
begin
  return query
    select o.application_id,
      (select count(*)::integer + 1 from queue_stay x where x.queue_id = o.queue_id and x.stream = o.stream and x.left_at is null
        and ${ORDER('x')} < ${ORDER('o')}),
      case when (select count(*) from queue_stay f where f.queue_id = o.queue_id and f.stream = o.stream and f.left_at is null
          and (f.order_class, f.order_at, f.order_no) = (o.order_class, o.order_at, o.order_no) and wanted_in = any (f.wants)) > (select kezek.free_seats(mine.queue_id, wanted_in, apart)) + 1
        then 'together' else 'ahead' end
    from queue_stay o
    where o.queue_id = mine.queue_id and o.stream = mine.stream and ${ORDER('o')} < ${ORDER('mine')} and ${wanting('o')}
    order by o.order_class, o.order_at, o.order_no, o.own_class, o.own_at, o.own_no
    limit 1000;
  if asked_cause = 'ratio' and turns_passed = 0 then return; end if;
  free_left := kezek.free_seats(mine.queue_id, wanted_in, apart);
  if asked_cause = 'ratio' and turns_passed <= free_left then return; end if;
  return query
    select r.application_id, r.n::integer, 'ratio'::text
    from (
      select o.application_id, o.order_class, row_number() over (order by ${COLUMNS('o')}) as n
      from queue_stay o
      where o.queue_id = mine.queue_id and o.stream = other and ${wanting('o')}
      order by o.order_class, o.order_at, o.order_no, o.own_class, o.own_at, o.own_no
      limit case when asked_cause = 'ratio' then turns_passed else 1000 end) r
    where asked_cause <> 'ratio' or r.n > free_left;
end $$;

-- As in 0014, and the last turn is told on: the one who asks need not count again.
drop function kezek.choose_turn(queue_stay, integer, rule_profile, integer);
create function kezek.choose_turn(mine queue_stay, wanted_in integer, p rule_profile, inout asked integer, out cause text,
  out turns_passed integer, out last_turn integer)
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  counting record;
  first_free integer;
  candidate integer;
  b integer := p.benefit_places;
  o integer := p.ordinary_places;
begin
  select * into counting from kezek.turns_now(mine.queue_id, p.id);
  last_turn := counting.last_turn;
  first_free := coalesce(counting.voids[1], counting.last_turn + 1);
  if asked is null then
    asked := first_free;
    if kezek.stream_of_turn(first_free, b, o) <> mine.stream and exists (
      select 1 from queue_stay x where x.queue_id = mine.queue_id and x.stream <> mine.stream and ${wanting('x')}) then
      select t into candidate from (
        select v as t from unnest(counting.voids) v
        union all select g from generate_series(counting.last_turn + 1, counting.last_turn + b + o) g) free_turns
      where kezek.stream_of_turn(t, b, o) = mine.stream order by t limit 1;
      asked := coalesce(candidate, first_free);
    end if;
  end if;
  if not (asked = any (counting.voids) or asked between counting.last_turn + 1 and counting.last_turn + 2000) then
    perform kezek.refuse('KZ042', 'referral_turn', 'the turn is taken, or far beyond the last one');
  end if;
  cause := case when kezek.stream_of_turn(asked, b, o) = mine.stream then 'ratio' else 'other_stream_empty' end;
  turns_passed := (select count(*) from unnest(counting.voids) v where v < asked and kezek.stream_of_turn(v, b, o) <> mine.stream);
  if asked > counting.last_turn then
    turns_passed := turns_passed + (asked - 1 - counting.last_turn)
      - (kezek.turns_of_stream(mine.stream, asked - 1, b, o) - kezek.turns_of_stream(mine.stream, counting.last_turn, b, o));
  end if;
end $$;

-- As in 0015.
create or replace function kezek.referral_begins(inout r referral, a application, acting text)
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  s seat;
  mine queue_stay;
  p rule_profile := kezek.profile_of_district(a.district_id);
  region integer := (select d.region_id from district d where d.id = a.district_id);
  chosen record;
  one record;
  before_it bigint[] := '{}';
  places integer[] := '{}';
  reasons text[] := '{}';
begin
  r.passed := 0;
  if acting <> 'clerk' or r.state not in ('offered', 'issued') then
    perform kezek.refuse('KZ038', 'referral_state_step', 'a referral begins as an offer, or is issued at once, by a clerk');
  end if;
  select * into mine from queue_stay st where st.application_id = a.id and st.left_at is null;
  if a.status <> 'queued' or mine.id is null then
    perform kezek.refuse('KZ040', 'referral_waiting', 'the child does not wait in the queue');
  end if;
  -- Locks are taken in one order everywhere: the application, the seat, the queue.
  select * into s from seat where id = r.seat_id for no key update;
  if s.id is null or s.state <> 'open' or exists (select 1 from seat_hold h where h.seat_id = s.id and h.released_at is null) then
    perform kezek.refuse('KZ035', 'seat_free', 'the seat is not free');
  end if;
  if kezek.seat_fits(a, s) is not true then
    perform kezek.refuse('KZ036', 'seat_fits', 'the group is of another cohort, language, kind or district');
  end if;
  if not s.kindergarten_id = any (mine.wants) then
    perform kezek.refuse('KZ041', 'referral_wanted', 'the family did not ask for this kindergarten');
  end if;
  if r.rule_profile_id is distinct from p.id then
    perform kezek.refuse('KZ045', 'referral_profile', 'another profile is in force');
  end if;
  -- One at a time in a queue: turns and order are looked at and moved together.
  perform 1 from queue q where q.id = mine.queue_id for no key update;
  r.group_id := s.group_id; r.kindergarten_id := s.kindergarten_id; r.queue_id := mine.queue_id; r.stream := mine.stream;
  r.benefit_state := case when a.priority_class <> 'ordinary' and p.benefit_confirm_working_days is not null then 'pending' else 'not_needed' end;
  r.offered_at := case when r.state = 'offered' then kezek.now() end;
  r.issued_at := case when r.state = 'issued' then kezek.now() end;
  if r.state = 'issued' then r.first_valid_until := r.valid_until; perform kezek.number_guard(r.number); end if;
  perform kezek.referral_terms(r, p, region);
  select * into chosen from kezek.choose_turn(mine, s.kindergarten_id, p, r.turn);
  r.turn := chosen.asked; r.cause := chosen.cause;
  for one in select * from kezek.better_rights(mine, s.kindergarten_id, r.cause, chosen.turns_passed, s.id) loop
    if one.why <> 'together' then r.passed := r.passed + 1; end if;
    before_it := array_append(before_it, one.application_id);
    places := array_append(places, one.place);
    reasons := array_append(reasons, one.why);
  end loop;
  -- Told before it is written: writing looks at the others' applications, which somebody else may be at.
  if r.passed > 0 and r.out_of_order_reason is null then
    perform kezek.refuse('KZ043', 'referral_in_order', 'somebody with a better right is passed over without a reason');
  end if;
  if cardinality(before_it) > 0 then
    insert into referral_passed (referral_id, application_id, place, why)
      select r.id, w.application_id, w.place, w.why from unnest(before_it, places, reasons) w(application_id, place, why);
  end if;
  if r.passed = 0 then r.out_of_order_reason := null; end if;
  -- The turn is taken; numbers passed by are void from the start and come next.
  if r.turn <= chosen.last_turn then
    update queue_turn set refilled_at = kezek.now() where queue_id = r.queue_id and rule_profile_id = p.id and turn = r.turn
      and voided_at is not null and refilled_at is null;
  end if;
  insert into queue_turn (queue_id, rule_profile_id, turn, stream, referral_id, taken_at, voided_at)
    select r.queue_id, p.id, t, kezek.stream_of_turn(t, p.benefit_places, p.ordinary_places),
      case when t = r.turn then r.id end, kezek.now(), case when t < r.turn then kezek.now() end
    from generate_series(least(chosen.last_turn + 1, r.turn), r.turn) t;
end $$;

revoke execute on function kezek.better_rights(queue_stay, integer, text, integer, bigint),
  kezek.choose_turn(queue_stay, integer, rule_profile, integer) from public;
`;
