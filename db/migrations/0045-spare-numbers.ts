/**
 * Packages that come at once wait for each other less: whoever registers takes a number that was set aside, and holds up nobody who
 * takes the next one. Numbers are given once and none is lost, as before: what is not used, or given back by what failed, is the next
 * one's.
 */
import { amended } from './0039-packages-by-key.ts';

export const name = '0045-spare-numbers';

/** How many numbers are set aside at once. */
const AT_ONCE = 32;

const FROM_SEQUENCE = `insert into number_sequence as n (kind, year, last_value) values ('application', this_year, 1)
      on conflict (kind, year) do update set last_value = n.last_value + 1 returning last_value into serial;
    a.number := this_year || '-' || lpad(serial::text, greatest(6, length(serial::text)), '0');`;

export const statements = /* sql */ `
-- Numbers of applications that number_sequence counts as given and nobody has yet.
create table spare_number (
  year  smallint not null,
  value integer not null,
  constraint spare_number_pk primary key (year, value),
  constraint spare_number_value_positive check (value > 0)
);

-- The next application's number. One that another transaction is taking is passed by, and is here again should that one fail.
create function kezek.application_number() returns text
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp set enable_seqscan = off
as $$
declare
  this_year smallint := extract(year from kezek.today());
  taken integer;
begin
  for looked in 1 .. 2 loop
    delete from spare_number s where s.year = this_year
      and s.value = (select o.value from spare_number o where o.year = this_year order by o.value limit 1 for update skip locked)
      returning s.value into taken;
    exit when found;
    -- Who waits here finds what the one before it set aside.
    perform 1 from number_sequence n where n.kind = 'application' and n.year = this_year for update;
  end loop;
  if taken is null then
    insert into number_sequence as n (kind, year, last_value) values ('application', this_year, ${AT_ONCE})
      on conflict (kind, year) do update set last_value = n.last_value + ${AT_ONCE}
      returning last_value - ${AT_ONCE - 1} into taken;
    insert into spare_number (year, value) select this_year, taken + i from generate_series(1, ${AT_ONCE - 1}) i;
  end if;
  return this_year || '-' || lpad(taken::text, greatest(6, length(taken::text)), '0');
end $$;
revoke execute on function kezek.application_number() from public;

${amended(
  'take_application_package(jsonb, portal, integer, text)',
  [FROM_SEQUENCE, 'a.number := kezek.application_number();'],
  ['  this_year smallint := extract(year from kezek.today());\n  serial integer;\n', ''],
)}
${amended(
  'walk_in_number()',
  [
    `insert into number_sequence as n (kind, year, last_value) values ('application', this_year, 1)
    on conflict (kind, year) do update set last_value = n.last_value + 1 returning last_value into serial;
  promised := this_year || '-' || lpad(serial::text, greatest(6, length(serial::text)), '0');`,
    'promised := kezek.application_number();',
  ],
  ['  serial integer;\n', ''],
)}
-- The head of a chain is there but for its first row: asked for as one to be made, it is waited for and read once more.
${amended('history_chain()', [
  `insert into history_head (chain, last_seq, last_hash) values (new.chain, 0, decode(repeat('00', 32), 'hex'))
    on conflict (chain) do nothing;
  select * into head from history_head where chain = new.chain for update;`,
  `select * into head from history_head where chain = new.chain for update;
  if not found then
    insert into history_head (chain, last_seq, last_hash) values (new.chain, 0, decode(repeat('00', 32), 'hex'))
      on conflict (chain) do nothing;
    select * into head from history_head where chain = new.chain for update;
  end if;`,
])}
`;
