/** Steps of applications: beside signed decisions, and of jobs, whose runs are taken once however many desks are open. */
export const name = '0016-steps';

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

revoke execute on function kezek.consequence_guard(application, application, text), kezek.is_over_age(application),
  kezek.job_guard(application, application), kezek.step_guard(application, application, text) from public;

create table job_run (
  job        text not null,
  due_at     timestamptz not null,
  started_at timestamptz not null,
  -- A run that broke off is taken up again by another desk.
  attempts   smallint not null default 1,
  ended_at   timestamptz,
  outcome    text,
  done       integer not null default 0,
  note       text,
  constraint job_run_pk primary key (job, due_at),
  constraint job_run_job_form check (job ~ '^[a-z_]+$'),
  constraint job_run_outcome_known check (outcome is null or outcome in ('done', 'failed')),
  constraint job_run_ended_whole check ((ended_at is null) = (outcome is null)),
  constraint job_run_note_length check (char_length(note) <= 2000)
);
alter table job_run enable row level security;
alter table job_run force row level security;
do $$ begin
  execute format('create policy job_run_system on job_run for all to %I using (true) with check (true)', current_user);
end $$;
grant select on job_run to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin;
grant select, insert, update (started_at, attempts, ended_at, outcome, done, note) on job_run to kezek_desk;
create policy job_run_read on job_run for select to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin using (true);
create policy job_run_desk on job_run for all to kezek_desk using (true) with check (true);

create function kezek.job_run_guard() returns trigger
language plpgsql set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if old.ended_at is not null then
    perform kezek.refuse('KZ061', 'job_run_ended', 'a run that ended is over');
  end if;
  return new;
end $$;
create trigger job_run_guard before update on job_run for each row execute function kezek.job_run_guard();
create trigger job_run_never_deleted before delete on job_run for each row execute function kezek.no_delete();

-- Children too old for a place, in statuses that wait: for the job of the first of September.
create function kezek.over_age_applications(at_most integer) returns setof bigint
language plpgsql stable security definer rows 100 set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if coalesce(kezek.acting_role(), 'job') <> 'job' then return; end if;
  return query
    select a.id from application a
    where a.status in ('queued', 'suspended', 'stop_list', 'inactive', 'declined', 'expired')
      -- Nobody who is too old was born later.
      and a.cohort_year <= extract(year from kezek.today())::integer - (select min(p.over_age_years) from rule_profile p)
      and kezek.is_over_age(a)
    order by a.id limit at_most;
end $$;

-- The message a job owes a family: of what the job has just told in the history. Placeholders: {applicant}, {child}, {number}. The desk
-- itself reads no names and no addresses.
create function kezek.job_notice(asked bigint, asked_kind text, text_kk text, text_ru text) returns bigint
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  applicant person;
  child person;
  made bigint;
  words text;
begin
  select * into a from application where id = asked;
  if coalesce(kezek.acting_role(), 'job') <> 'job' or asked_kind not in ('offer_lapsed', 'referral_lapsed', 'benefit_review_lapsed',
      'leave_stop_list', 'age_out')
     or not exists (select 1 from history h where h.application_id = a.id and h.chain = a.district_id and h.event = asked_kind
       and h.version >= a.version - 1 and h.actor ~ '^job:') then
    perform kezek.refuse('KZ062', 'notice_of_job', 'a job tells a family what it has just done');
  end if;
  select * into applicant from person where id = a.applicant_id;
  select * into child from person where id = a.child_id;
  words := replace(replace(replace(case a.notification_language when 'kk' then text_kk else text_ru end,
    '{number}', a.number),
    '{applicant}', applicant.given_name || coalesce(' ' || applicant.patronymic, '')),
    '{child}', child.surname || ' ' || child.given_name);
  perform kezek.begin_machine('job:notices');
  insert into notice (application_id, kind, channel, language, address, body, queued_at)
    values (a.id, asked_kind, case when a.notification_type = 'email' and a.email is null then 'sms' else a.notification_type end,
      a.notification_language, case a.notification_type when 'ed24' then applicant.iin when 'letter' then a.permanent_address
        when 'email' then coalesce(a.email, a.phone) else a.phone end, words, kezek.now())
    returning id into made;
  perform kezek.end_machine();
  return made;
end $$;
revoke execute on function kezek.over_age_applications(integer), kezek.job_notice(bigint, text, text, text) from public;
grant execute on function kezek.over_age_applications(integer), kezek.job_notice(bigint, text, text, text) to kezek_desk;
`;
