/** Guardians whose court's document ran out: their links end by themselves on the day after its last day. */
export const name = '0034c-guardians';

const DEFINER = 'security definer set search_path = kezek, pg_catalog, pg_temp';
const LINK_ACTS = `'link', 'unlink', 'dispute', 'resolve_dispute', 'replace_applicant'`;
/** Where a family still may change. */
const LIVE = (status: string): string =>
  `exists (select 1 from status_transition t where t.event = 'link' and t.from_status = ${status})`;

export const statements = /* sql */ `
insert into notice_kind (code, told_by, events) values ('guardian_over', 'event', array['guardian_over']);

alter table parent_link_step drop constraint parent_link_step_act_known;
alter table parent_link_step add constraint parent_link_step_act_known check (act in (${LINK_ACTS}, 'court_over'));

-- As in 0026b; a step the machine takes is dated when it is taken, and the end of a court's document is told as such.
create or replace function kezek.parent_link_effects() returns trigger
language plpgsql ${DEFINER}
as $$
declare
  a application;
  d decision;
  machine text := kezek.machine_actor();
begin
  if tg_op = 'UPDATE' and new.state = old.state then return null; end if;
  select * into a from application where id = new.application_id;
  if kezek.acting_role() is not null then d := kezek.decision_under_way(a); end if;
  insert into parent_link_step (link_id, seq, act, state, application_id, decision_id, at)
    values (new.id, (select count(*) + 1 from parent_link_step s where s.link_id = new.id),
      coalesce(d.act, case when tg_op = 'INSERT' then 'link' when new.state = 'ended' and machine = 'job:guardians' then 'court_over'
        when new.state = 'ended' then 'unlink' when new.state = 'disputed' then 'dispute' else 'resolve_dispute' end), new.state,
      new.application_id, coalesce(d.id, case when machine is null then new.decision_id end),
      case when d.id is null and machine is null then new.linked_at else kezek.now() end);
  if kezek.acting_role() is not null then perform kezek.links_follow(new.child_id, new.application_id); end if;
  return null;
end $$;

-- Guardians that a court's document no longer makes so. Whoever applied leaves by being replaced, as no clerk may unlink it either.
create function kezek.guardians_over(after_day date) returns setof parent_link
language sql stable ${DEFINER}
as $$
  select l.* from parent_link l
  where l.role = 'guardian' and l.state <> 'ended' and l.court_until is not null and (after_day is null or l.court_until < after_day)
    and not exists (select 1 from application o where o.child_id = l.child_id and o.applicant_id = l.person_id and ${LIVE('o.status')})
$$;
-- The day after the first of these documents' last days; null: none will run out.
create function kezek.first_guardian_end() returns date
language sql stable ${DEFINER}
as $$ select min(g.court_until) + 1 from kezek.guardians_over(null) g $$;

-- For the job of the day: ends them, each told in the history and to the family; the child's other applications follow.
create function kezek.end_guardians(at_most integer) returns integer
language plpgsql volatile ${DEFINER}
as $$
declare
  l record;
  a application;
  words jsonb;
  done integer := 0;
begin
  if coalesce(kezek.acting_role(), 'job') <> 'job' then
    perform kezek.refuse('KZ055', 'job_step', 'a job of a desk with nobody signed in');
  end if;
  for l in select g.*, p.given_name, p.patronymic from kezek.guardians_over(kezek.today()) g join person p on p.id = g.person_id
      order by g.id limit at_most loop
    perform pg_advisory_xact_lock(hashtext('kezek.family'), (l.child_id % 2147483647)::integer);
    select x.* into a from application x where x.child_id = l.child_id
      order by (not ${LIVE('x.status')}), (x.id <> l.application_id), x.district_id, x.id limit 1 for update;
    perform kezek.begin_machine('job:guardians');
    update parent_link x set state = 'ended', valid_to = greatest(x.court_until, x.valid_from), application_id = a.id
      where x.id = l.id and x.state <> 'ended' and x.court_until < kezek.today();
    if not found then
      perform kezek.end_machine();
      continue;
    end if;
    a := kezek.with_links(a);
    update application x set second_parent_id = a.second_parent_id, second_parent_relation = a.second_parent_relation, search = a.search,
      version = x.version + 1 where x.id = a.id returning * into a;
    perform kezek.tell_as_machine(a, 'guardian_over', a.status, jsonb_build_object('link', l.id::text, 'until', l.court_until));
    perform kezek.end_machine();
    if ${LIVE('a.status')} then
      words := jsonb_build_object('parent', l.given_name || coalesce(' ' || l.patronymic, ''), 'until', to_char(l.court_until, 'DD.MM.YYYY'));
      perform kezek.tell_family(a.id, 'guardian_over', jsonb_build_object('kk', words, 'ru', words));
    end if;
    perform kezek.links_follow(l.child_id, a.id);
    done := done + 1;
  end loop;
  return done;
end $$;

revoke execute on function kezek.guardians_over(date), kezek.first_guardian_end(), kezek.end_guardians(integer) from public;
-- When the job is due next is shown to those who see the jobs.
grant execute on function kezek.first_guardian_end() to kezek_desk, kezek_clerk, kezek_supervisor;
grant execute on function kezek.end_guardians(integer) to kezek_desk;
`;
