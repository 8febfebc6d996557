/**
 * A package's checks ask for a refusal only where one is due: a statement of its own for each of some seventy that hold was a thirtieth
 * of what a package costs the database. Checks, codes and their order are as before.
 */
export const name = '0046-package-faults';

const CHECKING = [
  'take_scan(bytea, integer)',
  'take_package(jsonb, jsonb)',
  'take_application_package(jsonb, portal, integer, text)',
  'package_application_check(jsonb, portal, district, rule_profile)',
  'package_person_check(jsonb)',
  'package_contacts_check(jsonb)',
  'package_consents_check(jsonb)',
  'package_scans_check(jsonb)',
  'package_instant(text)',
  'package_day(text)',
];

export const statements = /* sql */ `
-- Refuses a package.
create function kezek.package_fault(code text) returns void
language plpgsql volatile set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  perform kezek.refuse('KZ080', 'package_' || lower(code), 'the package is refused: ' || code);
end $$;
create or replace function kezek.package_need(fine boolean, code text) returns void
language sql volatile
return case when fine is true then null else kezek.package_fault(code) end;

do $$
declare
  one text;
  was text;
  becomes text;
begin
  foreach one in array array['${CHECKING.join("', '")}'] loop
    was := pg_get_functiondef(('kezek.' || one)::regprocedure);
    becomes := regexp_replace(was, 'perform kezek\\.package_need\\(([^;]*?), (''[A-Z0-9_]+'')\\);',
      'if (\\1) is not true then perform kezek.package_fault(\\2); end if;', 'g');
    becomes := regexp_replace(becomes, 'if \\(false\\) is not true then (perform [^;]*;) end if;', '\\1', 'g');
    if becomes = was then raise exception 'nothing to amend in %', one; end if;
    execute becomes;
  end loop;
end $$;
`;
