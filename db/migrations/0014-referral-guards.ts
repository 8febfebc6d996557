/** What no code may do with a seat, a referral or its order, whatever runs. */
export const name = '0014-referral-guards';

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

-- Terms are the profile's, by days in Almaty.
create function kezek.referral_terms(r referral, p rule_profile, region integer) returns void
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  today date := kezek.today();
  fine boolean := true;
begin
  if r.state = 'offered' then
    fine := p.offer_days is not null and (r.offer_until at time zone 'Asia/Almaty')::date =
      case p.offer_day_unit when 'working' then kezek.add_working_days(today, p.offer_days, region) else today + p.offer_days end;
  elsif r.state = 'issued' then
    fine := r.extensions = 0 and r.first_valid_until = r.valid_until and (p.referral_working_days is null
      or (r.valid_until at time zone 'Asia/Almaty')::date = kezek.add_working_days(today, p.referral_working_days, region))
      and case when r.benefit_state = 'pending' then (r.benefit_until at time zone 'Asia/Almaty')::date =
        kezek.add_working_days(today, p.benefit_confirm_working_days, region) else r.benefit_until is null end;
  end if;
  if fine is not true then
    perform kezek.refuse('KZ044', 'referral_terms', 'the terms are not those of the profile');
  end if;
end $$;

-- A number is one that was given out.
create function kezek.number_guard(asked text) returns void
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if not exists (select 1 from number_sequence n where n.kind = 'referral' and n.year = split_part(asked, '-', 1)::smallint
    and n.year = extract(year from kezek.today()) and split_part(asked, '-', 3)::integer <= n.last_value) then
    perform kezek.refuse('KZ046', 'referral_number', 'the number was not given out');
  end if;
end $$;

-- A new referral of an officer: the child waits, wants the place, the seat is free and fits, the terms are the profile's, the turn is
-- free, and nobody with a better right is passed over without a reason.
create function kezek.referral_begins(inout r referral, a application, acting text)
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  s seat;
  mine queue_stay;
  p rule_profile := kezek.profile_of_district(a.district_id);
  region integer := (select d.region_id from district d where d.id = a.district_id);
  chosen record;
  last_turn integer;
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
  for one in select * from kezek.better_rights(mine, s.kindergarten_id, r.turn, r.cause, chosen.turns_passed,
      kezek.free_seats(mine.queue_id, s.kindergarten_id, s.id)) loop
    if one.why <> 'together' then r.passed := r.passed + 1; end if;
    before_it := array_append(before_it, one.application_id);
    places := array_append(places, one.place);
    reasons := array_append(reasons, one.why);
  end loop;
  -- Told before it is written: writing looks at the others' applications, which somebody else may be at.
  if r.passed > 0 and r.out_of_order_reason is null then
    perform kezek.refuse('KZ043', 'referral_in_order', 'somebody with a better right is passed over without a reason');
  end if;
  insert into referral_passed (referral_id, application_id, place, why)
    select r.id, w.application_id, w.place, w.why from unnest(before_it, places, reasons) w(application_id, place, why);
  if r.passed = 0 then r.out_of_order_reason := null; end if;
  -- The turn is taken; numbers passed by are void from the start and come next.
  last_turn := (select t.last_turn from kezek.turns_now(r.queue_id, p.id) t);
  if r.turn <= last_turn then
    update queue_turn set refilled_at = kezek.now() where queue_id = r.queue_id and rule_profile_id = p.id and turn = r.turn
      and voided_at is not null and refilled_at is null;
  end if;
  insert into queue_turn (queue_id, rule_profile_id, turn, stream, referral_id, taken_at, voided_at)
    select r.queue_id, p.id, t, kezek.stream_of_turn(t, p.benefit_places, p.ordinary_places),
      case when t = r.turn then r.id end, kezek.now(), case when t < r.turn then kezek.now() end
    from generate_series(least(last_turn + 1, r.turn), r.turn) t;
end $$;

-- A change of a referral: a step of the machine for this role, and only what the step is about.
create function kezek.referral_moves(was referral, inout r referral, acting text)
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  t referral_transition;
  p rule_profile;
  region integer := (select d.region_id from district d where d.id = was.district_id);
  bare referral := r;
begin
  select x.* into t from referral_transition x where x.from_state = was.state and x.to_state = r.state
    and was.benefit_state = any (x.benefit) and acting = any (x.actors)
    and r.benefit_state = (case x.benefit_to when 'same' then was.benefit_state else x.benefit_to end)
    -- Only extending leads from a standing to the same one.
    and (x.event = 'extend') = (r.state = 'issued' and was.state = 'issued' and r.benefit_state = was.benefit_state)
    order by x.event limit 1;
  if t.event is null then
    perform kezek.refuse('KZ038', 'referral_state_step', 'no such step of a referral for this role');
  end if;
  select * into p from rule_profile where id = was.rule_profile_id;
  bare.state := was.state; bare.benefit_state := was.benefit_state; bare.application_version := was.application_version;
  bare.acting := was.acting;
  case
    when t.event = 'accept' then
      r.accepted_at := kezek.now(); bare.accepted_at := was.accepted_at; bare.accepted_how := was.accepted_how;
      if r.accepted_how is null or was.offer_until < kezek.now() then
        perform kezek.refuse('KZ044', 'referral_terms', 'the offer ran out, or nobody says how it was accepted');
      end if;
    when t.event = 'issue_referral' then
      r.issued_at := kezek.now(); r.first_valid_until := r.valid_until;
      bare.issued_at := was.issued_at; bare.number := was.number; bare.valid_until := was.valid_until;
      bare.first_valid_until := was.first_valid_until; bare.benefit_until := was.benefit_until;
      perform kezek.number_guard(r.number);
      perform kezek.referral_terms(r, p, region);
    when t.event = 'extend' then
      r.extensions := was.extensions + 1; bare.extensions := was.extensions; bare.valid_until := was.valid_until;
      if r.extensions > p.extension_limit or r.valid_until <= was.valid_until or was.valid_until < kezek.now()
         or (r.valid_until at time zone 'Asia/Almaty')::date
           > (was.first_valid_until at time zone 'Asia/Almaty')::date + p.extension_calendar_days then
        perform kezek.refuse('KZ044', 'referral_terms', 'the profile extends no more, or not so far');
      end if;
    when t.event = 'confirm_benefit' and r.state = 'issued' then
      -- The family's days begin when the kindergarten sees the referral.
      bare.valid_until := was.valid_until; bare.first_valid_until := was.first_valid_until; bare.benefit_until := was.benefit_until;
      if r.valid_until is distinct from was.valid_until then
        r.first_valid_until := r.valid_until; r.benefit_until := null;
        perform kezek.referral_terms(r, p, region);
      end if;
      r.benefit_until := was.benefit_until;
    when t.event = 'submit_documents' then
      r.documents_at := kezek.now(); bare.documents_at := was.documents_at;
      if was.valid_until < kezek.now() then perform kezek.refuse('KZ044', 'referral_terms', 'the referral ran out'); end if;
    when t.event = 'return_documents' then r.documents_at := null; bare.documents_at := was.documents_at;
    when r.state <> was.state then
      r.ended_at := kezek.now(); bare.ended_at := was.ended_at; bare.end_reason := was.end_reason;
      if acting = 'job' and (case t.event when 'offer_lapsed' then was.offer_until when 'referral_lapsed' then was.valid_until
          when 'benefit_review_lapsed' then was.benefit_until end < kezek.now()) is not true then
        perform kezek.refuse('KZ055', 'job_step', 'the term has not run out');
      end if;
    else null;
  end case;
  if bare is distinct from was then
    perform kezek.refuse('KZ039', 'referral_fixed', 'the step changes what it is not about');
  end if;
end $$;

create function kezek.referral_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  acting text := kezek.acting_role();
begin
  select * into a from application where id = new.application_id for no key update;
  if tg_op = 'UPDATE' and (old.ended_at is not null or (new.id, new.application_id, new.child_id, new.district_id, new.kindergarten_id,
      new.group_id, new.seat_id, new.queue_id, new.rule_profile_id, new.turn, new.stream, new.cause, new.out_of_order_reason, new.passed,
      new.offered_at, new.offer_until) is distinct from (old.id, old.application_id, old.child_id, old.district_id, old.kindergarten_id,
      old.group_id, old.seat_id, old.queue_id, old.rule_profile_id, old.turn, old.stream, old.cause, old.out_of_order_reason, old.passed,
      old.offered_at, old.offer_until) or (old.number is not null and new.number is distinct from old.number)) then
    perform kezek.refuse('KZ039', 'referral_fixed', 'an ended referral, or what a referral is of, never changes');
  end if;
  new.child_id := a.child_id;
  new.district_id := a.district_id;
  new.application_version := a.version;
  new.acting := acting;
  if acting is not null then
    if tg_op = 'INSERT' then new := kezek.referral_begins(new, a, acting); else new := kezek.referral_moves(old, new, acting); end if;
  end if;
  return new;
end $$;
create trigger referral_guard before insert or update on referral for each row execute function kezek.referral_guard();
create trigger referral_never_deleted before delete on referral for each row execute function kezek.no_delete();
create trigger referral_passed_append_only before update or delete on referral_passed for each row execute function kezek.refuse_change();

-- The seat is held as long as the referral lives; its benefit is what was found out.
create function kezek.referral_effects() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    -- The owner loads what is over with what came of it.
    if kezek.acting_role() is null then return null; end if;
    insert into seat_hold (seat_id, child_id, application_id, referral_id, kind, since, until)
      values (new.seat_id, new.child_id, new.application_id, new.id, case new.state when 'issued' then 'referral' else 'offer' end,
        kezek.now(), case new.state when 'issued' then new.valid_until else new.offer_until end);
    return null;
  end if;
  if new.state in ('issued', 'documents') then
    update seat_hold set kind = 'referral', until = new.valid_until
      where referral_id = new.id and released_at is null and (kind, until) is distinct from ('referral', new.valid_until);
  elsif new.ended_at is not null and new.state <> 'admitted' then
    update seat_hold set released_at = greatest(new.ended_at, since), release_reason = new.state
      where referral_id = new.id and released_at is null;
    update queue_turn set voided_at = greatest(new.ended_at, taken_at) where referral_id = new.id and voided_at is null;
  end if;
  if new.benefit_state is distinct from old.benefit_state and kezek.acting_role() is not null then
    perform kezek.begin_machine('job:benefits');
    update benefit_claim c set state = new.benefit_state from application a
      where a.id = new.application_id and c.application_id = a.id and c.benefit_category_id = a.benefit_category_id
        and c.state is distinct from new.benefit_state;
    perform kezek.end_machine();
  end if;
  return null;
end $$;
create trigger referral_effects after insert or update on referral for each row execute function kezek.referral_effects();

-- A hold stays with its seat and child, and once released never holds again.
create function kezek.hold_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if tg_op = 'UPDATE' and (old.released_at is not null or (new.id, new.seat_id, new.child_id, new.application_id, new.referral_id, new.since)
      is distinct from (old.id, old.seat_id, old.child_id, old.application_id, old.referral_id, old.since)) then
    perform kezek.refuse('KZ037', 'hold_fixed', 'a hold stays with its seat and child');
  end if;
  -- The owner is not let in either: no hold on a closed seat, or on one of another cohort or language.
  if tg_op = 'INSERT' and new.released_at is null and not exists (
    select 1 from seat s join kindergarten_group g on g.id = s.group_id join application a on a.id = new.application_id
    where s.id = new.seat_id and s.state = 'open' and a.child_id = new.child_id and g.cohort_year = a.cohort_year
      and g.language = a.language and (g.kind = a.queue_kind or (g.kind = 'special' and s.special_until <= kezek.now()))) then
    perform kezek.refuse('KZ036', 'seat_fits', 'the seat is closed, or of another cohort, language or kind');
  end if;
  return new;
end $$;
create trigger hold_guard before insert or update on seat_hold for each row execute function kezek.hold_guard();
create trigger seat_hold_never_deleted before delete on seat_hold for each row execute function kezek.no_delete();

-- And a seat that is held stays open.
create function kezek.seat_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if (new.id, new.group_id, new.kindergarten_id, new.ordinal) is distinct from (old.id, old.group_id, old.kindergarten_id, old.ordinal) then
    perform kezek.refuse('KZ039', 'seat_fixed', 'a seat stays in its group');
  end if;
  if new.state <> 'open' and old.state = 'open' and exists (select 1 from seat_hold h where h.seat_id = old.id and h.released_at is null) then
    perform kezek.refuse('KZ035', 'seat_free', 'the seat is held');
  end if;
  return new;
end $$;
create trigger seat_guard before update on seat for each row execute function kezek.seat_guard();

create function kezek.referral_document_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if kezek.acting_role() is null then return coalesce(new, old); end if;
  perform 1 from referral r where r.id = coalesce(new.referral_id, old.referral_id) and r.state in ('issued', 'documents') for share;
  if not found or (tg_op <> 'DELETE' and (new.received_on > kezek.today() or new.received_by is distinct from kezek.officer()::bpchar)) then
    perform kezek.refuse('KZ060', 'referral_document_open', 'documents are marked while the referral waits for them, in one''s own name');
  end if;
  return coalesce(new, old);
end $$;
create trigger referral_document_guard before insert or update or delete on referral_document
  for each row execute function kezek.referral_document_guard();

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
  kezek.choose_turn(queue_stay, integer, rule_profile, integer), kezek.referral_terms(referral, rule_profile, integer),
  kezek.number_guard(text), kezek.referral_begins(referral, application, text), kezek.referral_moves(referral, referral, text),
  kezek.take_seat(bigint, integer), kezek.seat_looks(integer), kezek.next_child(integer, integer) from public;
grant execute on function kezek.take_seat(bigint, integer), kezek.next_child(integer, integer) to kezek_clerk, kezek_supervisor;
grant execute on function kezek.seat_looks(integer) to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin;
`;
