/** Sending notices: who may take one, how an attempt ends, printing, sending again, and telling a family of an event. */
export const name = '0022-notice-sending';

export const statements = /* sql */ `
-- Fills a text in one pass: a value that looks like a placeholder stays a value. Names without a value stay as they are.
create function kezek.fill_text(body text, given jsonb) returns text
language sql immutable set search_path = kezek, pg_catalog, pg_temp
as $$
  select string_agg(coalesce(case when token[1] ~ '^\\{[a-z][A-Za-z0-9]*\\}$' then given ->> btrim(token[1], '{}') end, token[1]), ''
    order by position)
  from regexp_matches(body, '\\{[a-z][A-Za-z0-9]*\\}|[^{]+|\\{', 'g') with ordinality as part(token, position)
$$;

create function kezek.text_in_force(asked_code text, asked_language text, asked_channel text) returns text
language sql stable set search_path = kezek, pg_catalog, pg_temp
as $$
  select t.body from notice_template t
  where t.code = asked_code and t.language = asked_language and (t.channel is null or t.channel = asked_channel)
    and t.valid_from <= kezek.today()
  order by t.channel is null, t.valid_from desc, t.id desc limit 1
$$;

-- Terms of sending in force for a region today: its own, else the country's.
create function kezek.delivery_rule_of(asked_region integer) returns delivery_rule
language sql stable set search_path = kezek, pg_catalog, pg_temp
as $$
  select r from delivery_rule r
  where (r.region_id is null or r.region_id = asked_region)
    and r.valid_from <= kezek.today() and (r.valid_to is null or kezek.today() < r.valid_to)
  order by r.region_id is null limit 1
$$;

-- The first moment from one on at which a channel may send, as domain/delivery.ts has it.
create function kezek.sendable_at(r delivery_rule, asked_channel text, asked timestamptz) returns timestamptz
language plpgsql stable set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  local timestamp := asked at time zone 'Asia/Almaty';
  minute time := date_trunc('minute', local)::time;
  quiet boolean;
  ends timestamp;
begin
  if r.quiet_from is null or r.quiet_from = r.quiet_to or not asked_channel = any (r.quiet_channels) then return asked; end if;
  quiet := case when r.quiet_from < r.quiet_to then minute >= r.quiet_from and minute < r.quiet_to
    else minute >= r.quiet_from or minute < r.quiet_to end;
  if not quiet then return asked; end if;
  ends := local::date + r.quiet_to;
  if ends <= local then ends := ends + interval '1 day'; end if;
  return ends at time zone 'Asia/Almaty';
end $$;

-- Where a family is told today: its channel, its address. By e-mail without an address: by SMS.
create function kezek.contact_of(a application) returns table (channel text, address text)
language sql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
  select c.channel, case c.channel when 'ed24' then (select p.iin::text from person p where p.id = a.applicant_id)
    when 'letter' then a.permanent_address when 'email' then a.email else a.phone end
  from (select case when a.notification_type = 'email' and a.email is null then 'sms' else a.notification_type end as channel) c
$$;

-- Only a desk's job and the owner send: an officer's own login sees no address beyond its scope and no secret at all.
create function kezek.only_the_job(code text, guard text) returns void
language plpgsql stable set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if coalesce(kezek.acting_role(), 'job') <> 'job' then
    perform kezek.refuse(code, guard, 'this is the work of a desk, not of an officer');
  end if;
end $$;

-- Takes due notices for one desk, each with an attempt of its own: whoever comes at the same time gets others. What is quiet now
-- is put off; what was taken and never answered is taken again with the same key, or given up after its last attempt.
create function kezek.lease_notices(asked_channels text[], at_most integer)
returns table (id bigint, attempt smallint, tries smallint, round smallint, lease uuid, channel text, language text, kind text,
  address text, body text, application_number text, region_id integer)
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  one record;
  r delivery_rule;
  opens timestamptz;
begin
  perform kezek.only_the_job('KZ075', 'notice_lease');
  for one in
    select n as n, a.number, d.region_id from notice n join application a on a.id = n.application_id join district d on d.id = a.district_id
    where n.state in ('waiting', 'sending') and n.channel = any (asked_channels) and n.next_attempt_at <= kezek.now()
      and n.channel in (select c.channel from notice_channel c where c.enabled)
    order by n.next_attempt_at, n.id limit least(at_most, 200) for update of n skip locked
  loop
    r := kezek.delivery_rule_of(one.region_id);
    continue when r.id is null;
    if (one.n).state = 'sending' then
      update notice_delivery l set ended_at = kezek.now(), outcome = 'lost', error = 'LEASE_LAPSED'
        where l.notice_id = (one.n).id and l.outcome is null;
      if (one.n).tries >= r.attempts then
        update notice u set state = 'dead', next_attempt_at = null, ended_at = kezek.now() where u.id = (one.n).id;
        continue;
      end if;
    end if;
    opens := kezek.sendable_at(r, (one.n).channel, kezek.now());
    if opens > kezek.now() then
      update notice u set state = 'waiting', next_attempt_at = opens where u.id = (one.n).id;
      continue;
    end if;
    id := (one.n).id; attempt := (one.n).attempts + 1; tries := (one.n).tries + 1; round := (one.n).round;
    lease := gen_random_uuid(); channel := (one.n).channel; language := (one.n).language; kind := (one.n).kind;
    address := (one.n).address; body := (one.n).body; application_number := one.number; region_id := one.region_id;
    insert into notice_delivery (notice_id, attempt, round, channel, lease, lease_until, at, actor)
      values (id, attempt, round, channel, lease, kezek.now() + make_interval(secs => r.lease_seconds), kezek.now(), 'job:notices');
    update notice u set state = 'sending', attempts = attempt, tries = lease_notices.tries,
        next_attempt_at = kezek.now() + make_interval(secs => r.lease_seconds) where u.id = lease_notices.id;
    return next;
  end loop;
end $$;

-- How an attempt ended, told by who holds its lease. 'failed' with the moment to try again; the last of a round is dead.
create function kezek.end_delivery(asked bigint, asked_attempt smallint, asked_lease uuid, asked_outcome text, asked_provider_id text,
  asked_error text, next_at timestamptz) returns text
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  n notice;
  r delivery_rule;
  becomes text;
begin
  perform kezek.only_the_job('KZ075', 'notice_lease');
  select * into n from notice where id = asked for update;
  select * into r from kezek.delivery_rule_of((select d.region_id from application a join district d on d.id = a.district_id
    where a.id = n.application_id));
  if n.state is distinct from 'sending' or n.attempts <> asked_attempt or asked_outcome not in ('sent', 'failed', 'rejected')
     or not exists (select 1 from notice_delivery l where l.notice_id = asked and l.attempt = asked_attempt and l.lease = asked_lease
       and l.outcome is null) then
    perform kezek.refuse('KZ076', 'notice_lease_held', 'this attempt is not yours any more');
  end if;
  becomes := case when asked_outcome = 'sent' then 'sent' when asked_outcome = 'rejected' or n.tries >= r.attempts then 'dead'
    else 'waiting' end;
  update notice_delivery set ended_at = kezek.now(), outcome = asked_outcome, provider_id = left(asked_provider_id, 200), error = asked_error
    where notice_id = asked and attempt = asked_attempt;
  update notice set state = becomes, ended_at = case when becomes <> 'waiting' then kezek.now() end,
    next_attempt_at = case when becomes = 'waiting' then greatest(coalesce(next_at, kezek.now()), kezek.now() + interval '1 second') end
    where id = asked;
  return becomes;
end $$;

-- What opens a channel: for the desk that sends, and nobody else.
create function kezek.channel_secret(asked text) returns text
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  perform kezek.only_the_job('KZ077', 'channel_secret_of_desk');
  return (select s.secret from channel_secret s where s.channel = asked);
end $$;

-- A clerk's acts on notices of its districts; the owner's too.
create function kezek.notice_of_clerk(asked bigint, out n notice, out a application)
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  select * into n from notice where id = asked for update;
  select * into a from application where id = n.application_id;
  if a.id is null or (kezek.acting_role() is not null
      and not (kezek.acting_role() = 'clerk' and a.district_id = any (kezek.my_districts()))) then
    perform kezek.refuse('KZ078', 'notice_of_district', 'notices are the clerk''s of the district');
  end if;
end $$;

-- A dead notice goes again, to where the family is told today, as a message of its own for the provider.
create function kezek.resend_notice(asked bigint, seen_attempts integer) returns void
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  found_notice record;
  c record;
begin
  select * into found_notice from kezek.notice_of_clerk(asked);
  if (found_notice.n).state <> 'dead' or (found_notice.n).attempts <> seen_attempts then
    perform kezek.refuse('KZ079', 'notice_resend', 'only what is dead, and as it was seen, goes again');
  end if;
  select * into c from kezek.contact_of(found_notice.a);
  update notice set state = 'waiting', round = round + 1, tries = 0, next_attempt_at = kezek.now(), ended_at = null,
    channel = c.channel, address = c.address where id = asked;
end $$;

-- A letter that waits is printed once; printing it again changes nothing.
create function kezek.print_letter(asked bigint) returns boolean
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare found_notice record;
begin
  select * into found_notice from kezek.notice_of_clerk(asked);
  if (found_notice.n).channel <> 'letter' then
    perform kezek.refuse('KZ079', 'notice_resend', 'only letters are printed');
  end if;
  if (found_notice.n).state <> 'waiting' then return false; end if;
  insert into notice_delivery (notice_id, attempt, round, channel, lease, lease_until, at, actor, ended_at, outcome)
    values (asked, (found_notice.n).attempts + 1, (found_notice.n).round, 'letter', gen_random_uuid(), kezek.now(), kezek.now(),
      coalesce(kezek.officer(), 'job:notices'), kezek.now(), 'printed');
  update notice set state = 'sent', attempts = attempts + 1, tries = tries + 1, next_attempt_at = null, ended_at = kezek.now()
    where id = asked;
  return true;
end $$;

-- Tells a family of what the history has just been told, in the office's words. given: values of the text's placeholders beside
-- applicant, child and number, {"kk": {…}, "ru": {…}}. Once per event.
create function kezek.tell_family(asked bigint, asked_kind text, given jsonb) returns bigint
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  k notice_kind;
  t notice_text;
  c record;
  who text := kezek.acting_role();
  told_at timestamptz;
  words jsonb;
  body text;
  made bigint;
begin
  select * into a from application where id = asked;
  select * into k from notice_kind where code = asked_kind;
  select * into t from notice_text where code = asked_kind;
  select max(h.at) into told_at from history h where h.application_id = a.id and h.chain = a.district_id and h.event = any (k.events)
    and h.version >= a.version - 1 and (who is null or h.actor = kezek.officer() or (who = 'job' and h.actor ~ '^[a-z]+:'));
  if k.told_by is distinct from 'event' or told_at is null
     or (who is not null and who <> 'job' and not (who = 'clerk' and a.district_id = any (kezek.my_districts())))
     or exists (select 1 from notice n where n.application_id = a.id and n.kind = asked_kind and n.queued_at >= told_at) then
    perform kezek.refuse('KZ062', 'notice_of_job', 'a family is told once of what has just been done');
  end if;
  select * into c from kezek.contact_of(a);
  select jsonb_build_object('applicant', p.given_name || coalesce(' ' || p.patronymic, ''), 'number', a.number)
    into words from person p where p.id = a.applicant_id;
  words := coalesce(given -> a.notification_language, '{}') || words
    || (select jsonb_build_object('child', p.surname || ' ' || p.given_name) from person p where p.id = a.child_id);
  body := kezek.text_in_force(t.code, a.notification_language, c.channel);
  if body is null or exists (select 1 from regexp_matches(body, '\\{([a-z][A-Za-z0-9]*)\\}', 'g') m where coalesce(words ->> m[1], '') = '') then
    perform kezek.refuse('KZ070', 'notice_template_wording', 'a letter with a hole in it never leaves');
  end if;
  perform kezek.begin_machine('job:notices');
  insert into notice (application_id, kind, channel, language, address, body, queued_at)
    values (a.id, asked_kind, c.channel, a.notification_language, c.address, kezek.fill_text(body, words), kezek.now())
    returning id into made;
  perform kezek.end_machine();
  return made;
end $$;

-- As in 0016, filled in one pass and to today's contact.
create or replace function kezek.job_notice(asked bigint, asked_kind text, text_kk text, text_ru text) returns bigint
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  c record;
  words jsonb;
  made bigint;
begin
  select * into a from application where id = asked;
  if coalesce(kezek.acting_role(), 'job') <> 'job' or not exists (select 1 from notice_kind k where k.code = asked_kind
      and k.told_by = 'event' and asked_kind not in ('placed_elsewhere', 'registered') and exists (select 1 from history h
        where h.application_id = a.id and h.chain = a.district_id and h.event = any (k.events) and h.version >= a.version - 1
          and h.actor ~ '^job:')) then
    perform kezek.refuse('KZ062', 'notice_of_job', 'a job tells a family what it has just done');
  end if;
  select * into c from kezek.contact_of(a);
  select jsonb_build_object('number', a.number, 'applicant', applicant.given_name || coalesce(' ' || applicant.patronymic, ''),
      'child', child.surname || ' ' || child.given_name)
    into words from person applicant, person child where applicant.id = a.applicant_id and child.id = a.child_id;
  perform kezek.begin_machine('job:notices');
  insert into notice (application_id, kind, channel, language, address, body, queued_at)
    values (a.id, asked_kind, c.channel, a.notification_language, c.address,
      kezek.fill_text(case a.notification_language when 'kk' then text_kk else text_ru end, words), kezek.now())
    returning id into made;
  perform kezek.end_machine();
  return made;
end $$;

revoke execute on function kezek.fill_text(text, jsonb), kezek.text_in_force(text, text, text), kezek.delivery_rule_of(integer),
  kezek.sendable_at(delivery_rule, text, timestamptz), kezek.contact_of(application), kezek.only_the_job(text, text),
  kezek.lease_notices(text[], integer), kezek.end_delivery(bigint, smallint, uuid, text, text, text, timestamptz),
  kezek.channel_secret(text), kezek.notice_of_clerk(bigint), kezek.resend_notice(bigint, integer), kezek.print_letter(bigint),
  kezek.tell_family(bigint, text, jsonb) from public;
grant execute on function kezek.lease_notices(text[], integer),
  kezek.end_delivery(bigint, smallint, uuid, text, text, text, timestamptz), kezek.channel_secret(text) to kezek_desk;
grant execute on function kezek.resend_notice(bigint, integer), kezek.print_letter(bigint) to kezek_clerk;
grant execute on function kezek.tell_family(bigint, text, jsonb) to kezek_clerk, kezek_desk;
-- Which words a job takes: a channel may have its own. Nobody's data.
grant select (notification_type) on application to kezek_desk;
`;
