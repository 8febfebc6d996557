/** Possible duplicates as rows of their own, found where they arise, by keys. */
export const name = '0035-duplicates';

const DEFINER = 'security definer set search_path = kezek, pg_catalog, pg_temp';
/** One plan for all calls, by the indexes: made while a table was empty it must serve it full. */
const BY_INDEX = `${DEFINER}
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off`;
const PURE = 'set search_path = kezek, pg_catalog, pg_temp';
const sameFamily = (a: string, o: string): string =>
  `(${a}.applicant_id in (${o}.applicant_id, coalesce(${o}.second_parent_id, 0))
      or coalesce(${a}.second_parent_id in (${o}.applicant_id, coalesce(${o}.second_parent_id, 0)), false))`;
/** So many others of one kind are noted for one application: a paper of the office that stands in every folder is no finding. */
const MOST = 20;
export const statements = /* sql */ `
-- domain/duplicates.ts has the same four rules; test/database/duplicates holds the two together.
create function kezek.near_key(value text, is_surname boolean) returns text
language plpgsql immutable ${PURE}
as $$
declare
  letters text := lower(normalize(value, NFC) collate kezek.kk);
  stem text;
begin
  letters := translate(letters, 'әғқңөұүһіёэйщьъ''’ʼ\`"', 'агкноуухиееиш');
  letters := regexp_replace(letters, '([a-z\\u00df-\\u024f\\u0430-\\u052f])\\1+', '\\1', 'g');
  letters := translate(letters, 'абвгдежзиклмнопрстуфхцы', 'abvgdejziklmnoprstufhci');
  letters := replace(replace(replace(replace(letters, 'ч', 'ch'), 'ш', 'sh'), 'ю', 'iu'), 'я', 'ia');
  letters := replace(replace(replace(letters, 'ı', 'i'), 'ş', 'sh'), 'ç', 'ch');
  letters := regexp_replace(normalize(letters, NFD), '[\\u0300-\\u036f]', '', 'g');
  letters := regexp_replace(letters, 'shch|sch', 'sh', 'g');
  letters := replace(replace(replace(replace(replace(letters, 'zh', 'j'), 'kh', 'h'), 'gh', 'g'), 'ph', 'f'), 'ts', 'c');
  letters := replace(translate(replace(letters, 'x', 'ks'), 'qw', 'ku'), 'yo', 'e');
  letters := translate(replace(letters, 'ye', 'e'), 'y', 'i');
  letters := regexp_replace(letters, '([a-z])\\1+', '\\1', 'g');
  letters := replace(regexp_replace(letters, '[^a-z]', '', 'g'), 'dj', 'j');
  letters := regexp_replace(letters, '([a-z])\\1+', '\\1', 'g');
  if is_surname then
    stem := regexp_replace(letters, '(kizi|uli|ova|eva|ina|ov|ev|in)$', '');
    if length(stem) >= 3 then letters := stem; end if;
  end if;
  return regexp_replace(translate(letters, 'eo', 'iu'), '([a-z])\\1+', '\\1', 'g');
end $$;

create function kezek.one_slip(a text, b text) returns boolean
language plpgsql immutable strict ${PURE}
as $$
declare i integer := 1;
begin
  if a = b or least(length(a), length(b)) < 5 or abs(length(a) - length(b)) > 1 then return false; end if;
  while i <= least(length(a), length(b)) and substr(a, i, 1) = substr(b, i, 1) loop i := i + 1; end loop;
  if length(a) > length(b) then return substr(a, i + 1) = substr(b, i); end if;
  if length(a) < length(b) then return substr(a, i) = substr(b, i + 1); end if;
  return substr(a, i + 1) = substr(b, i + 1) or (substr(a, i, 1) = substr(b, i + 1, 1)
    and substr(a, i + 1, 1) = substr(b, i, 1) and substr(a, i + 2) = substr(b, i + 2));
end $$;

create function kezek.date_nearness(a date, b date) returns text
language plpgsql immutable strict ${PURE}
as $$
declare
  x text := to_char(a, 'YYYY-MM-DD');
  y text := to_char(b, 'YYYY-MM-DD');
  differ integer := 0;
  at integer := 0;
begin
  if a = b then return 'same'; end if;
  if x = substr(y, 1, 5) || substr(y, 9, 2) || '-' || substr(y, 6, 2) then return 'swapped'; end if;
  if abs(a - b) = 1 then return 'next_day'; end if;
  for i in 1..10 loop
    if substr(x, i, 1) <> substr(y, i, 1) then differ := differ + 1; at := i; end if;
  end loop;
  return case when differ = 1 and at >= 4 then 'digit' end;
end $$;

-- Every day that is near a day: what an index is asked for.
create function kezek.near_dates(asked date) returns date[]
language plpgsql immutable strict ${PURE}
as $$
declare
  y integer := extract(year from asked);
  m integer := extract(month from asked);
  d integer := extract(day from asked);
  year integer;
  month integer;
  day integer;
  found date[] := array[asked - 1, asked, asked + 1];
begin
  for place in 1..6 loop
    for digit in 0..9 loop
      -- Another last digit of the year, another digit of the month or the day; at last day and month in each other's place.
      year := case place when 1 then y / 10 * 10 + digit else y end;
      month := case place when 2 then digit * 10 + m % 10 when 3 then m / 10 * 10 + digit when 6 then d else m end;
      day := case place when 4 then digit * 10 + d % 10 when 5 then d / 10 * 10 + digit when 6 then m else d end;
      if month between 1 and 12 and day between 1 and (case when month in (4, 6, 9, 11) then 30 when month <> 2 then 31
          when year % 4 = 0 and (year % 100 <> 0 or year % 400 = 0) then 29 else 28 end) then
        found := found || make_date(year, month, day);
      end if;
      exit when place = 6;
    end loop;
  end loop;
  return found;
end $$;

-- Children by their keys; a row for each child that an application was ever made for. People are never changed.
create table child_key (
  person_id     bigint primary key constraint child_key_person_fk references person,
  near_surname  text not null,
  near_given    text not null,
  birth_date    date not null,
  sex           text not null
);
create index child_key_names_idx on child_key (near_surname, near_given, birth_date);
create index child_key_given_idx on child_key (birth_date, near_given);
create index child_key_surname_idx on child_key (birth_date, near_surname);

create table duplicate_pair (
  id                 bigint generated always as identity primary key,
  kind               text not null,
  -- The one with the lower id first: a pair is one row, whichever of the two is looked at.
  first_id           bigint not null constraint duplicate_pair_first_fk references application,
  second_id          bigint not null constraint duplicate_pair_second_fk references application,
  first_district_id  integer not null constraint duplicate_pair_first_district_fk references district,
  second_district_id integer not null constraint duplicate_pair_second_district_fk references district,
  near_names         text,
  near_date          text,
  found_at           timestamptz not null,
  state              text not null default 'open',
  version            integer not null default 1,
  -- The latest of its log, which alone moves it.
  verdict            text,
  judged_by          char(12) constraint duplicate_pair_staff_fk references staff,
  judged_at          timestamptz,
  note               text,
  constraint duplicate_pair_once unique (first_id, second_id, kind),
  constraint duplicate_pair_two check (first_id < second_id),
  constraint duplicate_pair_kind_known check (kind in ('same_child', 'same_scan', 'near')),
  constraint duplicate_pair_near_how check ((kind = 'near') = (near_names is not null) and (near_names is null) = (near_date is null)
    and near_names in ('same', 'spelling', 'slip') and near_date in ('same', 'swapped', 'next_day', 'digit')),
  constraint duplicate_pair_state_known check (state in ('open', 'not_duplicate', 'duplicate', 'removed')),
  constraint duplicate_pair_version_positive check (version > 0),
  constraint duplicate_pair_judged_whole check (num_nulls(verdict, judged_at) in (0, 2) and (verdict is null) = (version = 1))
);
create index duplicate_pair_second_idx on duplicate_pair (second_id);
create index duplicate_pair_first_scope_idx on duplicate_pair (first_district_id, state, id);
create index duplicate_pair_second_scope_idx on duplicate_pair (second_district_id, state, id);
create index duplicate_pair_staff_idx on duplicate_pair (judged_by);

-- Of these ids the ones shortly before and shortly after: whoever looks again, the same are found.
create function kezek.nearest_ids(ids bigint[], asked bigint) returns setof bigint
language sql immutable ${PURE}
as $$
  (select i from unnest(ids) i where i < asked order by i desc limit ${MOST})
  union all (select i from unnest(ids) i where i > asked order by i limit ${MOST})
$$;

-- Pairs of these applications with any other; of each kind not more than ${MOST} before and after one of them. One look after another, each
-- by one index: a plan for all of it at once, made while the tables were empty, would read them whole.
create function kezek.find_duplicates(asked bigint[]) returns integer
language plpgsql volatile ${BY_INDEX}
as $$
declare
  n application;
  c child_key;
  days date[];
  people bigint[];
  same_child bigint[];
  near bigint[];
  slip bigint[];
  found integer := 0;
  more integer;
begin
  for n in select a.* from application a where a.id = any (asked) order by a.id loop
    select k.* into c from child_key k where k.person_id = n.child_id;
    if c.person_id is null then
      insert into child_key (person_id, near_surname, near_given, birth_date, sex)
        select p.id, kezek.near_key(p.surname, true), kezek.near_key(p.given_name, false), p.birth_date, p.sex
        from person p where p.id = n.child_id
        on conflict do nothing;
      select k.* into c from child_key k where k.person_id = n.child_id;
    end if;
    same_child := array(select x.id from application x where x.child_id = n.child_id and x.id <> n.id and x.service = n.service);
    near := '{}';
    slip := '{}';
    if c.near_surname <> '' and c.near_given <> '' then
      days := kezek.near_dates(c.birth_date);
      people := array(select k.person_id from child_key k where k.near_surname = c.near_surname and k.near_given = c.near_given
        and k.birth_date = any (days) and k.sex = c.sex and k.person_id <> c.person_id);
      if people <> '{}' then
        near := array(select x.id from application x where x.child_id = any (people) and x.service = n.service);
      end if;
      people := array(select k.person_id from child_key k where k.birth_date = c.birth_date and k.near_given = c.near_given
          and k.sex = c.sex and kezek.one_slip(k.near_surname, c.near_surname))
        || array(select k.person_id from child_key k where k.birth_date = c.birth_date and k.near_surname = c.near_surname
          and k.sex = c.sex and kezek.one_slip(k.near_given, c.near_given));
      if people <> '{}' then
        slip := array(select x.id from application x where x.child_id = any (people) and x.service = n.service
          and not ${sameFamily('n', 'x')});
      end if;
    end if;
    if same_child = '{}' and near = '{}' and slip = '{}' then continue; end if;
    insert into duplicate_pair (kind, first_id, second_id, first_district_id, second_district_id, near_names, near_date, found_at)
    select e.kind, least(n.id, o.id), greatest(n.id, o.id), case when n.id < o.id then n.district_id else o.district_id end,
      case when n.id < o.id then o.district_id else n.district_id end,
      case when e.kind = 'near' then coalesce(e.names, case when (m.surname, m.given_name) = (t.surname, t.given_name) then 'same' else 'spelling' end) end,
      case when e.kind = 'near' then kezek.date_nearness(m.birth_date, t.birth_date) end, kezek.now()
    from (select 'same_child' as kind, null as names, kezek.nearest_ids(same_child, n.id) as id
        union all select 'near', null, kezek.nearest_ids(near, n.id)
        union all select 'near', 'slip', kezek.nearest_ids(slip, n.id)) e
      join application o on o.id = e.id join person m on m.id = n.child_id join person t on t.id = o.child_id
    on conflict on constraint duplicate_pair_once do nothing;
    get diagnostics more = row_count;
    found := found + more;
  end loop;
  return found;
end $$;

create function kezek.find_duplicates_of_new() returns trigger
language plpgsql ${DEFINER}
as $$
begin
  perform kezek.find_duplicates(array(select id from inserted));
  return null;
end $$;
create trigger find_duplicates after insert on application referencing new table as inserted
  for each statement execute function kezek.find_duplicates_of_new();

-- The same scan sent by another family: twins and siblings rightly share the papers of their parents.
create function kezek.find_shared_scans(asked bigint[]) returns integer
language plpgsql volatile ${BY_INDEX}
as $$
declare
  s scan;
  n application;
  others bigint[];
  found integer := 0;
  more integer;
begin
  for s in select x.* from scan x where x.id = any (asked) and x.replaced_by is null order by x.id loop
    others := array(select distinct t.application_id from scan t
      where t.sha256 = s.sha256 and t.application_id <> s.application_id and t.replaced_by is null);
    if others = '{}' then continue; end if;
    select a.* into n from application a where a.id = s.application_id;
    insert into duplicate_pair (kind, first_id, second_id, first_district_id, second_district_id, found_at)
    select 'same_scan', least(n.id, o.id), greatest(n.id, o.id), case when n.id < o.id then n.district_id else o.district_id end,
      case when n.id < o.id then o.district_id else n.district_id end, kezek.now()
    from kezek.nearest_ids(others, n.id) e(id) join application o on o.id = e.id
    where not ${sameFamily('n', 'o')}
    on conflict on constraint duplicate_pair_once do nothing;
    get diagnostics more = row_count;
    found := found + more;
  end loop;
  return found;
end $$;
create function kezek.find_shared_scans_of_new() returns trigger
language plpgsql ${DEFINER}
as $$
begin
  perform kezek.find_shared_scans(array(select id from inserted));
  return null;
end $$;
create trigger find_shared_scans after insert on scan referencing new table as inserted
  for each statement execute function kezek.find_shared_scans_of_new();
-- Two desks that take a child's applications in the same moment do not see each other's: the latest are looked at once more.
create function kezek.find_late_duplicates(among integer) returns integer
language plpgsql volatile ${DEFINER}
as $$
begin
  if coalesce(kezek.acting_role(), 'job') <> 'job' then return 0; end if;
  return kezek.find_duplicates(array(select id from application order by id desc limit least(among, 10000)))
    + kezek.find_shared_scans(array(select id from scan order by id desc limit least(among, 10000)));
end $$;
revoke execute on function kezek.find_late_duplicates(integer) from public;
grant execute on function kezek.find_late_duplicates(integer) to kezek_desk;
revoke execute on function kezek.nearest_ids(bigint[], bigint), kezek.find_duplicates(bigint[]), kezek.find_duplicates_of_new(), kezek.find_shared_scans(bigint[]),
  kezek.find_shared_scans_of_new(), kezek.near_key(text, boolean), kezek.one_slip(text, text), kezek.date_nearness(date, date),
  kezek.near_dates(date) from public;
`;
