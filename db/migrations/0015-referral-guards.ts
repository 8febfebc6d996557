/** What no code may do with a referral or a seat, whatever runs. */
export const name = '0015-referral-guards';

export const statements = /* sql */ `
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

revoke execute on function kezek.referral_terms(referral, rule_profile, integer), kezek.number_guard(text),
  kezek.referral_begins(referral, application, text), kezek.referral_moves(referral, referral, text) from public;
`;
