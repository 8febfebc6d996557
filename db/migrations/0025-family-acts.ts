/** Signed acts on a child's people, its parents and companions: decisions that leave the application's status as it is. */
export const name = '0025-family-acts';

const LINK_ACTS = `'link', 'unlink', 'dispute', 'resolve_dispute', 'replace_applicant'`;
const COMPANION_ACTS = `'approve_companion', 'refuse_companion', 'suspend_companion', 'resume_companion'`;
const OUTCOMES = `'linked', 'unlinked', 'link_disputed', 'dispute_resolved', 'applicant_replaced', 'companion_approved',
    'companion_refused', 'companion_suspended', 'companion_resumed'`;

export const statements = /* sql */ `
-- Lists that grow: what was permitted before stays so, whatever other parts of the program added to it.
do $$
declare
  one record;
  was text;
begin
  for one in select * from (values
    ('reason', 'reason_used_for_known', 'used_for',
      array['unlink', 'dispute', 'resolve', 'replace', 'companion_refuse', 'companion_suspend']),
    ('decision', 'decision_act_known', 'act', array[${LINK_ACTS}, ${COMPANION_ACTS}]),
    ('decision', 'decision_outcome_known', 'outcome', array[${OUTCOMES}])
  ) as w(relation, guard, field, also) loop
    select pg_get_expr(c.conbin, c.conrelid) into strict was from pg_constraint c
      where c.conrelid = ('kezek.' || one.relation)::regclass and c.conname = one.guard;
    execute format('alter table kezek.%I drop constraint %I', one.relation, one.guard);
    execute format('alter table kezek.%I add constraint %I check (%I in (%s))', one.relation, one.guard, one.field, (
      select string_agg(quote_literal(value), ', ' order by place) from (
        select value, min(place) as place from (
          select m[1] as value, n as place from regexp_matches(was, $q$'([a-z_]+)'::text$q$, 'g') with ordinality r(m, n)
          union all select e, 1000 + n from unnest(one.also) with ordinality u(e, n)) listed
        group by value) once));
  end loop;
  for one in select * from (values
    ('decision_act_outcome', $q$(act, outcome) in (('link', 'linked'), ('unlink', 'unlinked'), ('dispute', 'link_disputed'),
      ('resolve_dispute', 'dispute_resolved'), ('replace_applicant', 'applicant_replaced'), ('approve_companion', 'companion_approved'),
      ('refuse_companion', 'companion_refused'), ('suspend_companion', 'companion_suspended'), ('resume_companion', 'companion_resumed'))$q$),
    ('decision_reasoned', $q$act in ('link', 'approve_companion', 'resume_companion')$q$)
  ) as w(guard, also) loop
    select pg_get_expr(c.conbin, c.conrelid) into strict was from pg_constraint c
      where c.conrelid = 'kezek.decision'::regclass and c.conname = one.guard;
    execute format('alter table kezek.decision drop constraint %I', one.guard);
    execute format('alter table kezek.decision add constraint %I check ((%s) or (%s))', one.guard, was, one.also);
  end loop;
end $$;

insert into notice_kind (code, told_by) select e, 'decision' from unnest(array[${OUTCOMES}]) e on conflict do nothing;

-- Whom the act is about: the parent, the companion. Compared with the signed document whenever the decision is verified.
alter table decision
  add column subject_iin char(12),
  add constraint decision_subject_form check (subject_iin ~ '^[0-9]{12}$'),
  add constraint decision_names_subject check ((act in (${LINK_ACTS}, ${COMPANION_ACTS})) = (subject_iin is not null));

-- Asked for every step: a bare expression, as those of 0020.
create or replace function kezek.signed_act(event text) returns text
language sql immutable
return case when event = 'start_benefit_review' then 'issue_referral'
  when event in ('approve', 'refuse', 'return', 'correct', 'offer', 'accept', 'decline', 'issue_referral', 'extend', 'cancel_referral',
    'confirm_benefit', 'reject_benefit', 'restore', 'transfer', 'exchange', 'submit_documents', 'admit', 'refuse_admission',
    'withdraw_child', ${LINK_ACTS}, ${COMPANION_ACTS}) then event end;

-- A head reads what it and the department decided on the companions of its children; of parents' links it reads nothing.
create policy decision_companions on decision for select to kezek_head
  using (act in (${COMPANION_ACTS}) and application_id = any ((select kezek.my_incoming())::bigint[]));
`;
