/**
 * A package with its scans in one statement, which is a transaction of its own: what only one may hold at a time, the next number and
 * the head of the district's history, is held while the database works and not while it waits for the desk.
 */
export const name = '0041-package-at-once';

export const statements = /* sql */ `
-- As take_scan for each scan, which follow each other in \`scans\`, sizes in bytes, pages null where they could not be counted; and then
-- take_package. With the caller's own rights.
create function kezek.take_package_with_scans(scans bytea, sizes integer[], pages integer[], doc jsonb, brought jsonb,
  out state text, out package_id bigint, out application_id bigint, out number text)
language plpgsql volatile set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  begins integer := 1;
begin
  for i in 1 .. cardinality(sizes) loop
    perform kezek.take_scan(substring(scans, begins, sizes[i]), pages[i]);
    begins := begins + sizes[i];
  end loop;
  select t.state, t.package_id, t.application_id, t.number into state, package_id, application_id, number
    from kezek.take_package(doc, brought) t;
end $$;
revoke execute on function kezek.take_package_with_scans(bytea, integer[], integer[], jsonb, jsonb) from public;
grant execute on function kezek.take_package_with_scans(bytea, integer[], integer[], jsonb, jsonb) to kezek_clerk, kezek_desk;
`;
