/** Officers as database roles: group roles, scope functions, grants and row-level security. */
export const name = '0006-officers';

const READ_REFERENCE = [
  'legal_act',
  'region',
  'district',
  'kindergarten',
  'kindergarten_group',
  'calendar_day',
  'rule_profile',
  'document_kind',
  'benefit_category',
  'benefit_category_document',
  'reason',
  'status_transition',
  'staff',
  'trusted_ca',
  'installation',
].join(', ');

export const statements = /* sql */ `
do $$
declare group_role text;
begin
  foreach group_role in array array['kezek_clerk', 'kezek_head', 'kezek_supervisor', 'kezek_admin', 'kezek_desk'] loop
    -- Roles belong to the cluster: another database of it may have made them. NOINHERIT: a desk has an officer's rights only
    -- while it acts as that officer. An office gives kezek_desk a password (\`kezek migrate\` tells how).
    if not exists (select 1 from pg_roles where rolname = group_role) then
      execute format('create role %I nologin noinherit', group_role);
    end if;
  end loop;
end $$;

-- Whoever acts may shadow no table of the functions below: every pinned search_path ends with pg_temp, which is searched
-- first where it is not named.

-- The present: a demo world and the tests may set it; an office's database believes its own clock only.
create function kezek.now() returns timestamptz
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare given text := current_setting('kezek.clock', true);
begin
  if given is null or given = '' then return pg_catalog.now(); end if;
  if exists (select 1 from installation where kind = 'demo') then return given::timestamptz; end if;
  return pg_catalog.now();
end $$;

create function kezek.today() returns date
language plpgsql stable set search_path = kezek, pg_catalog, pg_temp
as $$ begin return (kezek.now() at time zone 'Asia/Almaty')::date; end $$;

-- What follows is asked by every query of an officer: PL/pgSQL keeps its plans, where SQL functions plan at each call.
-- The officer's IIN under SET ROLE and under a login of their own; null for the owner and other roles. Not SECURITY DEFINER
-- on purpose: the settings are those of the caller either way.
create function kezek.officer() returns text
language plpgsql stable set search_path = kezek, pg_catalog, pg_temp
as $$ begin
  return substring(coalesce(nullif(current_setting('role', true), 'none'), session_user::text) from '^staff_([0-9]{12})$');
end $$;

-- Whether the owner acts (migrations, jobs, first start), or a role above it. A desk that dropped its officer's role is not.
create function kezek.is_system() returns boolean
language sql stable security definer set search_path = kezek, pg_catalog, pg_temp
return pg_has_role(coalesce(nullif(current_setting('role', true), 'none'), session_user::text)::name,
  (select c.relowner from pg_class c where c.oid = 'kezek.application'::regclass), 'MEMBER');

create function kezek.post_id() returns integer
language plpgsql stable set search_path = kezek, pg_catalog, pg_temp
as $$ begin return nullif(current_setting('kezek.post', true), '')::integer; end $$;

-- The role of the chosen post, if it is the officer's own and in force today; else null, and every policy below is false.
create function kezek.my_role() returns text
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  post integer := kezek.post_id();
  me text := kezek.officer();
  today date := kezek.today();
  found_role text;
begin
  select p.role into found_role from staff_post p join staff s on s.iin = p.staff_iin
    where p.id = post and p.staff_iin = me and s.active and p.valid_from <= today and (p.valid_to is null or p.valid_to >= today);
  return found_role;
end $$;

-- Districts whose applications the post reads. A head and an administrator read none.
create function kezek.my_districts() returns integer[]
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  my_role text := kezek.my_role();
  post staff_post;
begin
  if my_role is null or my_role not in ('clerk', 'supervisor') then return array[]::integer[]; end if;
  select * into post from staff_post where id = kezek.post_id();
  if post.district_id is not null then return array[post.district_id]; end if;
  return array(select d.id from district d where d.region_id = post.region_id);
end $$;

create function kezek.my_kindergarten() returns integer
language sql stable security definer set search_path = kezek, pg_catalog, pg_temp
return (select p.kindergarten_id from staff_post p where p.id = kezek.post_id() and kezek.my_role() = 'head');

-- Chains of history an administrator may read: those of the districts of its region, or all, and the common one.
create function kezek.my_history_chains() returns integer[]
language sql stable security definer set search_path = kezek, pg_catalog, pg_temp
return case when kezek.my_role() = 'admin' then
    array(select d.id from district d join staff_post p on p.id = kezek.post_id()
      where p.region_id is null or d.region_id = p.region_id) || 0
  else kezek.my_districts() end;

-- Whether the acting administrator may give or end a post of this place: its region's, or any for one of the whole country.
create function kezek.may_appoint(region integer, district integer, kindergarten integer) returns boolean
language sql stable security definer set search_path = kezek, pg_catalog, pg_temp
return exists (select 1 from staff_post mine
  where mine.id = kezek.post_id() and kezek.my_role() = 'admin' and (mine.region_id is null
    or mine.region_id = coalesce(may_appoint.region,
      (select d.region_id from district d where d.id = may_appoint.district),
      (select d.region_id from kindergarten k join district d on d.id = k.district_id where k.id = may_appoint.kindergarten))));

revoke execute on function kezek.may_appoint(integer, integer, integer) from public;
grant execute on function kezek.may_appoint(integer, integer, integer) to kezek_admin;

-- Makes the database role of an officer and puts it into the groups of its posts of today; takes it out of others.
create function kezek.ensure_staff_role(asked text) returns void
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  staff_role text := 'staff_' || asked;
  one text;
begin
  if not kezek.is_system() and coalesce(kezek.my_role(), '') <> 'admin' then
    raise exception 'only an administrator makes officers' using errcode = '42501';
  end if;
  if not exists (select 1 from staff where iin = asked) then
    raise exception 'no such officer' using errcode = 'P0002';
  end if;
  if not exists (select 1 from pg_roles where rolname = staff_role) then
    execute format('create role %I nologin inherit', staff_role);
  end if;
  -- The login of the desks acts in officers' names; see docs/adr/0002.
  execute format('grant %I to kezek_desk', staff_role);
  foreach one in array array['clerk', 'head', 'supervisor', 'admin'] loop
    if exists (select 1 from staff_post p join staff s on s.iin = p.staff_iin where p.staff_iin = asked and p.role = one
        and s.active and (p.valid_to is null or p.valid_to >= kezek.today())) then
      execute format('grant %I to %I', 'kezek_' || one, staff_role);
    elsif pg_has_role(staff_role, 'kezek_' || one, 'MEMBER') then
      execute format('revoke %I from %I', 'kezek_' || one, staff_role);
    end if;
  end loop;
end $$;
revoke execute on function kezek.ensure_staff_role(text) from public;
grant execute on function kezek.ensure_staff_role(text) to kezek_admin;

-- The next number of a kind and year. The sequence row is locked until the caller commits. Nobody takes numbers of years
-- that are not near: a desk's clock may be a day off, not a year.
create function kezek.next_number(asked_kind text, asked_year smallint) returns integer
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare taken integer;
begin
  if not kezek.is_system() and (kezek.my_role() is distinct from 'clerk'
      or abs(asked_year - extract(year from kezek.today())) > 1) then
    raise exception 'no number for this post or year' using errcode = '42501';
  end if;
  insert into number_sequence (kind, year, last_value) values (asked_kind, asked_year, 1)
    on conflict (kind, year) do update set last_value = number_sequence.last_value + 1
    returning last_value into taken;
  return taken;
end $$;
revoke execute on function kezek.next_number(text, smallint) from public;
grant execute on function kezek.next_number(text, smallint) to kezek_clerk;

grant usage on schema kezek to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin;
grant select on ${READ_REFERENCE} to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin;
grant select on staff_post to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin;

-- Administration. An IIN, once written, is never another's.
grant insert on staff to kezek_admin;
grant update (surname, given_name, patronymic, active) on staff to kezek_admin;
grant insert on staff_post to kezek_admin;
grant update (valid_from, valid_to) on staff_post to kezek_admin;
grant insert, update on kindergarten, kindergarten_group, district, region, legal_act, calendar_day,
  rule_profile, benefit_category, benefit_category_document, document_kind, reason, trusted_ca to kezek_admin;
grant delete on trusted_ca, benefit_category_document, calendar_day to kezek_admin;
grant update (test_ca_enabled, ocsp_url, crl_url, revocation_timeout_ms, key_idle_minutes, verify_base_url)
  on installation to kezek_admin;

-- Reading families' data.
grant select on person, application, desired_kindergarten, benefit_claim, duplicate_finding, scan, scan_content, scan_chunk,
  scan_verdict, decision, notice to kezek_clerk, kezek_supervisor;
grant select on history, history_head to kezek_clerk, kezek_supervisor, kezek_admin;

-- A clerk's acts. What is not listed cannot be changed by any act: numbers, people, dates of submission.
grant update (status, status_since, version, claimed_by, claimed_at, claim_until, deadline_at, correction_due, decided_at,
  benefit_category_id, priority_class) on application to kezek_clerk;
grant update (status, status_since, version, claimed_by, claimed_at, claim_until) on application to kezek_supervisor;
grant update (state) on benefit_claim to kezek_clerk;
grant insert, update, delete on scan_verdict to kezek_clerk;
grant insert, update on duplicate_finding to kezek_clerk;
grant insert on decision, notice to kezek_clerk;
grant insert on history to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin;
grant select, insert on idempotency to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin;
grant select, insert, update, delete on saved_view, staff_setting to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin;
grant select, insert, update, delete on draft to kezek_clerk;

-- The desk with nobody signed in: what sign-in needs, and its jobs. It sees no family's data: of applications only who has
-- them and until when, of decisions only the certificate to ask about.
grant usage on schema kezek to kezek_desk;
-- Before it works a desk looks whether the schema is its own.
grant select on migration to kezek_desk;
grant select on ${READ_REFERENCE}, staff_post to kezek_desk;
grant select (id, version, status, status_since, district_id, claimed_by, claimed_at, claim_until) on application to kezek_desk;
grant update (status, status_since, version, claimed_by, claimed_at, claim_until) on application to kezek_desk;
grant select (id, certificate, decided_at, revocation_status) on decision to kezek_desk;
grant insert on history to kezek_desk;
grant select (answered_at), delete on idempotency to kezek_desk;

-- Row-level security, forced. The scope is asked once per query: (select ...) makes it an initplan.
do $$
declare one text;
begin
  foreach one in array array['person', 'application', 'desired_kindergarten', 'benefit_claim', 'duplicate_finding', 'draft',
    'scan', 'scan_content', 'scan_chunk', 'scan_verdict', 'decision', 'notice', 'idempotency', 'history', 'history_head',
    'saved_view', 'staff_setting', 'staff_post'] loop
    execute format('alter table %I enable row level security', one);
    execute format('alter table %I force row level security', one);
  end loop;
end $$;

-- The owner acts as 'system': migrations, jobs, sign-in. Forced security applies to it, so it is let in by name.
do $$
declare one text;
begin
  foreach one in array array['person', 'application', 'desired_kindergarten', 'benefit_claim', 'duplicate_finding', 'draft',
    'scan', 'scan_content', 'scan_chunk', 'scan_verdict', 'decision', 'notice', 'idempotency', 'history', 'history_head',
    'saved_view', 'staff_setting', 'staff_post'] loop
    execute format('create policy %I on %I for all to %I using (true) with check (true)', one || '_system', one, current_user);
  end loop;
end $$;

create policy application_scope on application for select to kezek_clerk, kezek_supervisor
  using (district_id = any ((select kezek.my_districts())::integer[]));
create policy application_act on application for update to kezek_clerk, kezek_supervisor
  using (district_id = any ((select kezek.my_districts())::integer[]))
  with check (district_id = any ((select kezek.my_districts())::integer[]));
-- People are seen through an application of the scope: the inner query is under the policy of application.
create policy person_scope on person for select to kezek_clerk, kezek_supervisor
  using (exists (select 1 from application a where a.child_id = person.id or a.applicant_id = person.id
    or a.second_parent_id = person.id));
create policy desired_kindergarten_scope on desired_kindergarten for select to kezek_clerk, kezek_supervisor
  using (exists (select 1 from application a where a.id = application_id));
create policy benefit_claim_scope on benefit_claim for select to kezek_clerk, kezek_supervisor
  using (exists (select 1 from application a where a.id = application_id));
create policy benefit_claim_act on benefit_claim for update to kezek_clerk
  using (exists (select 1 from application a where a.id = application_id));
create policy duplicate_finding_scope on duplicate_finding for select to kezek_clerk, kezek_supervisor
  using (exists (select 1 from application a where a.id = application_id));
create policy duplicate_finding_add on duplicate_finding for insert to kezek_clerk
  with check (staff_iin = kezek.officer() and exists (select 1 from application a where a.id = application_id));
create policy duplicate_finding_change on duplicate_finding for update to kezek_clerk
  using (exists (select 1 from application a where a.id = application_id)) with check (staff_iin = kezek.officer());
create policy scan_scope on scan for select to kezek_clerk, kezek_supervisor
  using (exists (select 1 from application a where a.id = application_id));
create policy scan_content_scope on scan_content for select to kezek_clerk, kezek_supervisor
  using (exists (select 1 from scan s where s.sha256 = scan_content.sha256));
create policy scan_chunk_scope on scan_chunk for select to kezek_clerk, kezek_supervisor
  using (exists (select 1 from scan s where s.sha256 = scan_chunk.sha256));
create policy scan_verdict_scope on scan_verdict for select to kezek_clerk, kezek_supervisor
  using (exists (select 1 from scan s where s.id = scan_id));
create policy scan_verdict_act on scan_verdict for all to kezek_clerk
  using (exists (select 1 from scan s where s.id = scan_id))
  with check (staff_iin = kezek.officer() and exists (select 1 from scan s where s.id = scan_id));
create policy decision_scope on decision for select to kezek_clerk, kezek_supervisor
  using (district_id = any ((select kezek.my_districts())::integer[]));
create policy decision_add on decision for insert to kezek_clerk
  with check (staff_iin = kezek.officer() and staff_post_id = kezek.post_id() and kezek.my_role() = 'clerk'
    and district_id = any ((select kezek.my_districts())::integer[]));
create policy notice_scope on notice for select to kezek_clerk, kezek_supervisor
  using (exists (select 1 from application a where a.id = application_id));
create policy notice_add on notice for insert to kezek_clerk
  with check (exists (select 1 from application a where a.id = application_id));
create policy history_scope on history for select to kezek_clerk, kezek_supervisor, kezek_admin
  using (chain = any ((select kezek.my_history_chains())::integer[]) or actor = kezek.officer());
create policy history_add on history for insert to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin
  with check (actor = kezek.officer() and staff_post_id = kezek.post_id()
    and (chain = 0 or chain = any ((select kezek.my_history_chains())::integer[])));
create policy history_head_scope on history_head for select to kezek_clerk, kezek_supervisor, kezek_admin
  using (chain = any ((select kezek.my_history_chains())::integer[]));
create policy idempotency_own on idempotency for all to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin
  using (staff_iin = kezek.officer()) with check (staff_iin = kezek.officer());
create policy saved_view_own on saved_view for all to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin
  using (staff_iin = kezek.officer()) with check (staff_iin = kezek.officer());
create policy staff_setting_own on staff_setting for all to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin
  using (staff_iin = kezek.officer()) with check (staff_iin = kezek.officer());
create policy draft_own on draft for all to kezek_clerk
  using (staff_iin = kezek.officer())
  with check (staff_iin = kezek.officer() and exists (select 1 from application a where a.id = application_id));
-- The desk's jobs.
create policy application_desk on application for select to kezek_desk using (true);
create policy application_desk_lapse on application for update to kezek_desk
  using (claimed_by is not null and claim_until < kezek.now()) with check (claimed_by is null);
create policy decision_desk on decision for select to kezek_desk using (true);
create policy history_desk on history for insert to kezek_desk with check (actor ~ '^job:' and staff_post_id is null);
create policy idempotency_desk on idempotency for select to kezek_desk using (true);
create policy idempotency_desk_forget on idempotency for delete to kezek_desk
  using (answered_at < kezek.now() - interval '29 days');
create policy staff_post_desk on staff_post for select to kezek_desk using (true);

-- Posts: one's own, those of colleagues of the same place, and all of its region for an administrator.
create policy staff_post_read on staff_post for select to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin
  using (staff_iin = kezek.officer() or district_id = any ((select kezek.my_districts())::integer[])
    or (select kezek.my_role()) = 'admin');
-- Nobody appoints themselves, and an administrator of a region appoints within it.
create policy staff_post_appoint on staff_post for insert to kezek_admin
  with check (staff_iin <> kezek.officer() and kezek.may_appoint(region_id, district_id, kindergarten_id));
create policy staff_post_change on staff_post for update to kezek_admin
  using (staff_iin <> kezek.officer() and kezek.may_appoint(region_id, district_id, kindergarten_id))
  with check (staff_iin <> kezek.officer() and kezek.may_appoint(region_id, district_id, kindergarten_id));
`;
