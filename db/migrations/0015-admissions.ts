/** Steps of applications beside signed decisions and by jobs; admission, moves and ends of enrolments; what must agree at commit. */
export const name = '0015-admissions';

export const statements = /* sql */ `
-- The signed act behind an event of the application; null: none is signed.
create function kezek.signed_act(event text) returns text
language sql immutable set search_path = kezek, pg_catalog, pg_temp
as $$
  select case when event = 'start_benefit_review' then 'issue_referral'
    when event in ('approve', 'refuse', 'return', 'correct', 'offer', 'accept', 'decline', 'issue_referral', 'extend', 'cancel_referral',
      'confirm_benefit', 'reject_benefit', 'restore', 'transfer', 'exchange', 'submit_documents', 'admit', 'refuse_admission',
      'withdraw_child') then event end
$$;

-- What follows a failed offer or referral is the profile's choice and has the profile's days. The failure is told by the version before.
create function kezek.consequence_guard(was application, becomes application, acting text) returns void
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  r referral;
  p rule_profile;
  choice text;
begin
  select * into r from referral x where x.application_id = was.id order by x.id desc limit 1;
  select * into p from rule_profile x where x.id = r.rule_profile_id;
  choice := case was.status when 'declined' then p.after_decline else p.after_expiry end;
  if r.application_version is distinct from was.version - 1 or r.acting is distinct from acting
     or r.state is distinct from (case was.status when 'declined' then 'declined' else r.state end)
     or becomes.status <> (case choice when 'queue' then 'queued' else choice end)
     or becomes.stop_list_until is distinct from (case choice when 'stop_list' then kezek.today() + p.stop_list_days end)
     or becomes.restore_until is distinct from (case when choice = 'inactive' and was.restored < p.restore_limit
       then kezek.today() + p.restore_days end) then
    perform kezek.refuse('KZ054', 'application_consequence', 'what follows a failure is the profile''s choice');
  end if;
end $$;

-- Whether a child is too old for a place since the last first of September.
create function kezek.is_over_age(a application) returns boolean
language sql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
  select extract(year from age(make_date(y.school_year, 9, 1), c.birth_date)) >= p.over_age_years
  from person c cross join lateral kezek.profile_of_district(a.district_id) p
    cross join lateral (select extract(year from kezek.today() - interval '8 months')::integer as school_year) y
  where c.id = a.child_id
$$;

-- The steps of a desk with nobody signed in: claims that ran out, and those of referrals and terms that ran out, each once its
-- referral was moved. docs/trunk-queue.md lists them.
create function kezek.job_guard(was application, becomes application) returns void
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  r referral;
  fine boolean;
begin
  if becomes.status = was.status or (was.claimed_by is not null and becomes.claimed_by is null) then return; end if;
  select * into r from referral x where x.application_id = was.id order by x.id desc limit 1;
  fine := case
    when was.status = 'offered' and becomes.status = 'expired' then r.state = 'lapsed' and r.application_version = was.version
    when was.status = 'referral_issued' and becomes.status = 'expired' then r.state = 'expired' and r.application_version = was.version
    when was.status = 'benefit_review' and becomes.status = 'queued' then r.benefit_state = 'rejected' and r.application_version = was.version
    when was.status = 'expired' and becomes.status in ('queued', 'stop_list', 'inactive') then true
    when was.status = 'stop_list' and becomes.status = 'queued' then was.stop_list_until < kezek.today() and becomes.stop_list_until is null
    when becomes.status = 'archived' then kezek.is_over_age(was)
    else false end;
  if fine is not true then
    perform kezek.refuse('KZ055', 'job_step', 'no job takes this step now');
  end if;
end $$;

-- A step of an officer is beside the signed decision that says so; unsigned are claiming and what it leads to, an answer or an
-- interest taken at the counter, documents given back, and what the profile lets follow a decline.
create function kezek.step_guard(was application, becomes application, acting text) returns void
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare d decision := kezek.decision_under_way(was);
begin
  if becomes.status <> was.status and not exists (
    select 1 from status_transition t
    where t.from_status = was.status and t.to_status = becomes.status and acting = any (t.actors)
      and (kezek.signed_act(t.event) = d.act
        or t.event in ('register', 'claim', 'release', 'answer', 'confirm_interest', 'return_documents')
        or (was.status in ('declined', 'expired') and t.event in ('requeue', 'put_on_stop_list', 'deactivate')))) then
    perform kezek.refuse('KZ008', 'application_decision_signed', 'no signed decision of this version');
  end if;
  if d.act = 'approve' and becomes.status = 'queued' then
    perform kezek.approval_guard(becomes);
  end if;
  if d.act = 'restore' and becomes.status = 'queued' and (was.restore_until >= kezek.today()
      and becomes.restored = was.restored + 1 and becomes.restore_until is null) is not true then
    perform kezek.refuse('KZ056', 'application_restored_once', 'the time to restore is over, or it was restored before');
  end if;
end $$;

-- Terms, benefit and class are the outcome of decisions, and of what jobs may do: no officer moves them otherwise.
create or replace function kezek.terms_guard(was application, becomes application) returns void
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  d decision := kezek.decision_under_way(was);
  is_review boolean := coalesce(d.act in ('approve', 'refuse', 'return', 'correct'), false);
  -- A benefit found false, or not confirmed in time.
  is_unproven boolean := becomes.status = 'queued' and (coalesce(d.act = 'reject_benefit', false)
    or (d.id is null and was.status = 'benefit_review'));
  is_failure boolean := was.status in ('declined', 'expired') and becomes.status <> was.status;
begin
  if (not is_review and (becomes.deadline_at, becomes.correction_due, becomes.decided_at, becomes.benefit_category_id)
       is distinct from (was.deadline_at, was.correction_due, was.decided_at, was.benefit_category_id))
     or (becomes.priority_class is distinct from was.priority_class and not (is_review or is_unproven))
     or (becomes.stop_list_until is distinct from was.stop_list_until
       and not (is_failure or (was.status = 'stop_list' and becomes.status <> 'stop_list')))
     or (becomes.restore_until is distinct from was.restore_until
       and not (is_failure or (was.status = 'inactive' and becomes.status <> 'inactive')))
     or (becomes.restored is distinct from was.restored and d.act is distinct from 'restore') then
    perform kezek.refuse('KZ015', 'application_changed_by_decision', 'terms, benefit and class change by a decision only');
  end if;
  if (is_unproven and becomes.priority_class <> 'ordinary')
     or (becomes.priority_class is distinct from was.priority_class and becomes.priority_class <> 'ordinary' and not exists (
       select 1 from benefit_category c where c.id = becomes.benefit_category_id and c.priority_class = becomes.priority_class)) then
    perform kezek.refuse('KZ016', 'application_class_of_category', 'the class is that of the category, without a benefit ordinary');
  end if;
end $$;

create or replace function kezek.application_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  me text := kezek.officer();
  acting text;
  bare application := new;
begin
  -- Counts of scans are derived by trigger: they alone may move without a version.
  bare.scans_total := old.scans_total;
  bare.scans_unread := old.scans_unread;
  if bare is not distinct from old then return new; end if;
  if new.version <> old.version + 1 then
    perform kezek.refuse('KZ002', 'application_version_rises', 'the version must rise by one');
  end if;
  if (new.id, new.number, new.district_id, new.child_id, new.service, new.submitted_at) is distinct from
     (old.id, old.number, old.district_id, old.child_id, old.service, old.submitted_at) then
    perform kezek.refuse('KZ003', 'application_identity_fixed', 'the identity of an application never changes');
  end if;
  acting := kezek.acting_role();
  if new.status <> old.status and not exists (select 1 from status_transition t
    where t.from_status = old.status and t.to_status = new.status and (acting is null or acting = any (t.actors))) then
    perform kezek.refuse('KZ004', 'application_status_step', 'no such step for this role');
  end if;
  if acting is null then
    -- Even the owner approves, refuses and returns nothing without a signed decision.
    if new.status <> old.status then perform kezek.outcome_guard(old, new); end if;
    return new;
  end if;
  perform kezek.claim_guard(old, new, me, acting);
  -- A decision on an application under review is made by the one who holds it.
  if new.status <> old.status and new.status in ('queued', 'refused', 'returned')
     and old.status in ('in_review', 'answered')
     and (old.claimed_by is distinct from me or old.claim_until <= kezek.now()) then
    perform kezek.refuse('KZ007', 'application_decided_by_holder', 'the application must be held by who decides');
  end if;
  if acting = 'job' then perform kezek.job_guard(old, new); else perform kezek.step_guard(old, new, acting); end if;
  perform kezek.terms_guard(old, new);
  if old.status in ('declined', 'expired') and new.status in ('queued', 'stop_list', 'inactive') then
    perform kezek.consequence_guard(old, new, acting);
  end if;
  return new;
end $$;

-- A decision is about the version it names, by who may decide it, and comes before what it causes.
create or replace function kezek.decision_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  me text := kezek.officer();
  acting text := kezek.acting_role();
begin
  select * into a from application where id = new.application_id for no key update;
  if a.district_id <> new.district_id then
    perform kezek.refuse('KZ010', 'decision_district', 'the decision is of another district');
  end if;
  if new.application_version <> a.version then
    perform kezek.refuse('KZ011', 'decision_of_version', 'the decision is about another version');
  end if;
  if new.revocation_status = 'revoked' then
    perform kezek.refuse('KZ018', 'decision_not_revoked', 'a revoked certificate signs nothing');
  end if;
  if new.corrects_id is not null and not exists (select 1 from decision d where d.id = new.corrects_id
    and d.application_id = new.application_id and d.act in ('approve', 'refuse', 'return')) then
    perform kezek.refuse('KZ019', 'decision_corrects_same', 'it corrects a decision on the same application');
  end if;
  if new.referral_id is not null and not exists (
    select 1 from referral r where r.id = new.referral_id and r.application_id = new.application_id) then
    perform kezek.refuse('KZ059', 'decision_of_referral', 'the referral is of another application');
  end if;
  if acting is null then return new; end if;
  if new.act = 'correct' then
    if a.status not in ('queued', 'refused', 'returned') then
      perform kezek.refuse('KZ004', 'application_status_step', 'nothing to correct');
    end if;
  elsif new.act in ('approve', 'refuse', 'return') then
    if a.status not in ('in_review', 'answered') or a.claimed_by is distinct from me or a.claim_until <= kezek.now() then
      perform kezek.refuse('KZ007', 'application_decided_by_holder', 'the application must be held by who decides');
    end if;
  end if;
  if not exists (select 1 from status_transition t where t.from_status = a.status and kezek.signed_act(t.event) = new.act
      and acting = any (t.actors)) then
    perform kezek.refuse('KZ004', 'application_status_step', 'no such step for this role');
  end if;
  if abs(extract(epoch from new.decided_at - kezek.now())) > 86400 then
    perform kezek.refuse('KZ020', 'decision_dated_today', 'a decision is dated when it is made');
  end if;
  return new;
end $$;

-- No decision stays without its effect, neither on its application nor on its referral or enrolment.
create or replace function kezek.decision_applied() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if exists (select 1 from application a where a.id = new.application_id and a.version <= new.application_version)
     or (new.act in ('offer', 'accept', 'decline', 'issue_referral', 'extend', 'cancel_referral', 'confirm_benefit', 'reject_benefit',
         'submit_documents', 'admit', 'refuse_admission')
       and exists (select 1 from referral r where r.id = new.referral_id and r.application_version < new.application_version))
     or (new.act in ('admit', 'transfer', 'exchange', 'withdraw_child') and not exists (
       select 1 from enrolment e where e.application_id = new.application_id and e.application_version >= new.application_version)) then
    perform kezek.refuse('KZ021', 'decision_applied', 'the application does not show the decision');
  end if;
  return null;
end $$;

create or replace function kezek.benefit_claim_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  d decision;
begin
  if kezek.acting_role() is null then return new; end if;
  select * into a from application where id = old.application_id;
  d := kezek.decision_under_way(a);
  if new.state is distinct from (case d.outcome when 'approved' then 'confirmed' when 'refused' then 'rejected'
    when 'reopened' then 'claimed' when 'benefit_confirmed' then 'confirmed' when 'benefit_rejected' then 'rejected' end) then
    perform kezek.refuse('KZ022', 'benefit_claim_by_decision', 'a benefit is confirmed or rejected by a decision');
  end if;
  return new;
end $$;

create or replace function kezek.notice_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  d decision;
  applicant_iin text;
begin
  if kezek.acting_role() is null then return new; end if;
  select * into a from application where id = new.application_id;
  select * into d from decision where id = new.decision_id;
  select p.iin into applicant_iin from person p where p.id = a.applicant_id;
  if not coalesce(case new.channel
      when 'sms' then new.address = a.phone
      when 'email' then new.address = a.email
      when 'ed24' then new.address = applicant_iin
      when 'letter' then new.address in (a.permanent_address, a.temporary_address) end, false) then
    perform kezek.refuse('KZ023', 'notice_to_family', 'a notice goes to the contact in the application');
  end if;
  if d.application_id is distinct from a.id or d.staff_iin is distinct from kezek.officer() or new.kind is distinct from d.outcome
     or new.state <> 'waiting' or new.body is distinct from (case new.language when 'kk' then d.message_kk else d.message_ru end) then
    perform kezek.refuse('KZ024', 'notice_of_decision', 'a notice says what its decision says');
  end if;
  return new;
end $$;

create or replace function kezek.next_number(asked_kind text, asked_year smallint) returns integer
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  taken integer;
  my_role text := kezek.my_role();
begin
  if not kezek.is_system() and (not coalesce(my_role = 'clerk' or (my_role = 'head' and asked_kind = 'decision'), false)
      or abs(asked_year - extract(year from kezek.today())) > 1) then
    raise exception 'no number for this post or year' using errcode = '42501';
  end if;
  insert into number_sequence (kind, year, last_value) values (asked_kind, asked_year, 1)
    on conflict (kind, year) do update set last_value = number_sequence.last_value + 1
    returning last_value into taken;
  return taken;
end $$;

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

revoke execute on function kezek.consequence_guard(application, application, text), kezek.is_over_age(application),
  kezek.job_guard(application, application), kezek.step_guard(application, application, text), kezek.self_clean(application),
  kezek.agreement_guard(bigint) from public;
`;
