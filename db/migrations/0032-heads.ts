/** What heads read and do on children that came from other kindergartens, and who was the applicant when something was decided. */
export const name = '0032-heads';

export const statements = /* sql */ `
-- A child that came to a kindergarten by a transfer or an exchange has the referral of the one before: its head, who does not see that
-- referral, moves and discharges it all the same, and reads its own decisions.
drop policy decision_incoming on decision;
create policy decision_incoming on decision for select to kezek_head
  using (application_id = any ((select kezek.my_incoming())::bigint[])
    and (staff_iin = kezek.officer() or exists (select 1 from referral r where r.id = referral_id)));
drop policy decision_admission on decision;
create policy decision_admission on decision for insert to kezek_head
  with check (staff_iin = kezek.officer() and staff_post_id = kezek.post_id() and kezek.my_role() = 'head'
    and application_id = any ((select kezek.my_incoming())::bigint[])
    and (referral_id is null or exists (select 1 from referral r where r.id = referral_id)
      or exists (select 1 from enrolment e where e.referral_id = decision.referral_id and e.application_id = decision.application_id)));

-- The applicant's IIN when a decision was made: before the first replacement that is not older than it. A head reads no family's
-- replacements; of its own children's decisions it is told whom they named.
create function kezek.applicant_then(asked_application bigint, asked_decision bigint) returns text
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare a application;
begin
  select * into a from application x where x.id = asked_application;
  if not (kezek.acting_role() is null or a.district_id = any (kezek.my_districts()) or a.id = any (kezek.my_incoming())) then
    return null;
  end if;
  return coalesce((select f.iin from applicant_replacement ar join person f on f.id = ar.former_id
      where ar.application_id = a.id and ar.decision_id >= asked_decision order by ar.decision_id limit 1),
    (select p.iin from person p where p.id = a.applicant_id));
end $$;
revoke execute on function kezek.applicant_then(bigint, bigint) from public;
grant execute on function kezek.applicant_then(bigint, bigint) to kezek_clerk, kezek_head, kezek_supervisor, kezek_admin;
`;
