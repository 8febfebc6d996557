/** Runs of jobs, once per due moment however many desks are open, and what jobs need of families' data without reading it. */
export const name = '0016-job-runs';

export const statements = /* sql */ `
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
