/** What no code may do with a companion's permit, what the database does to them itself, who sees them. */
export const name = '0027b-companion-guards';

const LIVE = `state in ('waiting', 'approved', 'suspended')`;

export const statements = /* sql */ `
-- The event that leads from one state of a permit to another for an actor; null: none does. domain/companions.ts has the same.
create function kezek.companion_event(from_state text, to_state text, actor text) returns text
language sql immutable
return case
  when from_state = 'waiting' and to_state = 'approved' and actor in ('clerk', 'head') then 'approve_companion'
  when from_state = 'waiting' and to_state = 'refused' and actor in ('clerk', 'head') then 'refuse_companion'
  when from_state = 'waiting' and to_state = 'suspended' and actor = 'job' then 'suspend_companion'
  when from_state = 'approved' and to_state = 'suspended' and actor in ('clerk', 'head', 'job') then 'suspend_companion'
  when from_state = 'suspended' and to_state = 'approved' and actor in ('clerk', 'head') then 'resume_companion'
  when from_state in ('waiting', 'approved', 'suspended') and to_state = 'ended' and actor = 'job' then 'end_companion' end;

create function kezek.companion_permit_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  acting text := kezek.acting_role();
  bare companion_permit := new;
begin
  select * into a from application where id = new.application_id for no key update;
  if tg_op = 'UPDATE' then
    bare.state := old.state; bare.state_since := old.state_since; bare.reason := old.reason; bare.cause := old.cause;
    bare.version := old.version; bare.application_version := old.application_version; bare.acting := old.acting;
    -- The machine moves it with the child.
    if acting is null then bare.kindergarten_id := old.kindergarten_id; end if;
    if bare is distinct from old or old.state in ('refused', 'ended') then
      perform kezek.refuse('KZ107', 'companion_permit_fixed', 'a permit that is over, or what a permit is of, never changes');
    end if;
    if new.state <> old.state and kezek.companion_event(old.state, new.state, coalesce(acting, 'job')) is null
       and not (acting is null and kezek.companion_event(old.state, new.state, 'clerk') is not null) then
      perform kezek.refuse('KZ108', 'companion_state_step', 'no such step of a permit for this role');
    end if;
    if acting is not null and new.state = old.state then
      perform kezek.refuse('KZ108', 'companion_state_step', 'a permit changes by its steps');
    end if;
    new.version := old.version + 1;
    if new.state <> old.state then
      new.state_since := kezek.now();
      if new.state = 'approved' then
        new.cause := null; new.reason := null;
        if not new.is_applicant then perform kezek.companion_rules(new, a); end if;
      end if;
      if acting is not null and (new.cause is not null
          or (new.reason is null and new.state in ('refused', 'suspended'))) then
        perform kezek.refuse('KZ108', 'companion_state_step', 'an officer refuses and suspends with a reason of its own');
      end if;
    end if;
  else
    new.child_id := a.child_id;
    new.district_id := a.district_id;
    new.kindergarten_id := coalesce((select e.kindergarten_id from enrolment e where e.application_id = a.id and e.ended_on is null),
      case when acting is null then new.kindergarten_id end);
    if new.kindergarten_id is null or acting is not null then perform kezek.companion_place(a); end if;
    if acting is not null then
      if new.is_applicant then
        perform kezek.refuse('KZ111', 'companion_applicant', 'the applicant is there by itself');
      end if;
      if new.state <> 'waiting' or new.reason is not null or acting not in ('clerk', 'head') then
        perform kezek.refuse('KZ108', 'companion_state_step', 'a companion is registered, then decided');
      end if;
      new.state_since := kezek.now(); new.registered_at := kezek.now(); new.registered_by := kezek.officer(); new.version := 1;
    end if;
    if not new.is_applicant and new.${LIVE} then perform kezek.companion_rules(new, a); end if;
  end if;
  new.application_version := a.version;
  new.acting := acting;
  return new;
end $$;
create trigger companion_permit_guard before insert or update on companion_permit
  for each row execute function kezek.companion_permit_guard();
create trigger companion_permit_never_deleted before delete on companion_permit for each row execute function kezek.no_delete();
create trigger companion_never_deleted before delete on companion for each row execute function kezek.no_delete();
create trigger kindergarten_staff_never_deleted before delete on kindergarten_staff for each row execute function kezek.no_delete();

-- At the end of the transaction: an officer's change of a permit raised the version of its application, and so is in the history.
create function kezek.companion_settled() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if new.acting is not null and not exists (
    select 1 from application a where a.id = new.application_id and a.version > new.application_version) then
    perform kezek.refuse('KZ110', 'companion_recorded', 'a change of a permit raises the version of its application');
  end if;
  if tg_op = 'UPDATE' and new.acting in ('clerk', 'head') and not exists (
    select 1 from decision d join companion c on c.iin = d.subject_iin where c.id = new.companion_id and d.application_id = new.application_id
      and d.application_version = new.application_version and d.act = kezek.companion_event(old.state, new.state, new.acting)) then
    perform kezek.refuse('KZ109', 'companion_signed', 'no signed decision of this version moves the permit so');
  end if;
  return null;
end $$;
create constraint trigger companion_settled after insert or update on companion_permit
  deferrable initially deferred for each row execute function kezek.companion_settled();

-- No decision on a companion stays without its permit.
create function kezek.companion_decided() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if not exists (select 1 from companion_permit p join companion c on c.id = p.companion_id
    where p.application_id = new.application_id and c.iin = new.subject_iin and p.application_version >= new.application_version) then
    perform kezek.refuse('KZ021', 'decision_applied', 'no permit shows the decision');
  end if;
  return null;
end $$;
create constraint trigger companion_decided after insert on decision deferrable initially deferred for each row
  when (new.act in ('approve_companion', 'refuse_companion', 'suspend_companion', 'resume_companion')) execute function kezek.companion_decided();

-- The machine's own hand on permits of one application: beside an officer's act or a job, never in their name.
create function kezek.move_permits(asked_application bigint, to_state text, why text, only_applicant boolean) returns void
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare is_mine boolean := kezek.machine_actor() is null;
begin
  if is_mine then perform kezek.begin_machine('job:companions'); end if;
  update companion_permit set state = to_state, cause = why where application_id = asked_application and ${LIVE}
    and (is_applicant or not only_applicant);
  if is_mine then perform kezek.end_machine(); end if;
end $$;

-- The applicant of an application is there by itself, once the child is in a kindergarten.
create function kezek.permit_applicant(a application, in_kindergarten integer, since date) returns void
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare is_mine boolean := kezek.machine_actor() is null;
begin
  if is_mine then perform kezek.begin_machine('job:companions'); end if;
  insert into companion_permit (companion_id, child_id, application_id, district_id, kindergarten_id, relation, phone, is_applicant, state,
      state_since, valid_from, application_version, registered_at)
    values (kezek.companion_of_person(a.applicant_id), a.child_id, a.id, a.district_id, in_kindergarten, a.applicant_relation, a.phone, true,
      'approved', kezek.now(), since, a.version, kezek.now())
    on conflict (companion_id, child_id) where ${LIVE} do nothing;
  if is_mine then perform kezek.end_machine(); end if;
end $$;

-- A child who comes brings its applicant; one who moves takes its companions along; one who leaves has none any more.
create function kezek.enrolment_companions() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  is_mine boolean := kezek.machine_actor() is null;
begin
  if new.ended_on is not null then
    if new.end_kind = 'withdrawn' then perform kezek.move_permits(new.application_id, 'ended', 'child_left', false); end if;
    return null;
  end if;
  select * into a from application where id = new.application_id;
  if is_mine then perform kezek.begin_machine('job:companions'); end if;
  update companion_permit set kindergarten_id = new.kindergarten_id where application_id = a.id and ${LIVE}
    and kindergarten_id <> new.kindergarten_id;
  if is_mine then perform kezek.end_machine(); end if;
  if not exists (select 1 from companion_permit p where p.application_id = a.id and p.is_applicant and p.${LIVE}) then
    perform kezek.permit_applicant(a, new.kindergarten_id, new.enrolled_on);
  end if;
  return null;
end $$;
create trigger enrolment_companions after insert or update on enrolment for each row execute function kezek.enrolment_companions();

-- Another applicant of a child in a kindergarten: the former is there by itself no longer.
create function kezek.applicant_companions() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare e enrolment;
begin
  select * into e from enrolment x where x.application_id = new.id and x.ended_on is null;
  if e.id is null then return null; end if;
  perform kezek.move_permits(new.id, 'ended', 'applicant_replaced', true);
  perform kezek.permit_applicant(new, e.kindergarten_id, kezek.today());
  return null;
end $$;
create trigger applicant_companions after update of applicant_id on application for each row
  when (new.applicant_id is distinct from old.applicant_id) execute function kezek.applicant_companions();

-- Companions who are staff now, but for the applicants: suspended, each told in the history of its application by the machine.
create function kezek.suspend_staff(asked text, at_most integer) returns integer
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  one record;
  a application;
  was_status text;
  done integer := 0;
  is_mine boolean := kezek.machine_actor() is null;
begin
  if is_mine then perform kezek.begin_machine('job:companions'); end if;
  for one in
    select p.id, p.application_id from companion_permit p join companion c on c.id = p.companion_id
    where p.state in ('waiting', 'approved') and not p.is_applicant and (asked is null or c.iin = asked)
      and (c.iin in (select s.iin from kindergarten_staff s) or c.iin in (select h.staff_iin from staff_post h where h.role = 'head'))
      and kezek.is_kindergarten_staff(c.iin, kezek.today(), kezek.today())
      and not exists (select 1 from application x join person y on y.id = x.applicant_id where x.id = p.application_id and y.iin = c.iin)
    order by p.district_id, p.application_id, p.id limit at_most
  loop
    select * into a from application where id = one.application_id for update;
    was_status := a.status;
    update companion_permit set state = 'suspended', cause = 'became_staff' where id = one.id and state in ('waiting', 'approved');
    continue when not found;
    update application set version = version + 1 where id = a.id returning * into a;
    perform kezek.tell_as_machine(a, 'suspend_companion', was_status, jsonb_build_object('permit', one.id::text, 'cause', 'became_staff'));
    done := done + 1;
  end loop;
  if is_mine then perform kezek.end_machine(); end if;
  return done;
end $$;

-- Permits whose last day is over.
create function kezek.end_permits(at_most integer) returns integer
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  one record;
  a application;
  was_status text;
  done integer := 0;
begin
  perform kezek.begin_machine('job:companions');
  for one in
    select p.id, p.application_id from companion_permit p where p.${LIVE} and p.valid_to < kezek.today()
    order by p.district_id, p.application_id, p.id limit at_most
  loop
    select * into a from application where id = one.application_id for update;
    was_status := a.status;
    update companion_permit set state = 'ended', cause = 'days_over' where id = one.id and ${LIVE};
    continue when not found;
    update application set version = version + 1 where id = a.id returning * into a;
    perform kezek.tell_as_machine(a, 'end_companion', was_status, jsonb_build_object('permit', one.id::text, 'cause', 'days_over'));
    done := done + 1;
  end loop;
  perform kezek.end_machine();
  return done;
end $$;

-- What the day brings: a post that began, a permit that ran out. For the job of the desk; how many were moved.
create function kezek.companions_due(at_most integer) returns integer
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if coalesce(kezek.acting_role(), 'job') <> 'job' then
    perform kezek.refuse('KZ055', 'job_step', 'a job of a desk with nobody signed in');
  end if;
  return kezek.suspend_staff(null, at_most) + kezek.end_permits(at_most);
end $$;

create function kezek.became_staff() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if tg_table_name = 'staff_post' then
    if new.role = 'head' then perform kezek.suspend_staff(new.staff_iin, 1000); end if;
  else
    perform kezek.suspend_staff(new.iin, 1000);
  end if;
  return null;
end $$;
create trigger kindergarten_staff_companions after insert or update on kindergarten_staff for each row execute function kezek.became_staff();
create trigger staff_post_companions after insert or update on staff_post for each row execute function kezek.became_staff();

-- The list of staff: who somebody is and since when never changes; another spell is another row.
create function kezek.kindergarten_staff_guard() returns trigger
language plpgsql set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if (new.id, new.iin, new.kindergarten_id, new.valid_from) is distinct from (old.id, old.iin, old.kindergarten_id, old.valid_from) then
    perform kezek.refuse('KZ107', 'kindergarten_staff_fixed', 'who and since when never changes');
  end if;
  return new;
end $$;
create trigger kindergarten_staff_guard before update on kindergarten_staff for each row execute function kezek.kindergarten_staff_guard();

-- Children who are in kindergartens already.
do $$
declare
  e record;
  a application;
begin
  for e in select application_id, kindergarten_id, enrolled_on from enrolment where ended_on is null order by id loop
    select * into a from application where id = e.application_id;
    perform kezek.permit_applicant(a, e.kindergarten_id, e.enrolled_on);
  end loop;
end $$;

do $$
declare one text;
begin
  foreach one in array array['companion', 'companion_photo', 'companion_permit', 'kindergarten_staff'] loop
    execute format('alter table %I enable row level security', one);
    execute format('alter table %I force row level security', one);
    execute format('create policy %I on %I for all to %I using (true) with check (true)', one || '_system', one, current_user);
  end loop;
end $$;

revoke execute on function kezek.is_kindergarten_staff(text, date, date), kezek.companion_children(text), kezek.companion_for(text, text, text, text, date, text),
  kezek.companion_of_person(bigint), kezek.companion_place(application), kezek.companion_rules(companion_permit, application), kezek.move_permits(bigint, text, text, boolean),
  kezek.permit_applicant(application, integer, date), kezek.suspend_staff(text, integer), kezek.end_permits(integer),
  kezek.companions_due(integer) from public;
grant execute on function kezek.companion_for(text, text, text, text, date, text) to kezek_clerk, kezek_head;
grant execute on function kezek.is_kindergarten_staff(text, date, date), kezek.companion_children(text)
  to kezek_clerk, kezek_head, kezek_supervisor;
grant execute on function kezek.companions_due(integer) to kezek_desk;

grant select on companion, companion_photo, companion_permit to kezek_clerk, kezek_head, kezek_supervisor;
grant insert (companion_id, child_id, application_id, district_id, kindergarten_id, relation, phone, state, state_since, valid_from, valid_to,
  application_version, registered_at) on companion_permit to kezek_clerk, kezek_head;
grant update (state, reason) on companion_permit to kezek_clerk, kezek_head;
grant insert, delete on companion_photo to kezek_clerk, kezek_head;
grant select on kindergarten_staff to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin;
grant insert, update (surname, given_name, patronymic, position, valid_to) on kindergarten_staff to kezek_clerk, kezek_head, kezek_admin;

create policy companion_permit_scope on companion_permit for select to kezek_clerk, kezek_supervisor
  using (district_id = any ((select kezek.my_districts())::integer[]));
-- Of children who are here, or left today.
create policy companion_permit_incoming on companion_permit for select to kezek_head
  using (kindergarten_id = (select kezek.my_kindergarten()) and application_id = any ((select kezek.my_incoming())::bigint[]));
create policy companion_permit_register on companion_permit for insert to kezek_clerk
  with check (district_id = any ((select kezek.my_districts())::integer[]));
create policy companion_permit_register_here on companion_permit for insert to kezek_head
  with check (kindergarten_id = (select kezek.my_kindergarten()));
create policy companion_permit_act on companion_permit for update to kezek_clerk
  using (district_id = any ((select kezek.my_districts())::integer[])) with check (district_id = any ((select kezek.my_districts())::integer[]));
create policy companion_permit_act_here on companion_permit for update to kezek_head
  using (kindergarten_id = (select kezek.my_kindergarten())) with check (kindergarten_id = (select kezek.my_kindergarten()));
-- A companion is seen through a permit of the scope.
create policy companion_scope on companion for select to kezek_clerk, kezek_head, kezek_supervisor
  using (exists (select 1 from companion_permit p where p.companion_id = companion.id));
create policy companion_photo_scope on companion_photo for select to kezek_clerk, kezek_head, kezek_supervisor
  using (exists (select 1 from companion_permit p where p.companion_id = companion_photo.companion_id));
create policy companion_photo_add on companion_photo for insert to kezek_clerk, kezek_head
  with check (added_by = kezek.officer() and exists (select 1 from companion_permit p where p.companion_id = companion_photo.companion_id));
create policy companion_photo_remove on companion_photo for delete to kezek_clerk, kezek_head
  using (exists (select 1 from companion_permit p where p.companion_id = companion_photo.companion_id));
create policy kindergarten_staff_scope on kindergarten_staff for select to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin
  using (kindergarten_id = any ((select kezek.my_kindergartens())::integer[]));
create policy kindergarten_staff_add on kindergarten_staff for insert to kezek_clerk, kezek_head, kezek_admin
  with check (kindergarten_id = any ((select kezek.my_kindergartens())::integer[]));
create policy kindergarten_staff_change on kindergarten_staff for update to kezek_clerk, kezek_head, kezek_admin
  using (kindergarten_id = any ((select kezek.my_kindergartens())::integer[]))
  with check (kindergarten_id = any ((select kezek.my_kindergartens())::integer[]));
`;
