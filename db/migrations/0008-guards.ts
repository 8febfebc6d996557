/** What no code may do to an application, whatever runs: legal steps, rising versions, leases, complete reviews. */
export const name = '0008-guards';

export const statements = /* sql */ `
create function kezek.refuse(code text, guard text, message text) returns void
language plpgsql set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  raise exception using errcode = code, constraint = guard, message = message, schema = 'kezek';
end $$;

-- The claim of an application, as whoever acts may leave it. A live claim of another is respected by everybody but a
-- supervisor; it is taken for oneself, given from one's own hand, or handed out by a supervisor; it ends within a day.
create function kezek.claim_guard(was application, becomes application, me text, my_role text) returns void
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if was.claimed_by is not null and was.claimed_by is distinct from me and was.claim_until > kezek.now()
     and my_role is distinct from 'supervisor' then
    perform kezek.refuse('KZ005', 'application_claim_respected', 'another officer has it');
  end if;
  if becomes.claimed_by is null or (becomes.claimed_by, becomes.claimed_at, becomes.claim_until)
     is not distinct from (was.claimed_by, was.claimed_at, was.claim_until) then
    return;
  end if;
  if becomes.claim_until > kezek.now() + interval '24 hours' then
    perform kezek.refuse('KZ014', 'application_claim_lease', 'a claim ends within a day');
  end if;
  if becomes.claimed_by is distinct from me and was.claimed_by is distinct from me and my_role is distinct from 'supervisor' then
    perform kezek.refuse('KZ013', 'application_claim_own', 'one takes it for oneself, or gives it from one''s own hand');
  end if;
  if not exists (select 1 from staff_post p join staff s on s.iin = p.staff_iin
    where p.staff_iin = becomes.claimed_by and p.role = 'clerk' and p.district_id = becomes.district_id and s.active
      and p.valid_from <= kezek.today() and (p.valid_to is null or p.valid_to >= kezek.today())) then
    perform kezek.refuse('KZ006', 'application_claim_of_clerk', 'only a clerk of the district may hold it');
  end if;
end $$;

-- What a decision causes happens only beside it: in the transaction that stored it, the version it names is still the
-- application's own, and no transaction ends so (decision_applied below).
create function kezek.decision_under_way(asked application) returns decision
language sql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$ select d from decision d where d.application_id = asked.id and d.application_version = asked.version $$;

-- Before a decision is obeyed: the step is the decision's, and an approved application lacks nothing.
create function kezek.outcome_guard(was application, becomes application) returns void
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  d decision := kezek.decision_under_way(was);
  expected text := case
    when was.status in ('in_review', 'answered') then
      case becomes.status when 'queued' then 'approved' when 'refused' then 'refused' when 'returned' then 'returned' end
    when was.status in ('queued', 'refused', 'returned') and becomes.status = 'in_review' then 'reopened' end;
begin
  if becomes.status is distinct from was.status and expected is not null and d.outcome is distinct from expected then
    perform kezek.refuse('KZ008', 'application_decision_signed', 'no signed decision of this version');
  end if;
  if expected = 'approved' and becomes.status = 'queued' then
    perform kezek.approval_guard(becomes);
  end if;
end $$;

-- Every scan is read, no required one is invalid, and no required document is missing. domain/review.ts says the same.
create function kezek.approval_guard(asked application) returns void
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if exists (
    select 1 from scan s left join scan_verdict v on v.scan_id = s.id
      left join benefit_category_document n on n.benefit_category_id = asked.benefit_category_id
        and n.document_kind = s.document_kind and n.about = s.about and n.required
    where s.application_id = asked.id and s.replaced_by is null
      and (v.verdict is null or v.verdict = 'later' or (v.verdict = 'invalid' and n.document_kind is not null)))
  or exists (
    select 1 from benefit_category_document n where n.benefit_category_id = asked.benefit_category_id and n.required
      and not exists (select 1 from scan s where s.application_id = asked.id and s.replaced_by is null
        and s.document_kind = n.document_kind and s.about = n.about)) then
    perform kezek.refuse('KZ009', 'application_scans_judged', 'a scan is unread, or a required one is missing or not valid');
  end if;
end $$;

-- Terms, benefit and class are the outcome of decisions: no officer moves them otherwise. Jobs set terms by the rules.
create function kezek.terms_guard(was application, becomes application) returns void
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare d decision := kezek.decision_under_way(was);
begin
  if d.id is null and (becomes.deadline_at, becomes.correction_due, becomes.decided_at, becomes.benefit_category_id, becomes.priority_class)
     is distinct from (was.deadline_at, was.correction_due, was.decided_at, was.benefit_category_id, was.priority_class) then
    perform kezek.refuse('KZ015', 'application_changed_by_decision', 'terms, benefit and class change by a decision only');
  end if;
  if becomes.priority_class is distinct from was.priority_class and becomes.priority_class <> 'ordinary' and not exists (
    select 1 from benefit_category c where c.id = becomes.benefit_category_id and c.priority_class = becomes.priority_class) then
    perform kezek.refuse('KZ016', 'application_class_of_category', 'the class is that of the category');
  end if;
end $$;

create function kezek.application_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  me text := kezek.officer();
  my_role text;
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
  if me is null and kezek.is_system() then
    if new.status <> old.status and not exists (
      select 1 from status_transition t where t.from_status = old.status and t.to_status = new.status) then
      perform kezek.refuse('KZ004', 'application_status_step', 'no such step');
    end if;
    -- Even the owner approves, refuses and returns nothing without a signed decision.
    if new.status <> old.status then perform kezek.outcome_guard(old, new); end if;
    return new;
  end if;

  -- A desk without an officer is a job: it frees what nobody holds any more.
  my_role := case when me is null then 'job' else kezek.my_role() end;
  if new.status <> old.status and not exists (select 1 from status_transition t
    where t.from_status = old.status and t.to_status = new.status and my_role = any (t.actors)) then
    perform kezek.refuse('KZ004', 'application_status_step', 'no such step for this role');
  end if;
  perform kezek.claim_guard(old, new, me, my_role);
  -- A decision is made by the one who holds the application.
  if new.status <> old.status and new.status in ('queued', 'refused', 'returned')
     and old.status in ('in_review', 'answered')
     and (old.claimed_by is distinct from me or old.claim_until <= kezek.now()) then
    perform kezek.refuse('KZ007', 'application_decided_by_holder', 'the application must be held by who decides');
  end if;
  perform kezek.outcome_guard(old, new);
  perform kezek.terms_guard(old, new);
  return new;
end $$;
-- They read as the owner: only triggers call them.
revoke execute on function kezek.claim_guard(application, application, text, text), kezek.decision_under_way(application),
  kezek.outcome_guard(application, application), kezek.terms_guard(application, application), kezek.approval_guard(application)
  from public;
create trigger application_guard before update on application for each row execute function kezek.application_guard();

-- At the end of the transaction: every change of an application is told in the history under its new version. A role that
-- was dropped before the end counts as no owner.
create function kezek.change_recorded() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if not kezek.is_system() and not exists (
    select 1 from history h where h.application_id = new.id and h.version = new.version and h.chain = new.district_id) then
    perform kezek.refuse('KZ017', 'application_change_recorded', 'the change is not in the history');
  end if;
  return null;
end $$;
create constraint trigger application_change_recorded after update on application
  deferrable initially deferred for each row when (new.version is distinct from old.version) execute function kezek.change_recorded();

create function kezek.no_delete() returns trigger
language plpgsql set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  perform kezek.refuse('KZ001', tg_table_name || '_never_deleted', 'rows of this table are never deleted');
  return null;
end $$;
create trigger application_never_deleted before delete on application for each row execute function kezek.no_delete();
create trigger scan_never_deleted before delete on scan for each row execute function kezek.no_delete();
create trigger person_never_deleted before delete on person for each row execute function kezek.no_delete();

-- A decision is about the version it names, by who holds the application, and comes before what it causes.
create function kezek.decision_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  me text := kezek.officer();
begin
  select * into a from application where id = new.application_id for update;
  if a.district_id <> new.district_id then
    perform kezek.refuse('KZ010', 'decision_district', 'the decision is of another district');
  end if;
  if new.application_version <> a.version then
    perform kezek.refuse('KZ011', 'decision_of_version', 'the decision is about another version');
  end if;
  if new.revocation_status = 'revoked' then
    perform kezek.refuse('KZ018', 'decision_not_revoked', 'a revoked certificate signs nothing');
  end if;
  if new.corrects_id is not null and not exists (
    select 1 from decision d where d.id = new.corrects_id and d.application_id = new.application_id and d.act <> 'correct') then
    perform kezek.refuse('KZ019', 'decision_corrects_same', 'it corrects a decision on the same application');
  end if;
  if me is null and kezek.is_system() then return new; end if;
  if new.act = 'correct' then
    if a.status not in ('queued', 'refused', 'returned') then
      perform kezek.refuse('KZ004', 'application_status_step', 'nothing to correct');
    end if;
  elsif a.status not in ('in_review', 'answered') or a.claimed_by is distinct from me or a.claim_until <= kezek.now() then
    perform kezek.refuse('KZ007', 'application_decided_by_holder', 'the application must be held by who decides');
  end if;
  if abs(extract(epoch from new.decided_at - kezek.now())) > 86400 then
    perform kezek.refuse('KZ020', 'decision_dated_today', 'a decision is dated when it is made');
  end if;
  return new;
end $$;
create trigger decision_guard before insert on decision for each row execute function kezek.decision_guard();

-- No decision stays without its effect.
create function kezek.decision_applied() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if exists (select 1 from application a where a.id = new.application_id and a.version <= new.application_version) then
    perform kezek.refuse('KZ021', 'decision_applied', 'the application does not show the decision');
  end if;
  return null;
end $$;
create constraint trigger decision_applied after insert on decision
  deferrable initially deferred for each row execute function kezek.decision_applied();

-- A claim to a benefit is confirmed or rejected by the decision that says so.
create function kezek.benefit_claim_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  d decision;
begin
  if kezek.is_system() then return new; end if;
  select * into a from application where id = old.application_id;
  d := kezek.decision_under_way(a);
  if new.state is distinct from (case d.outcome when 'approved' then 'confirmed' when 'refused' then 'rejected' when 'reopened' then 'claimed' end)
  then
    perform kezek.refuse('KZ022', 'benefit_claim_by_decision', 'a benefit is confirmed or rejected by a decision');
  end if;
  return new;
end $$;
create trigger benefit_claim_guard before update on benefit_claim for each row execute function kezek.benefit_claim_guard();

-- A message goes to the family it is about and says what the decision says.
create function kezek.notice_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  d decision;
  applicant_iin text;
begin
  if kezek.is_system() then return new; end if;
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
create trigger notice_guard before insert on notice for each row execute function kezek.notice_guard();

-- Verdicts: only by the holder, only while under review. The application's counts follow.
create function kezek.verdict_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  replaced bigint;
  me text := kezek.officer();
begin
  if me is null and kezek.is_system() then return coalesce(new, old); end if;
  if tg_op = 'UPDATE' and new.scan_id <> old.scan_id then
    perform kezek.refuse('KZ025', 'verdict_of_scan', 'a verdict stays with its scan');
  end if;
  select app.* into a from scan s join application app on app.id = s.application_id
    where s.id = coalesce(new.scan_id, old.scan_id) for update of app;
  select s.replaced_by into replaced from scan s where s.id = coalesce(new.scan_id, old.scan_id);
  if replaced is not null then
    perform kezek.refuse('KZ025', 'verdict_of_scan', 'the scan was replaced by another');
  end if;
  if a.status not in ('in_review', 'answered') or a.claimed_by is distinct from me or a.claim_until <= kezek.now() then
    perform kezek.refuse('KZ012', 'verdict_by_holder', 'a scan is judged by the holder while under review');
  end if;
  -- For verdict_recorded: which version the verdict found.
  if tg_op <> 'DELETE' then new.application_version := a.version; end if;
  return coalesce(new, old);
end $$;
create trigger verdict_guard before insert or update or delete on scan_verdict for each row execute function kezek.verdict_guard();

-- A verdict raises the version of its application, and a rise is in the history (application_change_recorded).
create function kezek.verdict_recorded() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if not kezek.is_system() and exists (select 1 from scan s join application a on a.id = s.application_id
    where s.id = new.scan_id and a.version <= new.application_version) then
    perform kezek.refuse('KZ026', 'verdict_recorded', 'a verdict raises the version of its application');
  end if;
  return null;
end $$;
create constraint trigger verdict_recorded after insert or update on scan_verdict
  deferrable initially deferred for each row execute function kezek.verdict_recorded();

-- Counts of scans follow the scans and the verdicts, many at a time.
create function kezek.count_scans(asked bigint[]) returns void
language sql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
  update application a set scans_total = c.total, scans_unread = c.unread
  from (select s.application_id, count(*)::smallint as total,
      count(*) filter (where v.verdict is null or v.verdict = 'later')::smallint as unread
    from scan s left join scan_verdict v on v.scan_id = s.id
    where s.application_id = any (asked) and s.replaced_by is null group by s.application_id) c
  where a.id = c.application_id and (a.scans_total, a.scans_unread) is distinct from (c.total, c.unread)
$$;
revoke execute on function kezek.count_scans(bigint[]) from public;

create function kezek.scan_counted() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  perform kezek.count_scans(array(select distinct application_id from changed));
  return null;
end $$;
create trigger scan_counted_insert after insert on scan referencing new table as changed
  for each statement execute function kezek.scan_counted();
create trigger scan_counted_update after update on scan referencing new table as changed
  for each statement execute function kezek.scan_counted();

create function kezek.verdict_counted() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  perform kezek.count_scans(array(select distinct s.application_id from changed c join scan s on s.id = c.scan_id));
  return null;
end $$;
create trigger verdict_counted_insert after insert on scan_verdict referencing new table as changed
  for each statement execute function kezek.verdict_counted();
create trigger verdict_counted_update after update on scan_verdict referencing new table as changed
  for each statement execute function kezek.verdict_counted();
create trigger verdict_counted_delete after delete on scan_verdict referencing old table as changed
  for each statement execute function kezek.verdict_counted();

-- Tells the desks that an application changed: ids and numbers only. Of a great many at once one word per district.
create function kezek.application_told() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if (select count(*) from changed) > 100 then
    perform pg_notify('kezek_changed', json_build_object('id', null, 'district', district_id, 'version', null)::text)
      from (select distinct district_id from changed) d;
  else
    perform pg_notify('kezek_changed', json_build_object('id', id::text, 'district', district_id, 'version', version)::text)
      from changed;
  end if;
  return null;
end $$;
create trigger application_told_update after update on application referencing new table as changed
  for each statement execute function kezek.application_told();
create trigger application_told_insert after insert on application referencing new table as changed
  for each statement execute function kezek.application_told();
`;
