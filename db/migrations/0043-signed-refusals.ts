/** The refusal of a portal's request to link a parent is a signed decision, told to who asked in the very words that were shown. */
export const name = '0043-signed-refusals';

const DEFINER = 'security definer set search_path = kezek, pg_catalog, pg_temp';
const ACT = 'refuse_link_request';

export const statements = /* sql */ `
-- Lists that grow, as in 0025.
do $$
declare
  one record;
  was text;
begin
  for one in select * from (values
    ('decision_act_known', 'act', '${ACT}'),
    ('decision_outcome_known', 'outcome', 'link_request_refused')
  ) as w(guard, field, also) loop
    select pg_get_expr(c.conbin, c.conrelid) into strict was from pg_constraint c
      where c.conrelid = 'kezek.decision'::regclass and c.conname = one.guard;
    execute format('alter table kezek.decision drop constraint %I', one.guard);
    execute format('alter table kezek.decision add constraint %I check (%I in (%s))', one.guard, one.field, (
      select string_agg(quote_literal(value), ', ' order by place) from (
        select m[1] as value, n as place from regexp_matches(was, $q$'([a-z_]+)'::text$q$, 'g') with ordinality r(m, n)
        union all select one.also, 1000) listed));
  end loop;
  select pg_get_expr(c.conbin, c.conrelid) into strict was from pg_constraint c
    where c.conrelid = 'kezek.decision'::regclass and c.conname = 'decision_act_outcome';
  alter table decision drop constraint decision_act_outcome;
  execute format('alter table kezek.decision add constraint decision_act_outcome check ((%s) or (%s))', was,
    $q$act = '${ACT}' and outcome = 'link_request_refused'$q$);
  select string_agg(quote_literal(m[1]), ', ' order by n) into strict was
    from pg_constraint c, regexp_matches(pg_get_expr(c.conbin, c.conrelid), $q$'([a-z_]+)'::text$q$, 'g') with ordinality r(m, n)
    where c.conrelid = 'kezek.decision'::regclass and c.conname = 'decision_names_subject';
  alter table decision drop constraint decision_names_subject;
  execute format('alter table kezek.decision add constraint decision_names_subject check ((act in (%s, %L)) = (subject_iin is not null))',
    was, '${ACT}');
  -- As in 0033: what was signed before stays so.
  select pg_get_function_sqlbody('kezek.signed_act(text)'::regprocedure) into strict was;
  execute 'create or replace function kezek.signed_act(event text) returns text language sql immutable return case
    when event = ''${ACT}'' then event else (' || regexp_replace(was, '^\\s*RETURN\\s+', '', 'i') || ') end';
end $$;
-- Told by its decision: no clerk tells a family of it by kezek.tell_family.
update notice_kind set told_by = 'decision', events = '{}' where code = 'link_request_refused';

-- What was refused before has no decision, and stays as it was.
alter table link_request drop constraint link_request_answered_whole,
  add constraint link_request_answered_whole check ((state = 'waiting') = (answered_at is null)
    and (state = 'refused') = (reason is not null) and (state in ('linked', 'refused') or decision_id is null));
-- One decision refuses one request.
create unique index link_request_refused_once on link_request (decision_id) where state = 'refused';
revoke update (reason) on link_request from kezek_clerk;
-- A head's decisions are read by the same query; of requests no policy shows it a row.
grant select (decision_id, portal, portal_id, role, asked_at) on link_request to kezek_head;

-- A request is answered once: refused by the signed decision under way on its application, about the very person who asked (one of
-- a person waits per child), whoever writes it; else by the machine beside what answers it.
create or replace function kezek.link_request_guard() returns trigger
language plpgsql ${DEFINER}
as $$
declare
  bare link_request := new;
  a application;
  d decision;
  acting text := kezek.acting_role();
begin
  bare.state := old.state; bare.reason := old.reason; bare.decision_id := old.decision_id;
  if bare is distinct from old or old.state <> 'waiting' or new.state = 'waiting' then
    perform kezek.refuse('KZ140', 'link_request_fixed', 'a request is answered once, and stays what it was');
  end if;
  if acting is not null and (acting <> 'clerk' or new.state <> 'refused') then
    perform kezek.refuse('KZ141', 'link_request_step', 'a clerk refuses a request, and answers it no other way');
  end if;
  select * into a from application x where x.id = new.application_id for no key update;
  if new.state = 'refused' then
    d := kezek.decision_under_way(a);
    if (d.act = '${ACT}' and d.subject_iin = new.iin) is not true
       or (acting is not null and d.staff_iin is distinct from kezek.officer()::char(12)) then
      perform kezek.refuse('KZ143', 'link_request_signed', 'no signed decision of this version refuses this request');
    end if;
    if not exists (select 1 from reason r where r.code = d.reason and r.used_for = 'link_refuse' and r.valid_from <= kezek.today()
        and (r.valid_to is null or r.valid_to > kezek.today())) then
      perform kezek.refuse('KZ141', 'link_request_step', 'a request is refused with one of its reasons');
    end if;
    new.decision_id := d.id;
    new.reason := d.reason;
  end if;
  new.application_version := a.version;
  new.answered_at := kezek.now();
  new.answered_by := kezek.officer();
  return new;
end $$;

-- No decision of this act stays without its effect, at commit.
create function kezek.link_request_decided() returns trigger
language plpgsql ${DEFINER}
as $$
begin
  if not exists (select 1 from link_request r where r.decision_id = new.id and r.state = 'refused') then
    perform kezek.refuse('KZ144', 'link_request_decided', 'the decision refuses no request');
  end if;
  return null;
end $$;
create constraint trigger link_request_decided after insert on decision deferrable initially deferred
  for each row when (new.act = '${ACT}') execute function kezek.link_request_decided();

-- As in 0034b; a refusal is told in the words of its decision, which the clerk was shown.
create or replace function kezek.link_request_told() returns trigger
language plpgsql ${DEFINER}
as $$
declare
  a application;
  d decision;
  words jsonb;
  body text;
  kind text := case new.state when 'linked' then 'link_request_linked' when 'refused' then 'link_request_refused' end;
  is_mine boolean := kezek.machine_actor() is null;
begin
  if kind is null then return null; end if;
  select * into a from application where id = new.application_id;
  if new.state = 'refused' then
    select * into d from decision x where x.id = new.decision_id;
    body := case a.notification_language when 'kk' then d.message_kk else d.message_ru end;
  else
    body := kezek.text_in_force(kind, a.notification_language, 'sms');
    words := jsonb_build_object('applicant', new.given_name || coalesce(' ' || new.patronymic, ''), 'number', a.number)
      || (select jsonb_build_object('child', p.surname || ' ' || p.given_name) from person p where p.id = a.child_id);
    if body is null or exists (select 1 from regexp_matches(body, '\\{([a-z][A-Za-z0-9]*)\\}', 'g') m where coalesce(words ->> m[1], '') = '') then
      perform kezek.refuse('KZ070', 'notice_template_wording', 'a letter with a hole in it never leaves');
    end if;
    body := kezek.fill_text(body, words);
  end if;
  if is_mine then perform kezek.begin_machine('job:notices'); end if;
  insert into notice (application_id, decision_id, kind, channel, language, address, body, queued_at, link_request_id)
    values (a.id, d.id, kind, 'sms', a.notification_language, new.phone, body, kezek.now(), new.id);
  if is_mine then perform kezek.end_machine(); end if;
  return null;
end $$;

-- As in 0005; what was decided about who asked is told to them alone, by the database itself.
create or replace function kezek.notice_guard() returns trigger
language plpgsql ${DEFINER}
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
  if d.act = '${ACT}' or not coalesce(case new.channel
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
alter function kezek.notice_guard() set enable_seqscan = off;
`;
