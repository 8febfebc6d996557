/** History: append-only for everybody and chained by hash, so that a removed or altered row shows. See docs/history.md. */
export const name = '0007-history';

export const statements = /* sql */ `
-- The text of a row whose SHA-256, after the hash of the row before, is the row's hash. Fields are length-prefixed, so that
-- no two different rows have one text; null is written as "-".
create function kezek.history_text(h history) returns text
language sql immutable set search_path = kezek, pg_catalog, pg_temp
as $$
  select string_agg(case when value is null then '-' else octet_length(convert_to(value, 'UTF8')) || ':' || value end, ';' order by position)
  from unnest(array[
    h.chain::text, h.seq::text, to_char(h.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), h.actor,
    h.staff_post_id::text, h.event, h.application_id::text, h.decision_id::text, h.from_status, h.to_status, h.version::text,
    h.detail::text]) with ordinality as field(value, position)
$$;

create function kezek.history_hash(h history) returns bytea
language sql immutable set search_path = kezek, pg_catalog, pg_temp
return sha256(h.prev_hash || convert_to(kezek.history_text(h), 'UTF8'));

-- SECURITY DEFINER: the head of a chain is locked and moved here and by nobody else.
create function kezek.history_chain() returns trigger
language plpgsql security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare head history_head;
begin
  insert into history_head (chain, last_seq, last_hash) values (new.chain, 0, decode(repeat('00', 32), 'hex'))
    on conflict (chain) do nothing;
  select * into head from history_head where chain = new.chain for update;
  -- An officer writes in its own name, its own post and at the database's time, whatever it asked for.
  if kezek.officer() is not null then
    new.actor := kezek.officer();
    new.staff_post_id := kezek.post_id();
    new.at := kezek.now();
  elsif not kezek.is_system() then
    new.at := kezek.now();
  end if;
  new.seq := head.last_seq + 1;
  new.prev_hash := head.last_hash;
  new.hash := kezek.history_hash(new);
  update history_head set last_seq = new.seq, last_hash = new.hash where chain = new.chain;
  return new;
end $$;
create trigger history_chain before insert on history for each row execute function kezek.history_chain();

create function kezek.refuse_change() returns trigger
language plpgsql set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'KZ001', constraint = tg_table_name || '_append_only', table = tg_table_name;
end $$;
create trigger history_append_only before update or delete on history for each row execute function kezek.refuse_change();
create trigger history_no_truncate before truncate on history for each statement execute function kezek.refuse_change();
create trigger decision_append_only before update or delete on decision for each row execute function kezek.refuse_change();
create trigger decision_no_truncate before truncate on decision for each statement execute function kezek.refuse_change();
create trigger notice_never_deleted before delete on notice for each row execute function kezek.refuse_change();
create trigger idempotency_append_only before update on idempotency for each row execute function kezek.refuse_change();
create trigger scan_content_append_only before update or delete on scan_content for each row execute function kezek.refuse_change();
create trigger scan_chunk_append_only before update or delete on scan_chunk for each row execute function kezek.refuse_change();
`;
