/** Who is next: the machine's own hand, seats that fit, turns of the ratio, and who has a better right. */
export const name = '0014-order';

const COLUMNS = (s: string): string =>
  `${s}.order_class, ${s}.order_at, ${s}.order_no, ${s}.own_class, ${s}.own_at, ${s}.own_no`;
/** For comparing. To sort by, the columns: an index gives no order of whole rows. */
const ORDER = (s: string): string => `(${COLUMNS(s)})`;
/** Stays of those who wait for a place in the kindergarten and hold none anywhere. */
const wanting = (s: string): string =>
  `${s}.left_at is null and wanted_in = any (${s}.wants)
    and not exists (select 1 from seat_hold h where h.child_id = ${s}.child_id and h.released_at is null)`;

export const statements = /* sql */ `
-- Work the database does in an officer's transaction as itself (self-cleaning, notices of jobs): who, while it does. Only
-- functions of the owner write it, and they take the row away before they return.
create table machine_act (
  transaction bigint primary key,
  actor       text not null
);
-- The setting only spares a look: who sets it by hand finds no row.
create function kezek.machine_actor() returns text
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if current_setting('kezek.machine', true) is distinct from 'on' then return null; end if;
  return (select m.actor from machine_act m where m.transaction = pg_current_xact_id()::text::bigint);
end $$;
create function kezek.begin_machine(asked_actor text) returns void
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  insert into machine_act (transaction, actor) values (pg_current_xact_id()::text::bigint, asked_actor);
  perform set_config('kezek.machine', 'on', true);
end $$;
create function kezek.end_machine() returns void
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  delete from machine_act where transaction = pg_current_xact_id()::text::bigint;
  perform set_config('kezek.machine', 'off', true);
end $$;

-- A row of history in the database's own name.
create function kezek.tell_as_machine(a application, told_event text, was_status text, told_detail jsonb) returns void
language sql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
  insert into history (chain, seq, at, actor, event, application_id, from_status, to_status, version, detail, prev_hash, hash)
  values (a.district_id, 0, kezek.now(), kezek.machine_actor(), told_event, a.id, was_status, a.status, a.version, told_detail,
    decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'))
$$;

-- As in 0007, and what the machine writes is in the machine's name.
create or replace function kezek.history_chain() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  head history_head;
  machine text := kezek.machine_actor();
begin
  insert into history_head (chain, last_seq, last_hash) values (new.chain, 0, decode(repeat('00', 32), 'hex'))
    on conflict (chain) do nothing;
  select * into head from history_head where chain = new.chain for update;
  -- An officer writes in its own name, its own post and at the database's time, whatever it asked for.
  if machine is not null then
    new.actor := machine;
    new.staff_post_id := null;
    new.at := kezek.now();
  elsif kezek.officer() is not null then
    new.actor := kezek.officer();
    new.staff_post_id := kezek.post_id();
    new.at := kezek.now();
  elsif not kezek.is_system() then
    new.at := kezek.now();
  end if;
  new.seq := head.last_seq + 1;
  new.prev_hash := head.last_hash;
  new.hash := kezek.history_hash(new);
  update history_head set last_seq = new.seq, last_hash = new.hash where chain = new.chain;
  return new;
end $$;

-- Who acts: an officer's role, 'job' for a desk with nobody signed in; null for the owner and for the machine: they keep the
-- shape of things, and the rest is theirs to know.
create function kezek.acting_role() returns text
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if kezek.officer() is null and kezek.is_system() then return null; end if;
  if kezek.machine_actor() is not null then return null; end if;
  return case when kezek.officer() is null then 'job' else coalesce(kezek.my_role(), 'nobody') end;
end $$;

-- Whether a child of this application may sit in this group: its cohort and language; a place of a special group is the special
-- queue's, after its first days everybody's.
create function kezek.seat_fits(a application, s seat) returns boolean
language sql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
  select g.cohort_year = a.cohort_year and g.language = a.language and k.district_id = a.district_id
    and (g.kind = a.queue_kind or (g.kind = 'special' and a.queue_kind = 'general' and s.special_until <= kezek.now()))
  from kindergarten_group g join kindergarten k on k.id = g.kindergarten_id where g.id = s.group_id
$$;

-- Free seats of a kindergarten that the children of a queue may get, one seat apart.
create function kezek.free_seats(asked_queue integer, asked_kindergarten integer, apart bigint) returns integer
language sql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
  select count(*)::integer from seat s join kindergarten_group g on g.id = s.group_id join queue q on q.id = asked_queue
  where s.kindergarten_id = asked_kindergarten and s.state = 'open' and s.id <> apart
    and g.cohort_year = q.cohort_year and g.language = q.language
    and (g.kind = q.queue_kind or (g.kind = 'special' and q.queue_kind = 'general' and s.special_until <= kezek.now()))
    and not exists (select 1 from seat_hold h where h.seat_id = s.id and h.released_at is null)
$$;

-- Who has a better right to a seat of this kindergarten than the child of this stay, were it to take this turn. domain/queue.ts
-- says the same: those ahead in its stream; those of the stream whose turn it is; and, where turns of the other stream are
-- passed by, as many of its first ones as the kindergarten has no other free seat for. Families who wait for seats for
-- all of them are told, not passed over.
create function kezek.better_rights(mine queue_stay, wanted_in integer, asked_turn integer, asked_cause text, turns_passed integer,
  free_left integer)
returns table (application_id bigint, place integer, why text)
language plpgsql stable security definer rows 10 set search_path = kezek, pg_catalog, pg_temp
as $$
declare other text := case mine.stream when 'benefit' then 'ordinary' else 'benefit' end;
begin
  return query
    select o.application_id,
      (select count(*)::integer + 1 from queue_stay x where x.queue_id = o.queue_id and x.stream = o.stream and x.left_at is null
        and ${ORDER('x')} < ${ORDER('o')}),
      case when (select count(*) from queue_stay f where f.queue_id = o.queue_id and f.stream = o.stream and f.left_at is null
          and (f.order_class, f.order_at, f.order_no) = (o.order_class, o.order_at, o.order_no) and wanted_in = any (f.wants)) > free_left + 1
        then 'together' else 'ahead' end
    from queue_stay o
    where o.queue_id = mine.queue_id and o.stream = mine.stream and ${ORDER('o')} < ${ORDER('mine')} and ${wanting('o')}
    order by o.order_class, o.order_at, o.order_no, o.own_class, o.own_at, o.own_no
    limit 1000;
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

-- The turn a referral takes: the one asked for, else the lowest free one of its stream, or of the other where nobody of that
-- waits for the kindergarten. Answers how many free turns of the other stream it passes by.
create function kezek.choose_turn(mine queue_stay, wanted_in integer, p rule_profile, inout asked integer, out cause text,
  out turns_passed integer)
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

-- The first free seat for an application in a kindergarten, or in any it wants by rank, locked with the application until the
-- transaction ends; seats another transaction looks at are passed by. Null: none.
create function kezek.take_seat(asked_application bigint, asked_kindergarten integer) returns bigint
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  wish integer;
  found_seat bigint;
begin
  if not exists (select 1 from application x where x.id = asked_application
    and (kezek.is_system() or x.district_id = any (kezek.my_districts()))) then return null; end if;
  select * into a from application where id = asked_application for no key update;
  for wish in select d.kindergarten_id from desired_kindergarten d where d.application_id = a.id
      and (asked_kindergarten is null or d.kindergarten_id = asked_kindergarten) order by d.rank loop
    select s.id into found_seat from seat s join kindergarten_group g on g.id = s.group_id
      where s.kindergarten_id = wish and s.state = 'open' and g.cohort_year = a.cohort_year and g.language = a.language
        and (g.kind = a.queue_kind or (g.kind = 'special' and a.queue_kind = 'general' and s.special_until <= kezek.now()))
        and not exists (select 1 from seat_hold h where h.seat_id = s.id and h.released_at is null)
      order by s.temporary_until is not null, g.kind <> a.queue_kind, s.open_since, s.id
      limit 1 for no key update of s skip locked;
    if found_seat is not null then return found_seat; end if;
  end loop;
  return null;
end $$;

-- What holds each seat of the kindergartens one looks after, without naming a child: for heatmaps and for heads.
create function kezek.seat_looks(asked_kindergarten integer)
returns table (seat_id bigint, kind text, until timestamptz)
language plpgsql stable security definer rows 200 set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if not (kezek.is_system() or asked_kindergarten = any (kezek.my_kindergartens())) then return; end if;
  return query select h.seat_id, h.kind, h.until from seat s join seat_hold h on h.seat_id = s.id and h.released_at is null
    where s.kindergarten_id = asked_kindergarten;
end $$;

-- The child a seat of this kindergarten and queue goes to next, and on which turn.
create function kezek.next_child(asked_queue integer, wanted_in integer)
returns table (application_id bigint, turn integer, stream text, cause text)
language plpgsql stable security definer rows 1 set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  q queue;
  p rule_profile;
  counting record;
  free_turn integer;
  whose text;
begin
  select * into q from queue qu where qu.id = asked_queue;
  if q.id is null or not (kezek.is_system() or q.district_id = any (kezek.my_districts())) then return; end if;
  p := kezek.profile_of_district(q.district_id);
  select * into counting from kezek.turns_now(q.id, p.id);
  free_turn := coalesce(counting.voids[1], counting.last_turn + 1);
  whose := kezek.stream_of_turn(free_turn, p.benefit_places, p.ordinary_places);
  return query
    select x.application_id, free_turn, x.stream, case when x.stream = whose then 'ratio' else 'other_stream_empty' end
    from (
      (select o.application_id, o.stream, 1 as pref from queue_stay o where o.queue_id = q.id and o.stream = whose and ${wanting('o')}
        order by o.order_class, o.order_at, o.order_no, o.own_class, o.own_at, o.own_no limit 1)
      union all
      (select o.application_id, o.stream, 2 from queue_stay o where o.queue_id = q.id and o.stream <> whose and ${wanting('o')}
        order by o.order_class, o.order_at, o.order_no, o.own_class, o.own_at, o.own_no limit 1)) x
    order by x.pref limit 1;
end $$;

revoke execute on function kezek.machine_actor(), kezek.begin_machine(text), kezek.end_machine(),
  kezek.tell_as_machine(application, text, text, jsonb), kezek.acting_role(), kezek.seat_fits(application, seat),
  kezek.free_seats(integer, integer, bigint), kezek.better_rights(queue_stay, integer, integer, text, integer, integer),
  kezek.choose_turn(queue_stay, integer, rule_profile, integer), kezek.take_seat(bigint, integer), kezek.seat_looks(integer),
  kezek.next_child(integer, integer) from public;
grant execute on function kezek.take_seat(bigint, integer), kezek.next_child(integer, integer) to kezek_clerk, kezek_supervisor;
grant execute on function kezek.seat_looks(integer) to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin;
`;
