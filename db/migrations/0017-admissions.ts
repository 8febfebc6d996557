/** Admission, moves and ends of enrolments, self-cleaning; what must agree at commit. */
export const name = '0017-admissions';

export const statements = /* sql */ `
-- A child admitted leaves every other list, in whatever district: by the machine, in the transaction of the admission.
create function kezek.self_clean(admitted application) returns void
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  other application;
  was_status text;
begin
  if not exists (select 1 from application a where a.child_id = admitted.child_id and a.id <> admitted.id
    and exists (select 1 from status_transition t where t.event = 'placed_elsewhere' and t.from_status = a.status)) then return; end if;
  perform kezek.begin_machine('job:self_cleaning');
  for other in select a.* from application a where a.child_id = admitted.child_id and a.id <> admitted.id
      and exists (select 1 from status_transition t where t.event = 'placed_elsewhere' and t.from_status = a.status)
    order by a.district_id, a.id for update loop
    was_status := other.status;
    update referral set state = 'cancelled', ended_at = kezek.now() where application_id = other.id and ended_at is null;
    update application set status = 'cancelled', status_since = kezek.now(), version = version + 1, claimed_by = null, claimed_at = null,
      claim_until = null, stop_list_until = null, restore_until = null where id = other.id returning * into other;
    perform kezek.tell_as_machine(other, 'placed_elsewhere', was_status, jsonb_build_object('admitted', admitted.number));
  end loop;
  perform kezek.end_machine();
end $$;

create function kezek.enrolment_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  s seat;
  before enrolment;
  p rule_profile;
  acting text := kezek.acting_role();
  today text := to_char(kezek.today(), 'MM-DD');
begin
  select * into a from application where id = new.application_id for no key update;
  p := kezek.profile_of_district(a.district_id);
  if tg_op = 'UPDATE' then
    if old.ended_on is not null or new.ended_on is null or (new.id, new.child_id, new.application_id, new.referral_id, new.seat_id, new.group_id,
        new.kindergarten_id, new.contract_number, new.contract_on, new.enrolled_on) is distinct from (old.id, old.child_id,
        old.application_id, old.referral_id, old.seat_id, old.group_id, old.kindergarten_id, old.contract_number, old.contract_on,
        old.enrolled_on) then
      perform kezek.refuse('KZ039', 'enrolment_fixed', 'an enrolment only ends, once');
    end if;
  else
    select * into s from seat where id = new.seat_id for no key update;
    new.child_id := a.child_id; new.group_id := s.group_id; new.kindergarten_id := s.kindergarten_id;
  end if;
  new.application_version := a.version;
  new.acting := acting;
  if acting is null then return new; end if;
  if tg_op = 'UPDATE' then
    new.ended_on := kezek.today();
    if not (case new.end_kind when 'withdrawn' then acting = 'head' and new.end_reason is not null when 'transferred' then acting in ('head', 'clerk')
          and new.end_reason is not null when 'exchanged' then acting = 'clerk' end) then
      perform kezek.refuse('KZ051', 'enrolment_by_whom', 'a head withdraws, a head or clerk transfers, a clerk exchanges');
    end if;
    if new.end_kind <> 'withdrawn' and (today < p.transfer_from or today > p.transfer_to) then
      perform kezek.refuse('KZ057', 'transfer_window', 'children move in the days the profile names');
    end if;
    return new;
  end if;
  select * into before from enrolment e where e.application_id = a.id and e.end_kind in ('transferred', 'exchanged')
    and e.application_version = a.version order by e.id desc limit 1;
  if before.id is null then
    select r.id into new.referral_id from referral r where r.application_id = a.id and r.kindergarten_id = s.kindergarten_id
      and r.benefit_state in ('not_needed', 'confirmed')
      and (r.state = 'documents' or (r.state = 'admitted' and r.application_version = a.version));
    if new.referral_id is null or acting <> 'head' or s.kindergarten_id is distinct from kezek.my_kindergarten() then
      perform kezek.refuse('KZ051', 'enrolment_by_whom', 'the head admits on a referral to its kindergarten whose documents are in');
    end if;
  else
    new.referral_id := before.referral_id;
    if (acting = 'head' and (before.kindergarten_id is distinct from kezek.my_kindergarten()
        or s.kindergarten_id is distinct from kezek.my_kindergarten())) or acting not in ('head', 'clerk') then
      perform kezek.refuse('KZ051', 'enrolment_by_whom', 'a head moves children within its kindergarten');
    end if;
  end if;
  if s.state is distinct from 'open' or exists (select 1 from seat_hold h where h.seat_id = s.id and h.released_at is null
      and h.application_id <> a.id) then
    perform kezek.refuse('KZ035', 'seat_free', 'the seat is not free');
  end if;
  if new.contract_on > kezek.today() + 1 or new.enrolled_on not between kezek.today() - 31 and kezek.today() + 120 then
    perform kezek.refuse('KZ058', 'enrolment_dated', 'the contract is of the future, or the day far off');
  end if;
  return new;
end $$;
create trigger enrolment_guard before insert or update on enrolment for each row execute function kezek.enrolment_guard();
create trigger enrolment_never_deleted before delete on enrolment for each row execute function kezek.no_delete();

create function kezek.enrolment_effects() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  term timestamptz;
begin
  if new.acting is null then
    -- The owner loads enrolments with their holds; what it ends is released all the same.
    if tg_op = 'UPDATE' then
      update seat_hold set released_at = kezek.now(), release_reason = new.end_kind where child_id = new.child_id and seat_id = new.seat_id
        and released_at is null;
    end if;
    return null;
  end if;
  if tg_op = 'INSERT' then
    select ((s.temporary_until + 1)::timestamp at time zone 'Asia/Almaty') into term from seat s where s.id = new.seat_id;
    update seat_hold set released_at = kezek.now(), release_reason = 'other_seat'
      where application_id = new.application_id and released_at is null and seat_id <> new.seat_id;
    update seat_hold set kind = 'enrolment', enrolled_on = new.enrolled_on, until = term
      where application_id = new.application_id and released_at is null;
    if not found then
      insert into seat_hold (seat_id, child_id, application_id, referral_id, kind, since, until, enrolled_on)
        values (new.seat_id, new.child_id, new.application_id, new.referral_id, 'enrolment', kezek.now(), term, new.enrolled_on);
    end if;
    select * into a from application where id = new.application_id;
    perform kezek.self_clean(a);
    return null;
  end if;
  update seat_hold set released_at = kezek.now(), release_reason = new.end_kind
    where application_id = new.application_id and released_at is null;
  -- A seat left for good is reported by whoever ended the enrolment, and opened by a clerk.
  if new.end_kind <> 'exchanged' then
    update seat set state = 'reported', open_since = null, special_until = null, temporary_until = null, version = version + 1
      where id = new.seat_id and state = 'open';
    insert into seat_request (seat_id, kind, reason, requested_by, requested_post, requested_at)
      values (new.seat_id, 'report', new.end_reason, kezek.officer(), kezek.post_id(), kezek.now());
  end if;
  return null;
end $$;
create trigger enrolment_effects after insert or update on enrolment for each row execute function kezek.enrolment_effects();

create function kezek.exchange_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if tg_op = 'INSERT' and not exists (
    select 1 from application a join application b on b.id = new.other_application_id
    where a.id = new.application_id and a.status = 'enrolled' and b.status = 'enrolled' and a.district_id = new.district_id
      and (a.district_id, a.cohort_year, a.language, a.queue_kind) = (b.district_id, b.cohort_year, b.language, b.queue_kind)) then
    perform kezek.refuse('KZ053', 'exchange_alike', 'both children are enrolled, of one district, cohort, language and kind');
  end if;
  if kezek.acting_role() is not null then
    if tg_op = 'INSERT' then
      new.asked_by := kezek.officer(); new.asked_at := kezek.now(); new.done_at := null; new.dropped_at := null;
    elsif (old.consent_at is not null and new.consent_at is distinct from old.consent_at)
       or (old.other_consent_at is not null and new.other_consent_at is distinct from old.other_consent_at) then
      perform kezek.refuse('KZ053', 'exchange_alike', 'a consent is given once');
    end if;
    if new.done_at is not null then new.done_at := kezek.now(); end if;
  end if;
  return new;
end $$;
create trigger exchange_guard before insert or update on exchange for each row execute function kezek.exchange_guard();

-- At the end of the transaction: a referral's change is beside its signed act and a new version of its application.
create function kezek.referral_settled() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare expected text;
begin
  if new.acting is not null and not exists (
    select 1 from application a where a.id = new.application_id and a.version > new.application_version) then
    perform kezek.refuse('KZ048', 'referral_recorded', 'a change of a referral raises the version of its application');
  end if;
  expected := case
    when tg_op = 'INSERT' then case new.state when 'offered' then 'offer' else 'issue_referral' end
    when new.benefit_state <> old.benefit_state then case new.benefit_state when 'confirmed' then 'confirm_benefit' else 'reject_benefit' end
    when new.state = old.state then 'extend'
    when new.state = 'issued' and old.state = 'documents' then null
    else case new.state when 'accepted' then 'accept' when 'issued' then 'issue_referral' when 'documents' then 'submit_documents'
      when 'admitted' then 'admit' when 'declined' then 'decline' when 'refused' then 'refuse_admission' else 'cancel_referral' end end;
  if new.acting in ('clerk', 'head') and expected is not null and not exists (
    select 1 from decision d where d.application_id = new.application_id and d.application_version = new.application_version
      and d.referral_id = new.id and d.act = expected) then
    perform kezek.refuse('KZ047', 'referral_signed', 'no signed decision of this version changes the referral so');
  end if;
  perform kezek.agreement_guard(new.application_id);
  return null;
end $$;
create constraint trigger referral_settled after insert or update on referral
  deferrable initially deferred for each row execute function kezek.referral_settled();

create function kezek.enrolment_settled() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  d decision;
  expected text[];
begin
  if new.acting is not null then
    expected := case
      when tg_op = 'UPDATE' then array[case new.end_kind when 'withdrawn' then 'withdraw_child' when 'transferred' then 'transfer' else 'exchange' end]
      when exists (select 1 from enrolment e where e.application_id = new.application_id and e.application_version = new.application_version
        and e.end_kind in ('transferred', 'exchanged')) then array['transfer', 'exchange']
      else array['admit'] end;
    select * into d from decision x where x.application_id = new.application_id and x.application_version = new.application_version
      and x.act = any (expected);
    if d.id is null then
      perform kezek.refuse('KZ052', 'enrolment_signed', 'no signed decision of this version changes the enrolment so');
    end if;
    if d.act = 'exchange' and not exists (select 1 from exchange x where new.application_id in (x.application_id, x.other_application_id)
      and x.done_at is not null and exists (select 1 from enrolment e where e.application_id in (x.application_id, x.other_application_id)
        and e.application_id <> new.application_id and e.seat_id = (select l.seat_id from enrolment l
          where l.application_id = new.application_id and l.end_kind = 'exchanged' order by l.id desc limit 1) and e.ended_on is null)) then
      perform kezek.refuse('KZ053', 'exchange_alike', 'the two families who consented get each other''s seats');
    end if;
  end if;
  perform kezek.agreement_guard(new.application_id);
  return null;
end $$;
create constraint trigger enrolment_settled after insert or update on enrolment
  deferrable initially deferred for each row execute function kezek.enrolment_settled();

-- What an application's status says, its referral, its enrolment and its hold of a seat say too.
create function kezek.agreement_guard(asked bigint) returns void
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  expected text;
  hold_kind text;
begin
  select * into a from application where id = asked;
  select case when r.state in ('offered', 'accepted') then 'offered' when r.state = 'documents' then 'docs_submitted'
    when r.benefit_state = 'pending' then 'benefit_review' else 'referral_issued' end,
    case when r.state in ('offered', 'accepted') then 'offer' else 'referral' end
    into expected, hold_kind from referral r where r.application_id = asked and r.ended_at is null;
  if exists (select 1 from enrolment e where e.application_id = asked and e.ended_on is null) then
    -- A child that is enrolled has no live referral beside.
    expected := case when expected is null then 'enrolled' else 'nothing' end;
    hold_kind := 'enrolment';
  end if;
  if (expected is null and a.status in ('offered', 'benefit_review', 'referral_issued', 'docs_submitted', 'enrolled'))
     or (expected is not null and a.status <> expected)
     or hold_kind is distinct from (select h.kind from seat_hold h where h.application_id = asked and h.released_at is null) then
    perform kezek.refuse('KZ049', 'application_agrees', 'the application and its referral, enrolment or seat say different things');
  end if;
end $$;
create function kezek.application_agrees() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$ begin perform kezek.agreement_guard(new.id); return null; end $$;
create constraint trigger application_agrees after update on application deferrable initially deferred for each row
  when (new.status is distinct from old.status and (old.status in ('offered', 'benefit_review', 'referral_issued', 'docs_submitted', 'enrolled')
    or new.status in ('offered', 'benefit_review', 'referral_issued', 'docs_submitted', 'enrolled')))
  execute function kezek.application_agrees();

revoke execute on function kezek.self_clean(application), kezek.agreement_guard(bigint) from public;
`;
