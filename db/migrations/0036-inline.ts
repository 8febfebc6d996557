/**
 * Who acts, for which post, when: asked thirty times by one act. As bare expressions with bodies bound when they are made, and
 * without settings of their own, the planner puts them in place of the call. Nothing answers otherwise than before.
 */
export const name = '0036-inline';

export const statements = /* sql */ `
-- As in 0006.
create or replace function kezek.officer() returns text
language sql stable
return substring(coalesce(nullif(current_setting('role', true), 'none'), session_user::text) from '^staff_([0-9]{12})$');

create or replace function kezek.post_id() returns integer
language sql stable
return nullif(current_setting('kezek.post', true), '')::integer;

-- A moved clock, which only a demo database believes.
create function kezek.moved_now(given text) returns timestamptz
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  if exists (select 1 from installation where kind = 'demo') then return given::timestamptz; end if;
  return pg_catalog.now();
end $$;

create or replace function kezek.now() returns timestamptz
language sql stable
return case when coalesce(current_setting('kezek.clock', true), '') = '' then pg_catalog.now()
  else kezek.moved_now(current_setting('kezek.clock', true)) end;

create or replace function kezek.today() returns date
language sql stable
return (kezek.now() at time zone 'Asia/Almaty')::date;
`;
