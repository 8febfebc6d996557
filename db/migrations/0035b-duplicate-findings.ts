/** What officers find of possible duplicates: a log that alone moves a pair; the journal's marks by it. */
export const name = '0035b-duplicate-findings';

const DEFINER = 'security definer set search_path = kezek, pg_catalog, pg_temp';
const PURE = 'set search_path = kezek, pg_catalog, pg_temp';
/** A pair of one child counts while both may still lead to a place, or did; a scan in two families' applications always does. */
const live = (a: string): string =>
  `${a}.status not in ('refused', 'declined', 'expired', 'cancelled', 'removed_no_interest', 'archived')`;
const counts = (p: string, a: string, o: string): string =>
  `(${p}.kind = 'same_scan' or (${live(a)} and ${live(o)}))`;

export const statements = /* sql */ `
-- What is there already, and what was found of it.
select kezek.find_duplicates(array(select id from application));
select kezek.find_shared_scans(array(select id from scan));
create temporary table former_finding on commit drop as select * from duplicate_finding;
drop table duplicate_finding;

-- The log of a pair. Removing and reinstating are written by the database itself, beside the signed act.
create table duplicate_finding (
  id            bigint generated always as identity primary key,
  pair_id       bigint not null constraint duplicate_finding_pair_fk references duplicate_pair,
  -- The pair as it was seen: the finding raises its version.
  pair_version  integer not null,
  verdict       text not null,
  note          text,
  staff_iin     char(12) constraint duplicate_finding_staff_fk references staff,
  staff_post_id integer constraint duplicate_finding_post_fk references staff_post,
  decision_id   bigint constraint duplicate_finding_decision_fk references decision,
  found_at      timestamptz not null,
  constraint duplicate_finding_once unique (pair_id, pair_version),
  constraint duplicate_finding_verdict_known check (verdict in ('not_duplicate', 'duplicate', 'reopened', 'removed', 'reinstated')),
  constraint duplicate_finding_signed check ((verdict in ('removed', 'reinstated')) = (decision_id is not null)),
  -- Who asks again says why.
  constraint duplicate_finding_reopened_noted check (verdict <> 'reopened' or coalesce(btrim(note), '') <> ''),
  constraint duplicate_finding_note_length check (char_length(note) <= 1000)
);
create index duplicate_finding_staff_idx on duplicate_finding (staff_iin);
create index duplicate_finding_post_idx on duplicate_finding (staff_post_id);
create index duplicate_finding_decision_idx on duplicate_finding (decision_id);

create function kezek.duplicate_finding_guard() returns trigger
language plpgsql ${DEFINER}
as $$
declare
  p duplicate_pair;
  acting text := kezek.acting_role();
begin
  select * into p from duplicate_pair where id = new.pair_id for no key update;
  if p.version is distinct from new.pair_version then
    perform kezek.refuse('KZ150', 'duplicate_of_version', 'the finding is about another version of the pair');
  end if;
  if acting is not null then
    new.staff_iin := kezek.officer();
    new.staff_post_id := kezek.post_id();
    new.found_at := kezek.now();
    if new.verdict not in ('not_duplicate', 'duplicate', 'reopened') then
      perform kezek.refuse('KZ151', 'duplicate_step', 'removing is a signed act');
    end if;
  end if;
  if (new.verdict in ('not_duplicate', 'duplicate', 'reopened') and p.state = 'removed')
     or (new.verdict = 'reopened' and p.state = 'open') or new.verdict = p.state
     or (new.verdict = 'reinstated' and p.state <> 'removed') then
    perform kezek.refuse('KZ151', 'duplicate_step', 'the pair takes no such step');
  end if;
  update duplicate_pair set state = case new.verdict when 'reopened' then 'open' when 'reinstated' then 'open' else new.verdict end,
    version = p.version + 1, verdict = new.verdict, judged_by = new.staff_iin, judged_at = new.found_at, note = new.note
    where id = p.id;
  return new;
end $$;
create trigger duplicate_finding_guard before insert on duplicate_finding
  for each row execute function kezek.duplicate_finding_guard();
create trigger duplicate_finding_append_only before update or delete on duplicate_finding
  for each row execute function kezek.refuse_change();

-- Pairs are asked about for good: only their log moves them.
create function kezek.duplicate_pair_guard() returns trigger
language plpgsql ${PURE}
as $$
begin
  if (new.id, new.kind, new.first_id, new.second_id, new.first_district_id, new.second_district_id, new.found_at)
     is distinct from (old.id, old.kind, old.first_id, old.second_id, old.first_district_id, old.second_district_id, old.found_at)
     or new.version <> old.version + 1 then
    perform kezek.refuse('KZ152', 'duplicate_pair_fixed', 'a pair is what it was found to be');
  end if;
  return new;
end $$;
create trigger duplicate_pair_guard before update on duplicate_pair for each row execute function kezek.duplicate_pair_guard();
create trigger duplicate_pair_never_deleted before delete on duplicate_pair for each row execute function kezek.no_delete();

insert into duplicate_pair (kind, first_id, second_id, first_district_id, second_district_id, found_at)
  select distinct f.kind, least(a.id, o.id), greatest(a.id, o.id), case when a.id < o.id then a.district_id else o.district_id end,
    case when a.id < o.id then o.district_id else a.district_id end, f.found_at
  from former_finding f join application a on a.id = f.application_id join application o on o.id = f.other_application_id
  on conflict do nothing;
insert into duplicate_finding (pair_id, pair_version, verdict, staff_iin, found_at)
  select distinct on (p.id) p.id, 1, f.verdict, f.staff_iin, f.found_at
  from former_finding f join duplicate_pair p on p.first_id = least(f.application_id, f.other_application_id)
    and p.second_id = greatest(f.application_id, f.other_application_id) and p.kind = f.kind
  order by p.id, f.found_at desc;

do $$
declare one text;
begin
  foreach one in array array['child_key', 'duplicate_pair', 'duplicate_finding'] loop
    execute format('alter table %I enable row level security', one);
    execute format('alter table %I force row level security', one);
    execute format('create policy %I on %I for all to %I using (true) with check (true)', one || '_system', one, current_user);
  end loop;
end $$;
-- Keys of children are nobody's to read.
grant select on duplicate_pair, duplicate_finding to kezek_clerk, kezek_supervisor;
grant insert (pair_id, pair_version, verdict, note) on duplicate_finding to kezek_clerk;
create policy duplicate_pair_scope on duplicate_pair for select to kezek_clerk, kezek_supervisor
  using (first_district_id = any ((select kezek.my_districts())::integer[]) or second_district_id = any ((select kezek.my_districts())::integer[]));
create policy duplicate_finding_scope on duplicate_finding for select to kezek_clerk, kezek_supervisor
  using (exists (select 1 from duplicate_pair p where p.id = pair_id));
create policy duplicate_finding_add on duplicate_finding for insert to kezek_clerk
  with check (exists (select 1 from duplicate_pair p where p.id = pair_id));

-- The journal's marks, as in 0010: of pairs that nobody found to be two children.
create or replace function kezek.journal_extras(asked bigint[])
returns table (application_id bigint, surname text, given_name text, iin text, birth_date date, duplicate boolean)
language plpgsql stable security definer
set search_path = kezek, pg_catalog, pg_temp
rows 100
as $$
declare mine integer[] := kezek.my_districts();
begin
  return query
    select a.id, c.surname, c.given_name, c.iin::text, c.birth_date, exists (
      select 1 from duplicate_pair p join application o on o.id = p.second_id
      where p.first_id = a.id and p.state in ('open', 'duplicate') and ${counts('p', 'a', 'o')}
      union all
      select 1 from duplicate_pair p join application o on o.id = p.first_id
      where p.second_id = a.id and p.state in ('open', 'duplicate') and ${counts('p', 'a', 'o')})
    from application a join person c on c.id = a.child_id
    where a.id = any (asked) and a.district_id = any (mine);
end $$;
create or replace function kezek.possible_duplicates() returns setof bigint
language sql stable security definer
set search_path = kezek, pg_catalog, pg_temp
rows 200
as $$
  select distinct m.id from duplicate_pair p join application f on f.id = p.first_id join application s on s.id = p.second_id
    cross join lateral (values (f.id, f.district_id), (s.id, s.district_id)) m(id, district_id)
  where p.state in ('open', 'duplicate') and ${counts('p', 'f', 's')} and m.district_id = any ((select kezek.my_districts())::int[])
$$;
drop function kezek.duplicates_of(bigint);
`;
