/** What no code may do to an application, whatever runs: legal steps, rising versions, leases, complete reviews. */
export const name = '0008-guards';

export const statements = /* sql */ `
create function kezek.refuse(code text, guard text, message text) returns void
language plpgsql set search_path = kezek, pg_catalog
as $$
begin
  raise exception using errcode = code, constraint = guard, message = message, schema = 'kezek';
end $$;

create function kezek.application_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog
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
  if (new.id, new.number, new.district_id, new.child_id, new.service) is distinct from
     (old.id, old.number, old.district_id, old.child_id, old.service) then
    perform kezek.refuse('KZ003', 'application_identity_fixed', 'the identity of an application never changes');
  end if;
  if new.status <> old.status and not exists (
    select 1 from status_transition t where t.from_status = old.status and t.to_status = new.status) then
    perform kezek.refuse('KZ004', 'application_status_step', 'no such step');
  end if;
  if me is null then return new; end if;

  my_role := kezek.my_role();
  -- A live claim of another officer is respected by everybody but a supervisor.
  if old.claimed_by is not null and old.claimed_by <> me and old.claim_until > kezek.now() and my_role <> 'supervisor' then
    perform kezek.refuse('KZ005', 'application_claim_respected', 'another officer has it');
  end if;
  if new.claimed_by is not null and new.claimed_by is distinct from old.claimed_by and not exists (
    select 1 from staff_post p join staff s on s.iin = p.staff_iin
    where p.staff_iin = new.claimed_by and p.role = 'clerk' and p.district_id = new.district_id and s.active
      and p.valid_from <= kezek.today() and (p.valid_to is null or p.valid_to >= kezek.today())) then
    perform kezek.refuse('KZ006', 'application_claim_of_clerk', 'only a clerk of the district may hold it');
  end if;
  -- A decision is made by the one who holds the application.
  if new.status <> old.status and new.status in ('queued', 'refused', 'returned')
     and old.status in ('in_review', 'answered')
     and (old.claimed_by is distinct from me or old.claim_until <= kezek.now()) then
    perform kezek.refuse('KZ007', 'application_decided_by_holder', 'the application must be held by who decides');
  end if;
  return new;
end $$;
create trigger application_guard before update on application for each row execute function kezek.application_guard();

create function kezek.no_delete() returns trigger
language plpgsql set search_path = kezek, pg_catalog
as $$
begin
  perform kezek.refuse('KZ001', tg_table_name || '_never_deleted', 'rows of this table are never deleted');
  return null;
end $$;
create trigger application_never_deleted before delete on application for each row execute function kezek.no_delete();
create trigger scan_never_deleted before delete on scan for each row execute function kezek.no_delete();
create trigger person_never_deleted before delete on person for each row execute function kezek.no_delete();

-- At the end of the transaction: whoever was decided upon has the signed decision of that very version, and an approved
-- application has every required scan judged valid. Deferred, because decision and status are written in one transaction.
create function kezek.application_decision_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog
as $$
begin
  if new.status = old.status then return null; end if;
  if old.status in ('in_review', 'answered') and new.status in ('queued', 'refused', 'returned') then
    if not exists (select 1 from decision d where d.application_id = new.id and d.application_version = old.version
        and d.outcome = case new.status when 'queued' then 'approved' when 'refused' then 'refused' else 'returned' end) then
      perform kezek.refuse('KZ008', 'application_decision_signed', 'no signed decision of this version');
    end if;
  elsif new.status = 'in_review' and old.status in ('queued', 'refused', 'returned') then
    if not exists (select 1 from decision d where d.application_id = new.id and d.application_version = old.version
        and d.outcome = 'reopened') then
      perform kezek.refuse('KZ008', 'application_decision_signed', 'no signed decision of this version');
    end if;
  end if;
  if new.status = 'queued' and old.status in ('in_review', 'answered') and exists (
    select 1 from scan s left join scan_verdict v on v.scan_id = s.id
    where s.application_id = new.id and s.replaced_by is null and v.verdict is distinct from 'valid'
      and s.benefit_claim_id is not null
      and exists (select 1 from benefit_claim b where b.id = s.benefit_claim_id and b.state in ('claimed', 'confirmed'))) then
    perform kezek.refuse('KZ009', 'application_scans_judged', 'a scan of the benefit is unread or not valid');
  end if;
  return null;
end $$;
create constraint trigger application_decision_guard after update on application
  deferrable initially deferred for each row execute function kezek.application_decision_guard();

-- A decision is about the version it names, at the moment it is stored.
create function kezek.decision_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog
as $$
declare a application;
begin
  select * into a from application where id = new.application_id for update;
  if a.district_id <> new.district_id then
    perform kezek.refuse('KZ010', 'decision_district', 'the decision is of another district');
  end if;
  if kezek.officer() is null then return new; end if;
  if new.application_version not in (a.version, a.version - 1) then
    perform kezek.refuse('KZ011', 'decision_of_version', 'the decision is about another version');
  end if;
  return new;
end $$;
create trigger decision_guard before insert on decision for each row execute function kezek.decision_guard();

-- Verdicts: only by the holder, only while under review. The application's counts follow.
create function kezek.verdict_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog
as $$
declare
  a application;
  me text := kezek.officer();
begin
  if me is null then return coalesce(new, old); end if;
  select app.* into a from scan s join application app on app.id = s.application_id where s.id = coalesce(new.scan_id, old.scan_id);
  if a.status not in ('in_review', 'answered') or a.claimed_by is distinct from me or a.claim_until <= kezek.now() then
    perform kezek.refuse('KZ012', 'verdict_by_holder', 'a scan is judged by the holder while under review');
  end if;
  return coalesce(new, old);
end $$;
create trigger verdict_guard before insert or update or delete on scan_verdict for each row execute function kezek.verdict_guard();

-- Counts of scans follow the scans and the verdicts, many at a time.
create function kezek.count_scans(asked bigint[]) returns void
language sql volatile security definer set search_path = kezek, pg_catalog
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
language plpgsql security definer set search_path = kezek, pg_catalog
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
language plpgsql security definer set search_path = kezek, pg_catalog
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
language plpgsql security definer set search_path = kezek, pg_catalog
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
