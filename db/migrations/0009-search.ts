/** The journal's one search box. */
export const name = '0009-search';

export const statements = /* sql */ `
-- Under row-level security no trigram index is used (LIKE is not leakproof: the policy's filter runs first), so the search
-- runs as the owner and applies the scope itself. Every token must be contained. The text is built with quoted literals,
-- because LIKE ALL of an array uses no index either.
create function kezek.search_applications(tokens text[], found_at_most integer) returns setof bigint
language plpgsql stable security definer rows 50 set search_path = kezek, public, pg_catalog, pg_temp
as $$
declare
  mine integer[] := kezek.my_districts();
  conditions text;
begin
  if coalesce(cardinality(tokens), 0) = 0 or cardinality(tokens) > 8 or cardinality(mine) = 0 then return; end if;
  select string_agg(format('a.search like %L', '%' || replace(replace(replace(t, E'\\\\', E'\\\\\\\\'), '%', E'\\\\%'), '_', E'\\\\_') || '%'), ' and ')
    into conditions from unnest(tokens) t;
  return query execute format(
    'select a.id from application a where %s and a.district_id = any ($1) order by a.id desc limit $2', conditions)
    using mine, least(found_at_most, 5000);
end $$;
revoke execute on function kezek.search_applications(text[], integer) from public;
grant execute on function kezek.search_applications(text[], integer) to kezek_clerk, kezek_supervisor;
`;
