/** Removing an application for another of the same child, putting it back, and the register of pairs. */
export const name = '0035c-duplicate-removal';

const DEFINER = 'security definer set search_path = kezek, pg_catalog, pg_temp';
const ACTS = `'remove_duplicate', 'reinstate_duplicate'`;
const live = (a: string): string =>
  `${a}.status not in ('refused', 'declined', 'expired', 'cancelled', 'removed_no_interest', 'archived')`;

export const statements = /* sql */ `
-- Lists that grow, as in 0025.
do $$
declare
  one record;
  was text;
begin
  for one in select * from (values
    ('reason', 'reason_used_for_known', 'used_for', array['duplicate', 'duplicate_earlier', 'duplicate_reinstate']),
    ('decision', 'decision_act_known', 'act', array[${ACTS}]),
    ('decision', 'decision_outcome_known', 'outcome', array['duplicate_removed', 'duplicate_reinstated'])
  ) as w(relation, guard, field, also) loop
    select pg_get_expr(c.conbin, c.conrelid) into strict was from pg_constraint c
      where c.conrelid = ('kezek.' || one.relation)::regclass and c.conname = one.guard;
    execute format('alter table kezek.%I drop constraint %I', one.relation, one.guard);
    execute format('alter table kezek.%I add constraint %I check (%I in (%s))', one.relation, one.guard, one.field, (
      select string_agg(quote_literal(value), ', ' order by place) from (
        select value, min(place) as place from (
          select m[1] as value, n as place from regexp_matches(was, $q$'([a-z_]+)'::text$q$, 'g') with ordinality r(m, n)
          union all select e, 1000 + n from unnest(one.also) with ordinality u(e, n)) listed
        group by value) once));
  end loop;
  select pg_get_expr(c.conbin, c.conrelid) into strict was from pg_constraint c
    where c.conrelid = 'kezek.decision'::regclass and c.conname = 'decision_act_outcome';
  alter table decision drop constraint decision_act_outcome;
  execute format('alter table kezek.decision add constraint decision_act_outcome check ((%s) or (%s))', was,
    $q$(act, outcome) in (('remove_duplicate', 'duplicate_removed'), ('reinstate_duplicate', 'duplicate_reinstated'))$q$);
end $$;
insert into notice_kind (code, told_by) values ('duplicate_removed', 'decision'), ('duplicate_reinstated', 'decision') on conflict do nothing;

-- As in 0033: what was signed before stays so.
do $$
declare was text;
begin
  select pg_get_function_sqlbody('kezek.signed_act(text)'::regprocedure) into strict was;
  execute 'create or replace function kezek.signed_act(event text) returns text language sql immutable return case
    when event in (''remove_duplicate'', ''reinstate_duplicate'') then event else (' || regexp_replace(was, '^\\s*RETURN\\s+', '', 'i') || ') end';
end $$;

create table duplicate_removal (
  id                    bigint generated always as identity primary key,
  application_id        bigint not null constraint duplicate_removal_application_fk references application,
  application_version   integer not null,
  kept_id               bigint not null constraint duplicate_removal_kept_fk references application,
  -- As the signed document names it: who reads the removed one may not read the other.
  kept_number           text not null,
  pair_id               bigint not null constraint duplicate_removal_pair_fk references duplicate_pair,
  decision_id           bigint not null constraint duplicate_removal_decision_fk references decision,
  removed_at            timestamptz not null,
  reinstated_by         bigint constraint duplicate_removal_reinstated_fk references decision,
  reinstated_at         timestamptz,
  constraint duplicate_removal_two check (application_id <> kept_id),
  constraint duplicate_removal_decision_once unique (decision_id),
  constraint duplicate_removal_reinstated_whole check ((reinstated_by is null) = (reinstated_at is null))
);
create unique index duplicate_removal_live_unique on duplicate_removal (application_id) where reinstated_at is null;
create index duplicate_removal_application_idx on duplicate_removal (application_id);
create index duplicate_removal_kept_idx on duplicate_removal (kept_id);
create index duplicate_removal_pair_idx on duplicate_removal (pair_id);
create index duplicate_removal_reinstated_idx on duplicate_removal (reinstated_by);

-- Both of a pair, always in the order of their ids: two clerks who remove each other's do not wait for one another for ever.
create function kezek.lock_duplicates(one bigint, other bigint) returns void
language plpgsql volatile ${DEFINER}
as $$
declare child bigint;
begin
  if not exists (select 1 from duplicate_pair p where p.first_id = least(one, other) and p.second_id = greatest(one, other)
      and (p.first_district_id = any (kezek.my_districts()) or p.second_district_id = any (kezek.my_districts()))) then return; end if;
  for child in select distinct a.child_id from application a where a.id in (one, other) order by 1 loop
    perform pg_advisory_xact_lock(hashtext('kezek.family'), (child % 2147483647)::integer);
  end loop;
  perform 1 from application a where a.id in (one, other) order by a.id for no key update;
end $$;

create function kezek.duplicate_removal_guard() returns trigger
language plpgsql ${DEFINER}
as $$
declare
  a application;
  k application;
  d decision;
  r reason;
  p duplicate_pair;
  acting text := kezek.acting_role();
  keeps boolean;
begin
  perform 1 from application x where x.id in (new.application_id, new.kept_id) order by x.id for no key update;
  select * into a from application where id = new.application_id;
  select * into k from application where id = new.kept_id;
  d := kezek.decision_under_way(a);
  if (d.id = new.decision_id and d.act = 'remove_duplicate' and a.version = new.application_version) is not true
     or (acting is not null and d.staff_iin is distinct from kezek.officer()::char(12)) then
    perform kezek.refuse('KZ153', 'duplicate_removal_signed', 'no signed decision of this version removes it');
  end if;
  -- One that is on its way to a place, or has one, stays for the child: else both would be lost.
  if k.status not in ('queued', 'suspended', 'stop_list', 'offered', 'benefit_review', 'referral_issued', 'docs_submitted', 'enrolled')
     or k.service <> a.service or a.status <> 'queued' then
    perform kezek.refuse('KZ154', 'duplicate_kept_stands', 'the one that is to stay does not stand, or the other is not in the queue');
  end if;
  select * into p from duplicate_pair x where x.first_id = least(a.id, k.id) and x.second_id = greatest(a.id, k.id)
    order by x.state = 'duplicate' desc, x.kind = 'same_child' desc, x.id limit 1;
  if (p.state = 'duplicate' or (a.child_id = k.child_id and p.state = 'open')) is not true then
    perform kezek.refuse('KZ155', 'duplicate_judged', 'another child: nobody found the two to be one');
  end if;
  keeps := k.status in ('offered', 'benefit_review', 'referral_issued', 'docs_submitted', 'enrolled') or k.submitted_at < a.submitted_at
    or (k.submitted_at = a.submitted_at and (split_part(k.number, '-', 1)::integer, split_part(k.number, '-', 2)::integer)
      < (split_part(a.number, '-', 1)::integer, split_part(a.number, '-', 2)::integer));
  select * into r from reason x where x.code = d.reason;
  if r.used_for is distinct from (case when keeps then 'duplicate' else 'duplicate_earlier' end) then
    perform kezek.refuse('KZ156', 'duplicate_earlier_keeps', 'the earlier date keeps, but for a reason of its own');
  end if;
  new.pair_id := p.id;
  new.kept_number := k.number;
  new.removed_at := kezek.now();
  new.reinstated_by := null;
  new.reinstated_at := null;
  return new;
end $$;
create trigger duplicate_removal_guard before insert on duplicate_removal for each row execute function kezek.duplicate_removal_guard();

-- The log of every pair of the two tells what was signed.
create function kezek.duplicate_told(r duplicate_removal, told text, asked_decision bigint) returns void
language sql volatile ${DEFINER}
as $$
  insert into duplicate_finding (pair_id, pair_version, verdict, staff_iin, staff_post_id, decision_id, found_at)
  select p.id, p.version, told, d.staff_iin, d.staff_post_id, d.id, kezek.now()
  from duplicate_pair p, decision d
  where p.first_id = least(r.application_id, r.kept_id) and p.second_id = greatest(r.application_id, r.kept_id) and d.id = asked_decision
    and (p.state = 'removed') = (told = 'reinstated')
  order by p.id
$$;

create function kezek.duplicate_removed() returns trigger
language plpgsql ${DEFINER}
as $$
begin
  perform kezek.begin_machine('job:duplicates');
  perform kezek.duplicate_told(new, 'removed', new.decision_id);
  perform kezek.end_machine();
  return null;
end $$;
create trigger duplicate_removed after insert on duplicate_removal for each row execute function kezek.duplicate_removed();

-- What ends a removal is the application's own step back, beside its signed act; nobody else changes the row.
create function kezek.duplicate_removal_fixed() returns trigger
language plpgsql set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if old.reinstated_at is not null or new.reinstated_at is null
     or (new.id, new.application_id, new.application_version, new.kept_id, new.kept_number, new.pair_id, new.decision_id, new.removed_at)
       is distinct from (old.id, old.application_id, old.application_version, old.kept_id, old.kept_number, old.pair_id, old.decision_id,
         old.removed_at) then
    perform kezek.refuse('KZ157', 'duplicate_removal_fixed', 'a removal stays as it was signed');
  end if;
  return new;
end $$;
create trigger duplicate_removal_fixed before update on duplicate_removal for each row execute function kezek.duplicate_removal_fixed();
create trigger duplicate_removal_never_deleted before delete on duplicate_removal for each row execute function kezek.no_delete();

-- Back in the queue at its own date: only what was removed for another, whoever asks. It is not asked for its interest at once.
create function kezek.duplicate_reinstated() returns trigger
language plpgsql ${DEFINER}
as $$
declare
  r duplicate_removal;
  d decision := kezek.decision_under_way(old);
  p rule_profile;
begin
  select * into r from duplicate_removal x where x.application_id = new.id and x.reinstated_at is null for update;
  if r.id is null or (d.act = 'reinstate_duplicate') is not true then
    perform kezek.refuse('KZ158', 'duplicate_reinstated', 'it was not removed for another application, or no signed act puts it back');
  end if;
  update duplicate_removal set reinstated_by = d.id, reinstated_at = kezek.now() where id = r.id;
  perform kezek.begin_machine('job:duplicates');
  perform kezek.duplicate_told(r, 'reinstated', d.id);
  perform kezek.end_machine();
  p := kezek.profile_of_district(new.district_id);
  update interest i set due_on = kezek.interest_due_after(i.queued_on, p.interest_months, kezek.today() + p.interest_opens_days::integer)
    where i.application_id = new.id and i.due_on < kezek.today();
  return null;
end $$;
create trigger duplicate_reinstated after update of status on application
  for each row when (old.status = 'cancelled' and new.status = 'queued') execute function kezek.duplicate_reinstated();

-- No decision of these two stays without its effect, at commit.
create function kezek.duplicate_decided() returns trigger
language plpgsql ${DEFINER}
as $$
begin
  if not exists (select 1 from duplicate_removal r
      where new.id = (case new.act when 'remove_duplicate' then r.decision_id else r.reinstated_by end)
        and r.application_id = new.application_id)
     or (new.act = 'remove_duplicate' and not exists (select 1 from application a where a.id = new.application_id
       and (a.status = 'cancelled' or a.version > new.application_version + 1))) then
    perform kezek.refuse('KZ159', 'duplicate_decided', 'the decision removes nothing, or puts nothing back');
  end if;
  return null;
end $$;
create constraint trigger duplicate_decided after insert on decision deferrable initially deferred
  for each row when (new.act in (${ACTS})) execute function kezek.duplicate_decided();

alter table duplicate_removal enable row level security;
alter table duplicate_removal force row level security;
do $$ begin
  execute format('create policy duplicate_removal_system on duplicate_removal for all to %I using (true) with check (true)', current_user);
end $$;
grant select on duplicate_removal to kezek_clerk, kezek_supervisor;
-- A head's decisions are read by the same query; of removals no policy shows it a row.
grant select (decision_id, reinstated_by, kept_number) on duplicate_removal to kezek_head;
grant insert (application_id, application_version, kept_id, decision_id) on duplicate_removal to kezek_clerk;
create policy duplicate_removal_scope on duplicate_removal for select to kezek_clerk, kezek_supervisor
  using (exists (select 1 from application a where a.id = application_id));
create policy duplicate_removal_add on duplicate_removal for insert to kezek_clerk
  with check (exists (select 1 from application a where a.id = application_id));

-- Pairs as an officer of one of the two districts sees them: of one's own application all, of the other only what names nobody,
-- unless it is in the scope too. The view: open, judged, removed, or all (of one application).
create function kezek.duplicate_register(asked_view text, asked_application bigint, asked_pair bigint, among bigint[], after bigint, at_most integer)
returns table (pair_id bigint, version integer, kind text, near_names text, near_date text, state text, found_at timestamptz,
  verdict text, judged_by text, surname text, given_name text, patronymic text, judged_at timestamptz, note text,
  my_id bigint, my_number text, my_version integer, my_status text, my_district integer, my_submitted timestamptz, my_child bigint,
  my_surname text, my_given_name text, my_iin text, my_birth_date date,
  other_id bigint, other_number text, other_version integer, other_status text, other_district integer, other_submitted timestamptz,
  other_child bigint, readable boolean, service text, other_service text, my_scan bigint, other_scan bigint,
  removed_id bigint, removed_at timestamptz, removed_by_number text)
language plpgsql stable ${DEFINER}
rows 50
as $$
declare mine integer[] := kezek.my_districts();
begin
  return query
  select p.id, p.version, p.kind, p.near_names, p.near_date, p.state, p.found_at,
    p.verdict, p.judged_by::text, s.surname, s.given_name, s.patronymic, p.judged_at, p.note,
    a.id, a.number, a.version, a.status, a.district_id, a.submitted_at, a.child_id, c.surname, c.given_name, c.iin::text, c.birth_date,
    o.id, o.number, case when o.district_id = any (mine) then o.version end, o.status, o.district_id, o.submitted_at,
    case when o.district_id = any (mine) or o.child_id = a.child_id then o.child_id end, o.district_id = any (mine), a.service, o.service,
    h.own_scan, case when o.district_id = any (mine) then h.their_scan end,
    r.application_id, r.removed_at, rd.number
  from duplicate_pair p
    join application f on f.id = p.first_id join application l on l.id = p.second_id
    -- The one asked about is one's own; else the first of those in the scope.
    cross join lateral (select case when p.second_id = asked_application or f.district_id <> all (mine) then p.second_id else p.first_id end as id) own
    join application a on a.id = own.id
    join application o on o.id = p.first_id + p.second_id - own.id
    join person c on c.id = a.child_id
    left join staff s on s.iin = p.judged_by
    left join lateral (select x.id as own_scan, y.id as their_scan from scan x join scan y on y.sha256 = x.sha256
      where p.kind = 'same_scan' and x.application_id = a.id and y.application_id = o.id and x.replaced_by is null and y.replaced_by is null
      order by x.id, y.id limit 1) h on true
    left join duplicate_removal r on r.pair_id = p.id and r.reinstated_at is null and p.state = 'removed'
    left join decision rd on rd.id = r.decision_id
  where (p.first_district_id = any (mine) or p.second_district_id = any (mine)) and a.district_id = any (mine)
    and (asked_application is null or asked_application in (p.first_id, p.second_id))
    and (asked_pair is null or p.id = asked_pair)
    and (among is null or p.first_id = any (among) or p.second_id = any (among))
    and (after is null or p.id < after)
    and case asked_view when 'open' then p.state = 'open' when 'judged' then p.state in ('not_duplicate', 'duplicate')
      when 'removed' then p.state = 'removed' else true end
    and (asked_pair is not null or p.state = 'removed' or p.kind = 'same_scan' or (${live('f')} and ${live('l')}))
  order by p.id desc limit least(at_most, 1001);
end $$;

-- How many there are in each view, no further than it is shown.
create function kezek.duplicate_counts(among bigint[], at_most integer) returns table (view text, n bigint)
language plpgsql stable ${DEFINER}
rows 3
as $$
declare mine integer[] := kezek.my_districts();
begin
  return query
  select v.view, (select count(*) from (
    select 1 from duplicate_pair p join application f on f.id = p.first_id join application l on l.id = p.second_id
    where p.state = any (v.states) and (p.first_district_id = any (mine) or p.second_district_id = any (mine))
      and (among is null or p.first_id = any (among) or p.second_id = any (among))
      and (p.state = 'removed' or p.kind = 'same_scan' or (${live('f')} and ${live('l')}))
    limit at_most) x)
  from (values ('open', array['open']), ('judged', array['not_duplicate', 'duplicate']), ('removed', array['removed'])) v(view, states);
end $$;

-- Who removed an application, told to those who were about to remove the other for it: when and by whom.
create function kezek.removal_of_other(mine bigint, other bigint)
returns table (number text, removed_at timestamptz, iin text, surname text, given_name text, patronymic text)
language sql stable ${DEFINER}
as $$
  select o.number, r.removed_at, d.staff_iin::text, s.surname, s.given_name, s.patronymic
  from duplicate_removal r join decision d on d.id = r.decision_id join staff s on s.iin = d.staff_iin
    join application a on a.id = mine join application o on o.id = other
  where r.application_id = other and r.kept_id = mine and r.reinstated_at is null and a.district_id = any (kezek.my_districts())
$$;

-- What a removal rests on, read by a clerk of the one that is removed: of the other its number, standing and dates alone.
create function kezek.duplicate_standing(asked bigint, other bigint)
returns table (id bigint, number text, status text, service text, submitted_at timestamptz, child_id bigint, district_id integer,
  pair_state text, pair_kind text, judged_by text, judged_at timestamptz)
language sql stable ${DEFINER}
as $$
  select o.id, o.number, o.status, o.service, o.submitted_at, o.child_id, o.district_id, p.state, p.kind, p.judged_by::text, p.judged_at
  from application a join duplicate_pair p on p.first_id = least(asked, other) and p.second_id = greatest(asked, other)
    join application o on o.id = other
  where a.id = asked and a.district_id = any (kezek.my_districts())
  order by p.state = 'duplicate' desc, p.kind = 'same_child' desc, p.id limit 1
$$;

revoke execute on function kezek.lock_duplicates(bigint, bigint), kezek.duplicate_told(duplicate_removal, text, bigint),
  kezek.duplicate_register(text, bigint, bigint, bigint[], bigint, integer), kezek.duplicate_counts(bigint[], integer),
  kezek.removal_of_other(bigint, bigint), kezek.duplicate_standing(bigint, bigint) from public;
grant execute on function kezek.duplicate_register(text, bigint, bigint, bigint[], bigint, integer), kezek.duplicate_counts(bigint[], integer),
  kezek.removal_of_other(bigint, bigint), kezek.duplicate_standing(bigint, bigint) to kezek_clerk, kezek_supervisor;
grant execute on function kezek.lock_duplicates(bigint, bigint) to kezek_clerk;
`;
