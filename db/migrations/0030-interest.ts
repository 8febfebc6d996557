/** The yearly confirmation of interest: when it is due, who confirmed and how, reminders, and who leaves the queue without it. */
export const name = '0030-interest';

const WAITING = `('queued', 'suspended', 'inactive', 'stop_list')`;

export const statements = /* sql */ `
alter table rule_profile
  add column interest_opens_days smallint not null default 60,
  add column interest_reminder_days integer[] not null default '{30,7}',
  add column interest_grace_days smallint not null default 10,
  add column interest_restore_days smallint default 30;
alter table rule_profile
  alter column interest_opens_days drop default,
  alter column interest_reminder_days drop default,
  alter column interest_grace_days drop default,
  alter column interest_restore_days drop default,
  add constraint rule_profile_interest_terms check (interest_opens_days > 0 and interest_grace_days >= 0
    and (interest_restore_days is null or interest_restore_days > 0)),
  add constraint rule_profile_interest_reminders check (cardinality(interest_reminder_days) <= 5 and 0 < all (interest_reminder_days)
    and interest_opens_days >= all (interest_reminder_days));

-- domain/interest.ts: whole periods from the day of queueing, each counted from that day.
create function kezek.interest_due_after(asked_queued_on date, months integer, after date) returns date
language plpgsql immutable set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  due date;
begin
  for period in 1..1200 loop
    due := (asked_queued_on + make_interval(months => period * months))::date;
    if due > after then return due; end if;
  end loop;
  raise exception 'no period' using errcode = '22003';
end $$;

-- One row for each application that was ever queued. Triggers write it; nobody else may.
create table interest (
  application_id bigint primary key constraint interest_application_fk references application,
  district_id    integer not null constraint interest_district_fk references district,
  -- Days in Almaty.
  queued_on      date not null,
  due_on         date not null,
  constraint interest_due_after_queued check (due_on > queued_on)
);
create index interest_due_idx on interest (district_id, due_on, application_id);
create index interest_due_all_idx on interest (due_on);

create table interest_confirmation (
  id                  bigint generated always as identity primary key,
  application_id      bigint not null constraint interest_confirmation_of references interest,
  -- The application as it was: the confirmation raises its version.
  application_version integer not null,
  -- For which day it is, and the next one; filled in by the guard.
  due_on              date not null,
  next_due_on         date not null,
  confirmed_at        timestamptz not null,
  how                 text not null,
  note                text,
  confirmed_by        char(12) constraint interest_confirmation_by_fk references staff,
  staff_post_id       integer constraint interest_confirmation_post_fk references staff_post,
  constraint interest_confirmation_once unique (application_id, due_on),
  constraint interest_confirmation_how_known check (how in ('portal', 'counter', 'phone')),
  -- A telephone call leaves no paper: the note says who called and when.
  constraint interest_confirmation_phone_noted check (how <> 'phone' or btrim(note) <> ''),
  constraint interest_confirmation_note_length check (char_length(note) <= 1000),
  constraint interest_confirmation_taken_by check ((how = 'portal') = (confirmed_by is null)
    and (confirmed_by is null) = (staff_post_id is null))
);
create index interest_confirmation_latest_idx on interest_confirmation (confirmed_at, application_id);
create index interest_confirmation_by_idx on interest_confirmation (confirmed_by);
create index interest_confirmation_post_idx on interest_confirmation (staff_post_id);

create table interest_reminder (
  application_id bigint not null constraint interest_reminder_of references interest,
  due_on         date not null,
  days_before    smallint not null,
  reminded_at    timestamptz not null,
  constraint interest_reminder_once primary key (application_id, due_on, days_before)
);

-- Who enters the queue for the first time is asked a period later; one that was queued before (an office's old list is loaded) was
-- never reminded, and is due when confirmations have been taken for their days at least. Back at its date it keeps its day; put back
-- after it left for want of interest, it is asked from today on.
create function kezek.interest_follows() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  p rule_profile;
  was_queued_on date := (coalesce(new.decided_at, kezek.now()) at time zone 'Asia/Almaty')::date;
begin
  if new.status <> 'queued' then return null; end if;
  p := kezek.profile_of_district(new.district_id);
  if p.id is null then return null; end if;
  insert into interest (application_id, district_id, queued_on, due_on)
    values (new.id, new.district_id, was_queued_on, kezek.interest_due_after(was_queued_on, p.interest_months,
      case when was_queued_on < kezek.today() then kezek.today() + p.interest_opens_days::integer else was_queued_on end))
    on conflict on constraint interest_pkey do nothing;
  if tg_op = 'UPDATE' and old.status = 'removed_no_interest' then
    update interest i set due_on = kezek.interest_due_after(i.queued_on, p.interest_months, greatest(i.due_on, kezek.today()))
      where i.application_id = new.id;
  end if;
  return null;
end $$;
create trigger interest_follows_insert after insert on application for each row execute function kezek.interest_follows();
create trigger interest_follows after update of status on application
  for each row when (new.status = 'queued' and old.status <> 'queued') execute function kezek.interest_follows();

-- Who waits already was never reminded: nobody is due sooner than the longest reminder from the day of this change.
insert into interest (application_id, district_id, queued_on, due_on)
select a.id, a.district_id, q.queued_on, kezek.interest_due_after(q.queued_on, p.interest_months, kezek.today() + p.interest_opens_days::integer)
from application a
  cross join lateral kezek.profile_of_district(a.district_id) p
  cross join lateral (select least(kezek.today(), (coalesce((select min(h.at) from history h
    where h.application_id = a.id and h.to_status = 'queued'), a.decided_at, a.submitted_at) at time zone 'Asia/Almaty')::date) as queued_on) q
where p.id is not null and (a.status in ${WAITING} or a.status in ('offered', 'benefit_review', 'referral_issued', 'docs_submitted', 'declined', 'expired'));

-- A confirmation is of the version it names, of one who waits, not before confirmations are taken.
create function kezek.interest_confirmation_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  i interest;
  p rule_profile;
  acting text := kezek.acting_role();
begin
  select * into a from application where id = new.application_id for no key update;
  select * into i from interest where application_id = new.application_id for no key update;
  if a.version is distinct from new.application_version then
    perform kezek.refuse('KZ121', 'interest_of_version', 'the confirmation is about another version');
  end if;
  if not exists (select 1 from status_transition t where t.event = 'confirm_interest' and t.from_status = a.status
      and (acting is null or acting = any (t.actors))) then
    perform kezek.refuse('KZ122', 'interest_of_waiting', 'who does not wait confirms nothing');
  end if;
  if acting is not null and (new.confirmed_by is distinct from (case when acting = 'job' then null else kezek.officer() end)
      or new.staff_post_id is distinct from (case when acting = 'job' then null else kezek.post_id() end)) then
    perform kezek.refuse('KZ123', 'interest_by_officer', 'a confirmation is taken in one''s own name');
  end if;
  p := kezek.profile_of_district(a.district_id);
  if i.due_on - kezek.today() > p.interest_opens_days then
    perform kezek.refuse('KZ120', 'interest_open', 'it is too early to confirm');
  end if;
  new.due_on := i.due_on;
  new.next_due_on := kezek.interest_due_after(i.queued_on, p.interest_months, greatest(i.due_on, kezek.today()));
  new.confirmed_at := kezek.now();
  update interest set due_on = new.next_due_on where application_id = new.application_id;
  return new;
end $$;
create trigger interest_confirmation_guard before insert on interest_confirmation
  for each row execute function kezek.interest_confirmation_guard();

-- No confirmation stays without its row of history and the version it raised.
create function kezek.interest_recorded() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if not exists (select 1 from history h where h.application_id = new.application_id and h.event = 'confirm_interest'
      and h.version = new.application_version + 1)
     or not exists (select 1 from application a where a.id = new.application_id and a.version > new.application_version) then
    perform kezek.refuse('KZ124', 'interest_recorded', 'the history does not tell the confirmation');
  end if;
  return null;
end $$;
create constraint trigger interest_recorded after insert on interest_confirmation deferrable initially deferred
  for each row execute function kezek.interest_recorded();
create trigger interest_confirmation_append_only before update or delete on interest_confirmation
  for each row execute function kezek.refuse_change();
create trigger interest_reminder_append_only before update or delete on interest_reminder
  for each row execute function kezek.refuse_change();

-- A reminder is sent on its day or later, once, of the day that is due now.
create function kezek.interest_reminder_guard() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  i interest;
  p rule_profile;
begin
  select * into i from interest where application_id = new.application_id;
  p := kezek.profile_of_district(i.district_id);
  if i.due_on is distinct from new.due_on or not new.days_before = any (p.interest_reminder_days)
     or (new.due_on - kezek.today() between 0 and new.days_before) is not true then
    perform kezek.refuse('KZ125', 'interest_reminder_due', 'no reminder is due');
  end if;
  new.reminded_at := kezek.now();
  return new;
end $$;
create trigger interest_reminder_guard before insert on interest_reminder
  for each row execute function kezek.interest_reminder_guard();

do $$
declare one text;
begin
  foreach one in array array['interest', 'interest_confirmation', 'interest_reminder'] loop
    execute format('alter table %I enable row level security', one);
    execute format('alter table %I force row level security', one);
    execute format('create policy %I on %I for all to %I using (true) with check (true)', one || '_system', one, current_user);
  end loop;
end $$;
grant select on interest, interest_confirmation, interest_reminder to kezek_clerk, kezek_supervisor;
grant insert on interest_confirmation to kezek_clerk;
grant select on interest, interest_reminder to kezek_desk;
grant select (application_id, due_on) on interest_confirmation to kezek_desk;
grant insert on interest_confirmation, interest_reminder to kezek_desk;
create policy interest_scope on interest for select to kezek_clerk, kezek_supervisor
  using (district_id = any ((select kezek.my_districts())::integer[]));
create policy interest_desk on interest for select to kezek_desk using (true);
create policy interest_confirmation_scope on interest_confirmation for select to kezek_clerk, kezek_supervisor
  using (exists (select 1 from interest i where i.application_id = interest_confirmation.application_id));
create policy interest_confirmation_add on interest_confirmation for insert to kezek_clerk
  with check (how in ('counter', 'phone') and exists (select 1 from interest i where i.application_id = interest_confirmation.application_id));
create policy interest_confirmation_desk on interest_confirmation for select to kezek_desk using (true);
create policy interest_confirmation_portal on interest_confirmation for insert to kezek_desk with check (how = 'portal');
create policy interest_reminder_scope on interest_reminder for select to kezek_clerk, kezek_supervisor
  using (exists (select 1 from interest i where i.application_id = interest_reminder.application_id));
create policy interest_reminder_desk on interest_reminder for select to kezek_desk using (true);
create policy interest_reminder_send on interest_reminder for insert to kezek_desk with check (true);
-- What the job of interest moves; the guard says when.
create policy application_desk_interest on application for update to kezek_desk
  using (status in ${WAITING}) with check (status in ('queued', 'suspended', 'inactive', 'stop_list', 'removed_no_interest'));

-- Who left for want of interest is put back by the act that restores: within the profile's days, at its own date.
alter table application drop constraint application_restore_of_inactive;
alter table application add constraint application_restore_of_inactive
  check (restore_until is null or status in ('inactive', 'removed_no_interest'));
`;
