/** What no code may do with a parent's link, an applicant or an answer of the registry, whatever runs. */
export const name = '0026b-link-guards';

const DEFINER = 'security definer set search_path = kezek, pg_catalog, pg_temp';
const LINK_ACTS = `'link', 'unlink', 'dispute', 'resolve_dispute', 'replace_applicant'`;

export const statements = /* sql */ `
-- The first parent beside the applicant: mother and father before a guardian, the one linked first before the others.
create function kezek.second_parent_of(asked_child bigint, asked_applicant bigint) returns table (person_id bigint, role text)
language sql stable ${DEFINER}
as $$
  select l.person_id, l.role from parent_link l
  where l.child_id = asked_child and l.state = 'live' and l.person_id <> asked_applicant
  order by (l.role = 'guardian'), l.linked_at, l.id limit 1
$$;

-- Who holds a role for a child: a link that did not end, or the applicant of a live application. For telling who was first.
create function kezek.role_holder(asked_child bigint, asked_role text, asking bigint)
returns table (person_id bigint, linked_at timestamptz, linked_by char(12), district_id integer)
language sql stable ${DEFINER}
as $$
  select l.person_id, l.linked_at, l.linked_by, a.district_id from parent_link l join application a on a.id = l.application_id
  where l.child_id = asked_child and l.role = asked_role and l.state <> 'ended' and l.person_id <> asking
  union all
  select a.applicant_id, a.submitted_at, null, a.district_id from application a
  where a.child_id = asked_child and a.applicant_relation = asked_role and a.applicant_id <> asking
    and exists (select 1 from status_transition t where t.event = 'link' and t.from_status = a.status)
  order by 2 limit 1
$$;

-- The same for a clerk with an application of the child: who was first, when, and where; a name only of what the clerk reads anyway.
create function kezek.role_holder_of(asked bigint, asked_role text, asking text)
returns table (iin text, linked_at timestamptz, linked_by text, district_id integer)
language sql stable ${DEFINER}
as $$
  select p.iin::text, h.linked_at, h.linked_by::text, h.district_id from application a
    cross join lateral kezek.role_holder(a.child_id, asked_role, coalesce((select x.id from person x where x.iin = asking::char(12)), 0)) h
    join person p on p.id = h.person_id
  where a.id = asked and a.district_id = any (kezek.my_districts())
$$;

create function kezek.kinship_check_guard() returns trigger
language plpgsql ${DEFINER}
as $$
begin
  if kezek.acting_role() is null then return new; end if;
  new.checked_at := kezek.now();
  new.checked_by := kezek.officer();
  if new.child_iin is distinct from (select c.iin from application a join person c on c.id = a.child_id where a.id = new.application_id)
     or (new.source = 'local' and not exists (select 1 from kezek.registry_kinship_answer(new.parent_iin, new.child_iin) x
       where (x.answer, x.role) is not distinct from (new.answer, new.role)))
     or (new.source = 'gateway' and (select i.registry_url from installation i) is null) then
    perform kezek.refuse('KZ098', 'kinship_check_true', 'the registry did not answer so, or is not the one that is set');
  end if;
  return new;
end $$;
create trigger kinship_check_guard before insert on kinship_check for each row execute function kezek.kinship_check_guard();
create trigger kinship_check_append_only before update or delete on kinship_check for each row execute function kezek.refuse_change();

-- A person who is not in any application yet: only beside the signed decision that links that person.
create function kezek.link_person(asked bigint, asked_iin text, asked_surname text, asked_given_name text, asked_patronymic text,
  asked_birth_date date, asked_sex text) returns bigint
language plpgsql volatile ${DEFINER}
as $$
declare
  a application;
  d decision;
  found bigint;
begin
  select * into a from application x where x.id = asked and x.district_id = any (kezek.my_districts());
  d := kezek.decision_under_way(a);
  if a.id is null or d.act is distinct from 'link' or d.subject_iin is distinct from asked_iin::char(12)
     or d.staff_iin is distinct from kezek.officer()::char(12) then
    perform kezek.refuse('KZ099', 'person_of_link', 'a person is written down beside the decision that links that person');
  end if;
  select p.id into found from person p where p.iin = asked_iin::char(12);
  if found is null then
    insert into person (iin, surname, given_name, patronymic, birth_date, sex)
      values (asked_iin, asked_surname, asked_given_name, asked_patronymic, asked_birth_date, asked_sex) returning id into found;
  end if;
  return found;
end $$;

-- The name under which a person is known here, if it is: for a clerk who is about to link that person to a child of the scope.
create function kezek.person_to_link(asked bigint, asked_iin text)
returns table (id bigint, surname text, given_name text, patronymic text, birth_date date, sex text)
language sql stable ${DEFINER}
as $$
  select p.id, p.surname, p.given_name, p.patronymic, p.birth_date, p.sex from person p
  where p.iin = asked_iin::char(12) and kezek.my_role() = 'clerk'
    and exists (select 1 from application a where a.id = asked and a.district_id = any (kezek.my_districts()))
$$;

-- Evidence of a new link: an answer of the registry that confirms this very tie, or a birth certificate read while the registry
-- was silent, neither older than the rule's days; a court's document in force.
create function kezek.link_evidence_guard(l parent_link, a application) returns void
language plpgsql stable ${DEFINER}
as $$
declare
  k kinship_check;
  rule family_rule := kezek.family_rule_of(a.district_id);
  fine boolean;
begin
  select * into k from kinship_check x where x.id = l.check_id;
  fine := case l.evidence
    when 'registry' then k.answer = 'confirmed' and k.role = l.role
    when 'birth_certificate' then k.answer in ('not_found', 'unreachable') and exists (
      select 1 from scan s join application o on o.id = s.application_id join scan_verdict v on v.scan_id = s.id
      where s.id = l.scan_id and o.child_id = l.child_id and s.document_kind = 'birth_certificate' and s.replaced_by is null
        and v.verdict = 'valid')
    when 'court_document' then true
    else false end;
  if fine is not true or (l.check_id is not null and (k.checked_at > kezek.now() - rule.registry_answer_days * interval '1 day'
      and k.application_id = a.id
      and k.parent_iin = (select p.iin from person p where p.id = l.person_id)
      and k.child_iin = (select p.iin from person p where p.id = l.child_id)) is not true) then
    perform kezek.refuse('KZ095', 'parent_link_evidence', 'the evidence does not prove this tie, or is too old');
  end if;
  if l.court_on > kezek.today() or l.court_until < kezek.today() then
    perform kezek.refuse('KZ095', 'parent_link_evidence', 'the court''s document is of the future, or no longer in force');
  end if;
end $$;

-- Who may stand beside whom.
create function kezek.link_family_guard(l parent_link, a application) returns void
language plpgsql stable ${DEFINER}
as $$
declare
  child person;
  parent person;
  rule family_rule := kezek.family_rule_of(a.district_id);
begin
  select * into child from person p where p.id = l.child_id;
  select * into parent from person p where p.id = l.person_id;
  if l.role <> 'guardian' and parent.birth_date + make_interval(years => rule.parent_years_older) > child.birth_date
     or l.role = 'guardian' and parent.birth_date + make_interval(years => rule.guardian_years) > kezek.today() then
    perform kezek.refuse('KZ092', 'parent_link_age', 'too young to be this child''s parent or guardian');
  end if;
  if a.applicant_id = l.person_id or (l.role <> 'guardian' and exists (select 1 from kezek.role_holder(l.child_id, l.role, l.person_id))) then
    perform kezek.refuse('KZ093', 'parent_link_role_free', 'the child has this parent already');
  end if;
  -- A guardian by word alone does not stand beside both parents.
  if l.role <> 'guardian' and exists (
    select 1 from application o where o.child_id = l.child_id and o.applicant_relation = 'guardian'
      and exists (select 1 from status_transition t where t.event = 'link' and t.from_status = o.status)
      and not exists (select 1 from parent_link g where g.child_id = l.child_id and g.person_id = o.applicant_id and g.role = 'guardian'
        and g.court_number is not null and g.state = 'live'))
     and exists (select 1 from parent_link other where other.child_id = l.child_id and other.state <> 'ended'
       and other.role = case l.role when 'mother' then 'father' else 'mother' end) then
    perform kezek.refuse('KZ094', 'parent_link_guardian', 'a guardian without a court''s document does not stand beside both parents');
  end if;
end $$;

create function kezek.parent_link_guard() returns trigger
language plpgsql ${DEFINER}
as $$
declare
  a application;
  d decision;
  acting text := kezek.acting_role();
  subject text := (select p.iin from person p where p.id = new.person_id);
  expected text;
begin
  if tg_op = 'UPDATE' then
    if old.state = 'ended' or (new.id, new.child_id, new.person_id, new.role, new.evidence, new.check_id, new.scan_id, new.court_number,
        new.court_name, new.court_on, new.court_until, new.valid_from, new.decision_id, new.linked_at, new.linked_by, new.search_name)
        is distinct from (old.id, old.child_id, old.person_id, old.role, old.evidence, old.check_id, old.scan_id, old.court_number,
        old.court_name, old.court_on, old.court_until, old.valid_from, old.decision_id, old.linked_at, old.linked_by, old.search_name) then
      perform kezek.refuse('KZ090', 'parent_link_fixed', 'what a link is of never changes, and an ended one not at all');
    end if;
  end if;
  select * into a from application x where x.id = new.application_id for no key update;
  if a.child_id is distinct from new.child_id then
    perform kezek.refuse('KZ090', 'parent_link_fixed', 'the application is of another child');
  end if;
  new.application_version := a.version;
  if acting is null then return new; end if;
  d := kezek.decision_under_way(a);
  expected := case
    when tg_op = 'INSERT' and new.evidence = 'application' then 'replace_applicant'
    when tg_op = 'INSERT' then 'link'
    when old.state = 'live' and new.state = 'disputed' then 'dispute'
    when old.state = 'disputed' and new.state = 'live' then 'resolve_dispute'
    when new.state = 'ended' and d.act = 'replace_applicant' and new.person_id = a.applicant_id then 'replace_applicant'
    when new.state = 'ended' then 'unlink' end;
  if acting <> 'clerk' or expected is null or (tg_op = 'INSERT' and new.state <> 'live') then
    perform kezek.refuse('KZ091', 'parent_link_step', 'no such step of a link for this role');
  end if;
  -- An act on an applicant who is replaced names the successor; every other names the person of the link.
  if d.act is distinct from expected or d.staff_iin is distinct from kezek.officer()::char(12)
     or (expected <> 'replace_applicant' and d.subject_iin is distinct from subject) then
    perform kezek.refuse('KZ096', 'parent_link_signed', 'no signed decision of this version changes the link so');
  end if;
  if new.state = 'ended' then new.valid_to := kezek.today(); new.end_reason := d.reason; end if;
  if tg_op = 'INSERT' then
    new.valid_from := kezek.today(); new.decision_id := d.id; new.linked_at := kezek.now(); new.linked_by := kezek.officer();
    if expected = 'replace_applicant' then
      if new.person_id is distinct from a.applicant_id or new.role is distinct from a.applicant_relation then
        perform kezek.refuse('KZ095', 'parent_link_evidence', 'only who applied stays linked by the application');
      end if;
    else
      perform kezek.link_evidence_guard(new, a);
      perform kezek.link_family_guard(new, a);
    end if;
  elsif new.state = 'live' and exists (select 1 from kezek.role_holder(new.child_id, new.role, new.person_id)) and new.role <> 'guardian' then
    perform kezek.refuse('KZ093', 'parent_link_role_free', 'the child has this parent already');
  end if;
  return new;
end $$;
create trigger parent_link_guard before insert or update on parent_link for each row execute function kezek.parent_link_guard();
create trigger parent_link_never_deleted before delete on parent_link for each row execute function kezek.no_delete();
create trigger parent_link_step_append_only before update or delete on parent_link_step for each row execute function kezek.refuse_change();

-- Every other live application of the child follows, in whatever district: by the machine, each with its history row.
create function kezek.links_follow(asked_child bigint, signed_on bigint) returns void
language plpgsql volatile ${DEFINER}
as $$
declare
  other application;
  seen application;
begin
  if not exists (select 1 from application o where o.child_id = asked_child and o.id <> signed_on
    and exists (select 1 from status_transition t where t.event = 'link' and t.from_status = o.status)) then return; end if;
  perform kezek.begin_machine('job:links');
  for other in select o.* from application o where o.child_id = asked_child and o.id <> signed_on
      and exists (select 1 from status_transition t where t.event = 'link' and t.from_status = o.status)
      order by o.district_id, o.id for update loop
    seen := kezek.with_links(other);
    if (seen.second_parent_id, seen.second_parent_relation, seen.search) is distinct from
       (other.second_parent_id, other.second_parent_relation, other.search) then
      update application set second_parent_id = seen.second_parent_id, second_parent_relation = seen.second_parent_relation,
        search = seen.search, version = version + 1 where id = other.id returning * into other;
      perform kezek.tell_as_machine(other, 'parents_changed', other.status, '{}');
    end if;
  end loop;
  perform kezek.end_machine();
end $$;

-- An application as the links of its child have it. A second parent who is merely declared stays until somebody is linked.
create function kezek.with_links(a application) returns application
language plpgsql stable ${DEFINER}
as $$
declare
  l record;
  first_parent record;
  words text;
begin
  select * into first_parent from kezek.second_parent_of(a.child_id, a.applicant_id);
  if first_parent.person_id is not null then
    a.second_parent_id := first_parent.person_id; a.second_parent_relation := first_parent.role;
  elsif a.second_parent_id = a.applicant_id or exists (select 1 from parent_link x where x.child_id = a.child_id
      and x.person_id = a.second_parent_id) then
    a.second_parent_id := null; a.second_parent_relation := null;
  end if;
  for l in select x.state, p.iin, x.search_name from parent_link x join person p on p.id = x.person_id where x.child_id = a.child_id
      order by (x.state <> 'ended'), x.id loop
    words := ' ' || l.iin || ' ' || l.search_name;
    a.search := replace(a.search, words, '') || case when l.state = 'ended' then '' else words end;
  end loop;
  return a;
end $$;

create function kezek.parent_link_effects() returns trigger
language plpgsql ${DEFINER}
as $$
declare
  a application;
  d decision;
begin
  if tg_op = 'UPDATE' and new.state = old.state then return null; end if;
  select * into a from application where id = new.application_id;
  if kezek.acting_role() is not null then d := kezek.decision_under_way(a); end if;
  insert into parent_link_step (link_id, seq, act, state, application_id, decision_id, at)
    values (new.id, (select count(*) + 1 from parent_link_step s where s.link_id = new.id),
      coalesce(d.act, case when tg_op = 'INSERT' then 'link' when new.state = 'ended' then 'unlink' when new.state = 'disputed' then 'dispute'
        else 'resolve_dispute' end), new.state, new.application_id, coalesce(d.id, new.decision_id),
      case when d.id is null then new.linked_at else kezek.now() end);
  if kezek.acting_role() is not null then perform kezek.links_follow(new.child_id, new.application_id); end if;
  return null;
end $$;
create trigger parent_link_effects after insert or update on parent_link for each row execute function kezek.parent_link_effects();

create function kezek.applicant_replacement_guard() returns trigger
language plpgsql ${DEFINER}
as $$
declare
  a application;
  d decision;
  successor parent_link;
begin
  if kezek.acting_role() is null then return new; end if;
  select * into a from application x where x.id = new.application_id for no key update;
  d := kezek.decision_under_way(a);
  if d.act is distinct from 'replace_applicant' or d.staff_iin is distinct from kezek.officer()::char(12) then
    perform kezek.refuse('KZ096', 'parent_link_signed', 'no signed decision of this version replaces the applicant');
  end if;
  select l.* into successor from parent_link l join person p on p.id = l.person_id
    where l.child_id = a.child_id and p.iin = d.subject_iin and l.state = 'live' and (l.court_until is null or l.court_until >= kezek.today());
  if successor.id is null or successor.person_id is distinct from new.successor_id or successor.person_id = a.applicant_id then
    perform kezek.refuse('KZ097', 'applicant_by_links', 'only a linked parent becomes the applicant');
  end if;
  new.decision_id := d.id; new.former_id := a.applicant_id; new.former_relation := a.applicant_relation;
  new.successor_relation := successor.role; new.at := kezek.now();
  return new;
end $$;
create trigger applicant_replacement_guard before insert on applicant_replacement
  for each row execute function kezek.applicant_replacement_guard();
create trigger applicant_replacement_append_only before update or delete on applicant_replacement
  for each row execute function kezek.refuse_change();

-- Applicant and second parent are what the links say; no officer moves them otherwise.
create function kezek.application_by_links() returns trigger
language plpgsql ${DEFINER}
as $$
declare
  d decision;
  r applicant_replacement;
begin
  if kezek.acting_role() is null then return new; end if;
  d := kezek.decision_under_way(old);
  if (new.applicant_id, new.applicant_relation, new.second_parent_id, new.second_parent_relation) is distinct from
     (old.applicant_id, old.applicant_relation, old.second_parent_id, old.second_parent_relation) then
    perform kezek.refuse('KZ097', 'applicant_by_links', 'a child''s people change by the acts on its links');
  end if;
  if d.act in (${LINK_ACTS}) then
    if d.act = 'replace_applicant' then
      select * into r from applicant_replacement x where x.decision_id = d.id;
      if r.id is not null then new.applicant_id := r.successor_id; new.applicant_relation := r.successor_relation; end if;
    end if;
    new := kezek.with_links(new);
  end if;
  return new;
end $$;
create trigger application_by_links before update on application for each row execute function kezek.application_by_links();

-- No act on a link stays without its effect.
create function kezek.link_act_applied() returns trigger
language plpgsql ${DEFINER}
as $$
begin
  if (case new.act when 'replace_applicant' then not exists (select 1 from applicant_replacement r where r.decision_id = new.id)
    else not exists (select 1 from parent_link_step s where s.decision_id = new.id and s.act = new.act) end) then
    perform kezek.refuse('KZ096', 'parent_link_signed', 'the link does not show the decision');
  end if;
  return null;
end $$;
create constraint trigger link_act_applied after insert on decision deferrable initially deferred for each row
  when (new.act in (${LINK_ACTS})) execute function kezek.link_act_applied();

revoke execute on function kezek.family_rule_of(integer), kezek.registry_kinship_answer(text, text), kezek.registry_person_answer(text),
  kezek.second_parent_of(bigint, bigint), kezek.role_holder(bigint, text, bigint), kezek.role_holder_of(bigint, text, text),
  kezek.link_person(bigint, text, text, text, text, date, text), kezek.person_to_link(bigint, text),
  kezek.link_evidence_guard(parent_link, application), kezek.link_family_guard(parent_link, application),
  kezek.links_follow(bigint, bigint), kezek.with_links(application) from public;
grant execute on function kezek.registry_kinship_answer(text, text), kezek.registry_person_answer(text),
  kezek.link_person(bigint, text, text, text, text, date, text), kezek.person_to_link(bigint, text),
  kezek.role_holder_of(bigint, text, text) to kezek_clerk;
grant execute on function kezek.family_rule_of(integer) to kezek_clerk, kezek_supervisor;
`;
