/** How many wait, by class and week of application: a place among a million is a few sums and one week looked through. */
export const name = '0018-queue-counts';

const COLUMNS = (s: string): string =>
  `${s}.order_class, ${s}.order_at, ${s}.order_no, ${s}.own_class, ${s}.own_at, ${s}.own_no`;
const ORDER = (s: string): string => `(${COLUMNS(s)})`;
const live = (s: string): string =>
  `${s}.queue_id = asked_queue and ${s}.stream = asked_stream and ${s}.left_at is null`;

export const statements = /* sql */ `
create function kezek.week_of(at_time timestamptz) returns integer
language sql immutable return floor(extract(epoch from at_time at time zone 'UTC') / 604800)::integer;
create function kezek.week_begins(week integer) returns timestamptz
language sql immutable return to_timestamp(week * 604800::double precision);

-- Derived from queue_stay by trigger, and proven equal to it by \`kezek verify\`.
create table queue_count (
  queue_id        integer not null constraint queue_count_queue_fk references queue,
  stream          text not null,
  -- 0: everybody; else those who want this kindergarten.
  kindergarten_id integer not null,
  order_class     smallint not null,
  week            integer not null,
  n               integer not null,
  constraint queue_count_pk primary key (queue_id, stream, kindergarten_id, order_class, week)
);

-- One at a time in a queue: whoever enters, leaves or moves waits for who is being served, so that nobody is passed over in a race.
create function kezek.stays_counted() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if tg_op = 'UPDATE' then
    -- Most updates only name a witness in the history: nobody moves by them.
    if not exists (select 1 from was w join changed c using (id)
      where (w.left_at is null, w.queue_id, w.stream, w.order_class, w.order_at, w.wants)
        is distinct from (c.left_at is null, c.queue_id, c.stream, c.order_class, c.order_at, c.wants)) then
      return null;
    end if;
  end if;
  perform 1 from queue q where q.id in (select c.queue_id from changed c) order by q.id for no key update;
  if tg_op = 'INSERT' then
    insert into queue_count as t (queue_id, stream, kindergarten_id, order_class, week, n)
      select c.queue_id, c.stream, k, c.order_class, kezek.week_of(c.order_at), count(*)
      from changed c cross join lateral unnest(array_append(c.wants, 0)) k where c.left_at is null
      group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
      on conflict (queue_id, stream, kindergarten_id, order_class, week) do update set n = t.n + excluded.n;
  else
    insert into queue_count as t (queue_id, stream, kindergarten_id, order_class, week, n)
      select d.queue_id, d.stream, k, d.order_class, kezek.week_of(d.order_at), sum(d.sign)
      from (select w.queue_id, w.stream, w.wants, w.order_class, w.order_at, -1 as sign from was w where w.left_at is null
        union all select c.queue_id, c.stream, c.wants, c.order_class, c.order_at, 1 from changed c where c.left_at is null) d
        cross join lateral unnest(array_append(d.wants, 0)) k
      group by 1, 2, 3, 4, 5 having sum(d.sign) <> 0 order by 1, 2, 3, 4, 5
      on conflict (queue_id, stream, kindergarten_id, order_class, week) do update set n = t.n + excluded.n;
  end if;
  return null;
end $$;
create trigger stays_counted_insert after insert on queue_stay referencing new table as changed
  for each statement execute function kezek.stays_counted();
create trigger stays_counted_update after update on queue_stay referencing old table as was new table as changed
  for each statement execute function kezek.stays_counted();

insert into queue_count (queue_id, stream, kindergarten_id, order_class, week, n)
  select s.queue_id, s.stream, k, s.order_class, kezek.week_of(s.order_at), count(*)
  from queue_stay s cross join lateral unnest(array_append(s.wants, 0)) k where s.left_at is null group by 1, 2, 3, 4, 5;

alter table queue_count enable row level security;
alter table queue_count force row level security;
do $$ begin
  execute format('create policy queue_count_system on queue_count for all to %I using (true) with check (true)', current_user);
end $$;
grant select on queue_count to kezek_clerk, kezek_supervisor;
create policy queue_count_scope on queue_count for select to kezek_clerk, kezek_supervisor
  using (queue_id = any ((select array(select q.id from queue q))::integer[]));

-- Where counts and stays disagree: never, unless a hand above all guards was at work.
create function kezek.queue_count_faults() returns table (queue_id integer, stream text, kindergarten_id integer, counted integer, standing integer)
language sql stable security definer rows 10 set search_path = kezek, pg_catalog, pg_temp
as $$
  select coalesce(c.queue_id, s.queue_id), coalesce(c.stream, s.stream), coalesce(c.kindergarten_id, s.k),
    coalesce(c.n, 0), coalesce(s.n, 0)::integer
  from queue_count c full join (
    select x.queue_id, x.stream, k, x.order_class, kezek.week_of(x.order_at) as week, count(*) as n
    from queue_stay x cross join lateral unnest(array_append(x.wants, 0)) k where x.left_at is null group by 1, 2, 3, 4, 5) s
    on s.queue_id = c.queue_id and s.stream = c.stream and s.k = c.kindergarten_id and s.order_class = c.order_class and s.week = c.week
  where coalesce(c.n, 0) <> coalesce(s.n, 0) and kezek.is_system()
$$;

-- How many of a stream stand before a stay: whole classes and weeks by their counts, its own week by looking.
create function kezek.ahead_of(s queue_stay) returns integer
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  asked_queue integer := s.queue_id;
  asked_stream text := s.stream;
  own_week integer := kezek.week_of(s.order_at);
begin
  return coalesce((select sum(c.n) from queue_count c where c.queue_id = s.queue_id and c.stream = s.stream and c.kindergarten_id = 0
      and (c.order_class, c.week) < (s.order_class, own_week)), 0)
    + (select count(*) from queue_stay o where ${live('o')}
      and (o.order_class, o.order_at) >= (s.order_class, kezek.week_begins(own_week)) and ${ORDER('o')} < ${ORDER('s')});
end $$;

-- A stretch of a stream: those after the first \`skip\`, numbered from 1 at the head of the stream.
create function kezek.stream_from(asked_queue integer, asked_stream text, skip integer, how_many integer)
returns table (application_id bigint, n integer, together boolean)
language plpgsql stable security definer rows 100 set search_path = kezek, pg_catalog, pg_temp
as $$
declare begins record;
begin
  select c.order_class, c.week, (c.upto - c.n)::integer as before into begins
    from (select q.order_class, q.week, q.n, sum(q.n) over (order by q.order_class, q.week) as upto from queue_count q
      where q.queue_id = asked_queue and q.stream = asked_stream and q.kindergarten_id = 0 and q.n > 0) c
    where c.upto > skip order by c.order_class, c.week limit 1;
  if begins is null then return; end if;
  return query
    select o.application_id, begins.before + (row_number() over (order by ${COLUMNS('o')}))::integer,
      (o.order_class, o.order_at, o.order_no) <> (o.own_class, o.own_at, o.own_no)
    from queue_stay o
    where ${live('o')} and (o.order_class, o.order_at) >= (begins.order_class, kezek.week_begins(begins.week))
    order by ${COLUMNS('o')}
    offset skip - begins.before limit how_many;
end $$;

-- Why a child stands where it stands, in figures; nothing for a child that does not wait or is out of scope.
create function kezek.queue_figures(asked bigint)
returns table (queue_id integer, rule_profile_id integer, stream text, own_class smallint, place integer, turn integer, cause text,
  ahead_in_stream integer, higher_class_ahead integer, benefit_total integer, ordinary_total integer, together_ahead boolean)
language plpgsql stable security definer rows 1 set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  s queue_stay;
  q queue;
  p rule_profile;
  counting record;
  merged record;
begin
  select * into s from queue_stay st where st.application_id = asked and st.left_at is null;
  select * into q from queue qu where qu.id = s.queue_id;
  if q.id is null or not (kezek.is_system() or q.district_id = any (kezek.my_districts())) then return; end if;
  p := kezek.profile_of_district(q.district_id);
  select * into counting from kezek.turns_now(q.id, p.id);
  queue_id := q.id; rule_profile_id := p.id; stream := s.stream; own_class := s.own_class;
  ahead_in_stream := kezek.ahead_of(s);
  select coalesce(sum(c.n) filter (where c.stream = s.stream and c.order_class < s.order_class), 0),
      coalesce(sum(c.n) filter (where c.stream = 'benefit'), 0), coalesce(sum(c.n) filter (where c.stream = 'ordinary'), 0)
    into higher_class_ahead, benefit_total, ordinary_total
    from queue_count c where c.queue_id = q.id and c.stream in ('benefit', 'ordinary') and c.kindergarten_id = 0;
  together_ahead := (s.order_class, s.order_at, s.order_no) <> (s.own_class, s.own_at, s.own_no);
  select * into merged from kezek.merged_place(ahead_in_stream + 1, s.stream,
    case when s.stream = 'benefit' then ordinary_total else benefit_total end, counting.voids, counting.last_turn,
    p.benefit_places, p.ordinary_places);
  place := merged.place; turn := merged.turn; cause := merged.cause;
  return next;
end $$;

-- A stretch of a queue in its order: the two streams merged by the ratio, from a place on.
create function kezek.queue_slice(asked_queue integer, from_place integer, how_many integer)
returns table (application_id bigint, place integer, turn integer, cause text, stream text, together boolean)
language plpgsql stable security definer rows 100 set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  q queue;
  p rule_profile;
  counting record;
  benefit_total integer;
  ordinary_total integer;
  before integer := from_place - 1;
  ordinary_turns integer;
  ordinary_before integer;
  least_voids integer;
begin
  select * into q from queue qu where qu.id = asked_queue;
  if q.id is null or not (kezek.is_system() or q.district_id = any (kezek.my_districts())) then return; end if;
  p := kezek.profile_of_district(q.district_id);
  select * into counting from kezek.turns_now(q.id, p.id);
  select coalesce(sum(c.n) filter (where c.stream = 'benefit'), 0), coalesce(sum(c.n) filter (where c.stream = 'ordinary'), 0)
    into benefit_total, ordinary_total
    from queue_count c where c.queue_id = q.id and c.stream in ('benefit', 'ordinary') and c.kindergarten_id = 0;
  -- How many ordinary ones stand before: turns of the ordinary stream among the first, but for streams that end.
  least_voids := least(before, coalesce(cardinality(counting.voids), 0));
  ordinary_turns := (select count(*) from unnest(counting.voids[1:least_voids]) v
      where kezek.stream_of_turn(v, p.benefit_places, p.ordinary_places) = 'ordinary')
    + kezek.turns_of_stream('ordinary', counting.last_turn + before - least_voids, p.benefit_places, p.ordinary_places)
    - kezek.turns_of_stream('ordinary', counting.last_turn, p.benefit_places, p.ordinary_places);
  ordinary_before := least(ordinary_total, greatest(ordinary_turns, before - benefit_total));
  return query
    select x.application_id, m.place, m.turn, m.cause, x.stream, x.together
    from (
      select f.application_id, 'benefit'::text as stream, f.n, ordinary_total as others, f.together
        from kezek.stream_from(q.id, 'benefit', greatest(0, before - ordinary_before), how_many) f
      union all
      select f.application_id, 'ordinary', f.n, benefit_total, f.together
        from kezek.stream_from(q.id, 'ordinary', ordinary_before, how_many) f) x
      cross join lateral kezek.merged_place(x.n, x.stream, x.others, counting.voids, counting.last_turn,
        p.benefit_places, p.ordinary_places) m
    where m.place between from_place and from_place + how_many - 1
    order by m.place;
end $$;

-- How many of those before a child want the kindergartens it wants: its own stream's and the first \`other_ahead\` of the other.
create function kezek.wanted_ahead(asked bigint, other_ahead integer) returns table (kindergarten_id integer, n integer)
language plpgsql stable security definer rows 4 set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  s queue_stay;
  asked_queue integer;
  asked_stream text;
  own_week integer;
  begins record;
begin
  select * into s from queue_stay st where st.application_id = asked and st.left_at is null;
  if s.id is null or not (kezek.is_system() or (select q.district_id from queue q where q.id = s.queue_id) = any (kezek.my_districts())) then
    return;
  end if;
  asked_queue := s.queue_id;
  own_week := kezek.week_of(s.order_at);
  asked_stream := case s.stream when 'benefit' then 'ordinary' else 'benefit' end;
  select c.order_class, c.week, (c.upto - c.n)::integer as before into begins
    from (select q.order_class, q.week, q.n, sum(q.n) over (order by q.order_class, q.week) as upto from queue_count q
      where q.queue_id = asked_queue and q.stream = asked_stream and q.kindergarten_id = 0 and q.n > 0) c
    where c.upto >= other_ahead order by c.order_class, c.week limit 1;
  return query
    select w.k, sum(w.m)::integer from (
      select c.kindergarten_id as k, c.n as m from queue_count c where c.queue_id = asked_queue and c.stream = s.stream
        and c.kindergarten_id = any (s.wants) and (c.order_class, c.week) < (s.order_class, own_week)
      union all
      select k, 1 from queue_stay o cross join lateral unnest(o.wants) k where o.queue_id = asked_queue and o.stream = s.stream
        and o.left_at is null and (o.order_class, o.order_at) >= (s.order_class, kezek.week_begins(own_week)) and ${ORDER('o')} < ${ORDER('s')}
      union all
      select c.kindergarten_id, c.n from queue_count c where begins is not null and c.queue_id = asked_queue and c.stream = asked_stream
        and c.kindergarten_id = any (s.wants) and (c.order_class, c.week) < (begins.order_class, begins.week)
      union all
      select k, 1 from (
        select o.wants from queue_stay o where begins is not null and ${live('o')}
          and (o.order_class, o.order_at) >= (begins.order_class, kezek.week_begins(begins.week))
        order by ${COLUMNS('o')} limit greatest(0, other_ahead - begins.before)) f cross join lateral unnest(f.wants) k
    ) w
    where w.k = any (s.wants) group by 1;
end $$;

revoke execute on function kezek.stays_counted(), kezek.queue_count_faults(), kezek.ahead_of(queue_stay),
  kezek.stream_from(integer, text, integer, integer), kezek.wanted_ahead(bigint, integer), kezek.queue_figures(bigint),
  kezek.queue_slice(integer, integer, integer) from public;
grant execute on function kezek.wanted_ahead(bigint, integer), kezek.queue_figures(bigint), kezek.queue_slice(integer, integer, integer)
  to kezek_clerk, kezek_supervisor;
`;
