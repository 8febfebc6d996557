/**
 * Limits on a child's people and terms of sending are written by administrators as rule profiles are: by their own region's, from a
 * day to come, and what has been in force is never changed. Profiles too are their region's alone from here on.
 */
export const name = '0044-dated-rules';

const DEFINER = 'security definer set search_path = kezek, pg_catalog, pg_temp';

export const statements = /* sql */ `
-- Rows that lay over each other: the one that began last was in force, so the one before it ends where that begins.
update family_rule r set valid_to = n.begins
  from (select a.id, min(b.valid_from) as begins from family_rule a
    join family_rule b on coalesce(b.region_id, 0) = coalesce(a.region_id, 0) and b.valid_from > a.valid_from group by a.id) n
  where n.id = r.id and (r.valid_to is null or r.valid_to > n.begins);
alter table family_rule add constraint family_rule_no_overlap exclude using gist (
  coalesce(region_id, 0) with =, daterange(valid_from, valid_to) with &&);
grant insert, update on delivery_rule to kezek_admin;

-- An administrator of a region writes that region's rules; the country's are written by who looks after all of it.
create function kezek.rules_of_region() returns trigger
language plpgsql ${DEFINER}
as $$
declare own integer;
begin
  if kezek.is_system() then return new; end if;
  select p.region_id into own from staff_post p where p.id = kezek.post_id();
  if kezek.my_role() is distinct from 'admin'
     or own is not null and (new.region_id is distinct from own or tg_op = 'UPDATE' and old.region_id is distinct from own) then
    perform kezek.refuse('KZ160', tg_table_name || '_of_region', 'these rules are another region''s');
  end if;
  return new;
end $$;
create trigger rule_profile_of_region before insert or update on rule_profile for each row execute function kezek.rules_of_region();
create trigger family_rule_of_region before insert or update on family_rule for each row execute function kezek.rules_of_region();
create trigger delivery_rule_of_region before insert or update on delivery_rule for each row execute function kezek.rules_of_region();

-- What was in force is what was done by: of a row that has begun only the end may still be said, and only a day to come. A row begins
-- tomorrow at the earliest, or acts of this morning would stand under rules nobody had written yet; the shipped ones are dated by their act.
create function kezek.dated_rule_guard() returns trigger
language plpgsql ${DEFINER}
as $$
declare
  today date := kezek.today();
  ends date := (to_jsonb(new) ->> 'valid_to')::date;
  ended date;
begin
  if tg_op = 'UPDATE' and old.valid_from <= today then
    ended := (to_jsonb(old) ->> 'valid_to')::date;
    if to_jsonb(new) - 'valid_to' is distinct from to_jsonb(old) - 'valid_to'
       or ends is distinct from ended and (ends <= today or ended <= today) then
      perform kezek.refuse('KZ161', tg_table_name || '_begun', 'a row that was in force is followed by another, not changed');
    end if;
  elsif new.valid_from <= today and not (tg_op = 'INSERT' and kezek.is_system()) then
    perform kezek.refuse('KZ162', tg_table_name || '_begins', 'a row begins tomorrow at the earliest');
  end if;
  return new;
end $$;
create trigger family_rule_guard before insert or update on family_rule for each row execute function kezek.dated_rule_guard();
create trigger delivery_rule_guard before insert or update on delivery_rule for each row execute function kezek.dated_rule_guard();
create trigger family_rule_never_deleted before delete on family_rule for each row execute function kezek.no_delete();
create trigger delivery_rule_never_deleted before delete on delivery_rule for each row execute function kezek.no_delete();

-- No limit rests on an act that was not signed by its first day.
create function kezek.family_rule_act() returns trigger
language plpgsql ${DEFINER}
as $$
begin
  if exists (select 1 from legal_act a where a.code = new.legal_act and a.signed_on > new.valid_from) then
    perform kezek.refuse('KZ163', 'family_rule_act', 'the act was not signed yet on that day');
  end if;
  return new;
end $$;
create trigger family_rule_signed_act before insert or update of legal_act, valid_from on family_rule
  for each row execute function kezek.family_rule_act();
`;
