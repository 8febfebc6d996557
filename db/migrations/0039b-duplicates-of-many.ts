/** Duplicates of a load are asked for once, as sets; of one application or a few by its keys, one look after another, as before. */
export const name = '0039b-duplicates-of-many';

/** As many as one statement of the desk ever brings; more is a load, or the look at the latest. */
const FEW = 32;
/** As in 0035: of each kind so many before and after one application. */
const MOST = 20;
/** Its caller forbids what a plan for one application must not do. */
const AS_SETS = `security definer set search_path = kezek, pg_catalog, pg_temp
  set plan_cache_mode = force_custom_plan set enable_seqscan = on set enable_hashjoin = on set enable_mergejoin = on`;

export const statements = /* sql */ `
-- The findings of find_duplicates, asked of one application after another in the order of their ids: who had no keys yet is not seen by
-- the ones before it ("since").
create function kezek.find_duplicates_of_many(asked bigint[]) returns integer
language plpgsql volatile ${AS_SETS}
as $$
declare
  new_people bigint[];
  new_since bigint[];
  found integer;
begin
  select array_agg(f.child_id), array_agg(f.since) into new_people, new_since
    from (select a.child_id, min(a.id) as since from application a where a.id = any (asked)
      and not exists (select 1 from child_key k where k.person_id = a.child_id) group by a.child_id) f;
  -- A thousand children bear a few hundred names: each is spelt out once.
  with p as materialized (
    select x.id, x.surname collate "C" as surname, x.given_name collate "C" as given_name, x.birth_date, x.sex
    from person x where x.id = any (new_people)
  ), surnames as materialized (select d.surname, kezek.near_key(d.surname, true) as near from (select distinct surname from p) d
  ), given as materialized (select d.given_name, kezek.near_key(d.given_name, false) as near from (select distinct given_name from p) d)
  insert into child_key (person_id, near_surname, near_given, birth_date, sex)
    select p.id, s.near, g.near, p.birth_date, p.sex
    from p join surnames s on s.surname = p.surname join given g on g.given_name = p.given_name
    on conflict do nothing;
  with n as materialized (
    select a.id, a.child_id, a.applicant_id, a.second_parent_id, a.service, k.near_surname, k.near_given, k.birth_date, k.sex,
      k.near_surname <> '' and k.near_given <> '' as has_names, kezek.near_dates(k.birth_date) as days
    from application a join child_key k on k.person_id = a.child_id where a.id = any (asked)
  ), people as materialized (
    select n.id, k.person_id, null as names from n join child_key k on k.near_surname = n.near_surname and k.near_given = n.near_given
      where n.has_names and k.birth_date = any (n.days) and k.sex = n.sex and k.person_id <> n.child_id
    union all
    select n.id, k.person_id, 'slip' from n join child_key k on k.birth_date = n.birth_date and k.near_given = n.near_given
      where n.has_names and k.sex = n.sex and kezek.one_slip(k.near_surname, n.near_surname)
    union all
    select n.id, k.person_id, 'slip' from n join child_key k on k.birth_date = n.birth_date and k.near_surname = n.near_surname
      where n.has_names and k.sex = n.sex and kezek.one_slip(k.near_given, n.near_given)
  ), likely as (
    select 'same_child' as kind, null as names, n.id, x.id as other
      from n join application x on x.child_id = n.child_id and x.service = n.service and x.id <> n.id
    union all
    select 'near', p.names, n.id, x.id
      from people p join n on n.id = p.id join application x on x.child_id = p.person_id and x.service = n.service
        left join unnest(new_people, new_since) s(person_id, since) on s.person_id = p.person_id
      where coalesce(s.since, 0) <= n.id and (p.names is null or not (x.applicant_id in (n.applicant_id, coalesce(n.second_parent_id, 0))
        or coalesce(x.second_parent_id in (n.applicant_id, coalesce(n.second_parent_id, 0)), false)))
  ), nearest as (
    select l.*, row_number() over (partition by l.id, l.kind, l.names, l.other < l.id order by abs(l.other - l.id)) as rank from likely l
  )
  insert into duplicate_pair (kind, first_id, second_id, first_district_id, second_district_id, near_names, near_date, found_at)
  select e.kind, a.id, b.id, a.district_id, b.district_id,
    case when e.kind = 'near' then coalesce(e.names, case when (m.surname, m.given_name) = (t.surname, t.given_name) then 'same' else 'spelling' end) end,
    case when e.kind = 'near' then kezek.date_nearness(m.birth_date, t.birth_date) end, kezek.now()
  from nearest e join application a on a.id = least(e.id, e.other) join application b on b.id = greatest(e.id, e.other)
    join person m on m.id = a.child_id join person t on t.id = b.child_id
  where e.rank <= ${MOST}
  order by e.id, e.other
  on conflict on constraint duplicate_pair_once do nothing;
  get diagnostics found = row_count;
  return found;
end $$;
revoke execute on function kezek.find_duplicates_of_many(bigint[]) from public;

do $amend$
declare
  body text := pg_get_functiondef('kezek.find_duplicates(bigint[])'::regprocedure);
  was text := 'begin
  for n in';
begin
  if position(was in body) = 0 then raise exception 'nothing to amend in find_duplicates'; end if;
  execute replace(body, was, 'begin
  if cardinality(asked) > ${FEW} then return kezek.find_duplicates_of_many(asked); end if;
  for n in');
end $amend$;
`;
