/** Steps of applications that interest adds: the job's removal, and the act that puts back. */
export const name = '0031-interest-steps';

export const statements = /* sql */ `
-- The days of grace have passed too.
create function kezek.interest_is_lost(a application) returns boolean
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  return (select i.due_on + p.interest_grace_days::integer < kezek.today()
    from interest i cross join lateral kezek.profile_of_district(a.district_id) p where i.application_id = a.id);
end $$;
revoke execute on function kezek.interest_is_lost(application) from public;

-- As in 0016, and who did not confirm leaves the queue.
create or replace function kezek.job_guard(was application, becomes application) returns void
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
    when becomes.status = 'removed_no_interest' then kezek.interest_is_lost(was) and becomes.restore_until is not distinct from (
      select kezek.today() + p.interest_restore_days from kezek.profile_of_district(was.district_id) p)
    else false end;
  if fine is not true then
    perform kezek.refuse('KZ055', 'job_step', 'no job takes this step now');
  end if;
end $$;

-- As in 0016; putting back who left for want of interest is no restoring of an inactive one, and is not counted as such.
create or replace function kezek.step_guard(was application, becomes application, acting text) returns void
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
      and becomes.restored = was.restored + (was.status = 'inactive')::integer and becomes.restore_until is null) is not true then
    perform kezek.refuse('KZ056', 'application_restored_once', 'the time to restore is over, or it was restored before');
  end if;
end $$;

-- As in 0016; the days to put back begin with the job's removal and end with the restoring.
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
       and not (is_failure or (was.status in ('inactive', 'removed_no_interest') and becomes.status <> was.status)
         or (d.id is null and becomes.status = 'removed_no_interest' and was.status <> 'removed_no_interest')))
     or (becomes.restored is distinct from was.restored and d.act is distinct from 'restore') then
    perform kezek.refuse('KZ015', 'application_changed_by_decision', 'terms, benefit and class change by a decision only');
  end if;
  if (is_unproven and becomes.priority_class <> 'ordinary')
     or (becomes.priority_class is distinct from was.priority_class and becomes.priority_class <> 'ordinary' and not exists (
       select 1 from benefit_category c where c.id = becomes.benefit_category_id and c.priority_class = becomes.priority_class)) then
    perform kezek.refuse('KZ016', 'application_class_of_category', 'the class is that of the category, without a benefit ordinary');
  end if;
end $$;
`;
