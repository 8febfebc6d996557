/** Packages of portals that confirm a family's interest, and that add or end a companion: judged by the guards of the counter's acts. */
export const name = '0034-package-takers';

const DEFINER = 'security definer set search_path = kezek, pg_catalog, pg_temp';
const LIVE = `state in ('waiting', 'approved', 'suspended')`;
/** Guards of companions (0027); each is the code of a package's fault under its own name. */
const COMPANION_GUARDS = ['KZ100', 'KZ101', 'KZ102', 'KZ103', 'KZ104', 'KZ105', 'KZ106']
  .map((code) => `sqlstate '${code}'`)
  .join(' or ');

export const statements = /* sql */ `
-- The application a package of an existing family is about, locked. Another family's number and no number at all are not told apart.
create function kezek.package_subject(doc jsonb, asked_district integer) returns application
language plpgsql volatile ${DEFINER}
as $$
declare a application;
begin
  select * into a from application x where x.number = doc #>> '{subject,number}' for no key update;
  perform kezek.package_need(a.district_id = asked_district and a.service = doc ->> 'service' and exists (
    select 1 from person c, person f where c.id = a.child_id and f.id = a.applicant_id
      and c.iin = doc #>> '{subject,childIin}' and f.iin = doc #>> '{subject,applicantIin}'), 'APPLICATION_UNKNOWN');
  return a;
end $$;

-- In whose name the machine writes what a package brings: the portal's where an officer or the portal itself brought it.
create function kezek.package_hand(p portal, actor text) returns text
language sql immutable
return case when actor ~ '^[0-9]' then 'portal:' || p.code else actor end;

-- As in 0024, about a family that is here by the same look as of the other kinds.
create or replace function kezek.take_answer_package(doc jsonb, p portal, asked_district integer, actor text) returns bigint
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  a application;
  region integer := (select d.region_id from district d where d.id = asked_district);
  contacts jsonb := nullif(doc -> 'contacts', 'null');
  before integer;
  paused integer;
begin
  perform kezek.package_need(jsonb_array_length(coalesce(doc -> 'scans', '[]')) > 0 or contacts is not null
    or doc ->> 'permanentAddress' is not null or doc ->> 'temporaryAddress' is not null, 'ANSWER_EMPTY');
  if contacts is not null then perform kezek.package_contacts_check(contacts); end if;
  perform kezek.package_need((doc ->> 'permanentAddress' is null or kezek.package_text(doc ->> 'permanentAddress', 300))
    and (doc ->> 'temporaryAddress' is null or kezek.package_text(doc ->> 'temporaryAddress', 300)), 'VALUE_CHARACTERS');
  perform kezek.package_scans_check(doc -> 'scans');
  a := kezek.package_subject(doc, asked_district);
  perform kezek.package_need(a.status = 'returned', 'APPLICATION_NOT_RETURNED');
  before := coalesce((select max(s.position) from scan s where s.application_id = a.id), 0);
  perform kezek.package_add_scans(a.id, (select c.id from benefit_claim c where c.application_id = a.id
    and c.benefit_category_id = a.benefit_category_id), coalesce(doc -> 'scans', '[]'));
  update scan s set replaced_by = n.id from scan n
    where s.application_id = a.id and s.replaced_by is null and s.position <= before
      and n.id = (select min(x.id) from scan x where x.application_id = a.id and x.position > before
        and x.document_kind = s.document_kind and x.about = s.about)
      and not exists (select 1 from scan_verdict v where v.scan_id = s.id and v.verdict = 'valid');
  paused := kezek.working_days_between((a.status_since at time zone 'Asia/Almaty')::date, kezek.today(), region);
  perform kezek.begin_machine(kezek.package_hand(p, actor));
  update application x set status = 'answered', status_since = kezek.now(), version = a.version + 1, correction_due = null,
      deadline_at = (kezek.add_working_days((a.deadline_at at time zone 'Asia/Almaty')::date, paused, region)
        + (a.deadline_at at time zone 'Asia/Almaty')::time) at time zone 'Asia/Almaty',
      phone = coalesce(contacts ->> 'phone', x.phone), search = replace(x.search, x.phone, coalesce(contacts ->> 'phone', x.phone)),
      phone_verified_by = case when contacts is null then x.phone_verified_by else contacts ->> 'phoneVerifiedBy' end,
      email = case when contacts ->> 'email' is null then x.email else contacts ->> 'email' end,
      email_verified_by = case when contacts ->> 'email' is null then x.email_verified_by else contacts ->> 'emailVerifiedBy' end,
      permanent_address = coalesce(doc ->> 'permanentAddress', x.permanent_address),
      temporary_address = coalesce(doc ->> 'temporaryAddress', x.temporary_address)
    where x.id = a.id returning * into a;
  perform kezek.package_tell(a, 'answer', 'returned', a.version, actor, doc);
  perform kezek.end_machine();
  return a.id;
end $$;

-- What a package changed, told as the machine: the application's next version with its row of history.
create function kezek.package_step(inout a application, told_event text, detail jsonb, doc jsonb)
language plpgsql volatile ${DEFINER}
as $$
begin
  update application x set version = x.version + 1 where x.id = a.id returning * into a;
  perform kezek.tell_as_machine(a, told_event, a.status,
    detail || jsonb_build_object('portal', doc ->> 'portal', 'portal_id', doc ->> 'portalId'));
end $$;

-- What a family agreed to: data may be kept with its consent alone, given before it was sent; a proof by 1414 is a consent too.
create function kezek.package_consents_check(doc jsonb) returns void
language plpgsql stable ${DEFINER}
as $$
declare
  sent timestamptz := kezek.package_instant(doc ->> 'sentAt');
  one record;
begin
  perform kezek.package_need(jsonb_typeof(doc -> 'consents') = 'array' and jsonb_array_length(doc -> 'consents') <= 4, 'FORMAT_ELEMENT');
  for one in select c ->> 'kind' as kind, kezek.package_instant(c ->> 'at') as at from jsonb_array_elements(doc -> 'consents') c loop
    perform kezek.package_need(one.kind in ('data_processing', 'public_offer', 'notifications', 'consent_1414'), 'VALUE_UNKNOWN');
    perform kezek.package_need(one.at <= sent, 'CONSENT_LATE');
  end loop;
  perform kezek.package_need(doc -> 'consents' @> '[{"kind": "data_processing"}]' and (doc #>> '{contacts,phoneVerifiedBy}' <> 'consent_1414'
    or doc -> 'consents' @> '[{"kind": "consent_1414"}]'), 'CONSENT_MISSING');
end $$;

-- As in 0033; consents are judged alike in every kind.
create or replace function kezek.package_application_check(doc jsonb, p portal, district_asked district, profile rule_profile) returns void
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  submitted timestamptz := kezek.package_instant(doc ->> 'submittedAt');
  school_year integer := extract(year from kezek.today() - interval '8 months')::integer;
  one record;
begin
  perform kezek.package_person_check(doc -> 'child');
  perform kezek.package_person_check(doc -> 'applicant');
  perform kezek.package_need(doc #>> '{child,iin}' <> doc #>> '{applicant,iin}', 'SAME_PERSON');
  perform kezek.package_need(doc #>> '{applicant,relation}' in ('mother', 'father', 'guardian'), 'VALUE_UNKNOWN');
  perform kezek.package_need((doc #>> '{applicant,birthDate}')::date < (doc #>> '{child,birthDate}')::date, 'BIRTH_ORDER');
  perform kezek.package_need(extract(year from age(make_date(school_year, 9, 1), (doc #>> '{child,birthDate}')::date))
    < profile.over_age_years, 'OVER_AGE');
  perform kezek.package_need(submitted <= kezek.package_instant(doc ->> 'sentAt'), 'SUBMITTED_AFTER_SENT');
  perform kezek.package_need(submitted >= kezek.now() - make_interval(days => p.late_days), 'SUBMITTED_LATE');
  perform kezek.package_need(doc ->> 'queueKind' in ('general', 'special') and doc ->> 'language' in ('kk', 'ru')
    and doc ->> 'notificationType' in ('sms', 'email', 'ed24', 'letter') and doc ->> 'notificationLanguage' in ('kk', 'ru'), 'VALUE_UNKNOWN');
  perform kezek.package_need(doc ->> 'queueKind' = 'general' or doc ->> 'correctionKind' is not null, 'CORRECTION_KIND_MISSING');
  perform kezek.package_need((doc ->> 'correctionKind' is null or kezek.package_text(doc ->> 'correctionKind', 200))
    and (doc ->> 'birthAct' is null or kezek.package_text(doc ->> 'birthAct', 40)) and kezek.package_text(doc ->> 'permanentAddress', 300)
    and (doc ->> 'temporaryAddress' is null or kezek.package_text(doc ->> 'temporaryAddress', 300)), 'VALUE_CHARACTERS');
  perform kezek.package_need(doc ->> 'desiredFrom' is null or kezek.package_day(doc ->> 'desiredFrom') is not null, 'VALUE_DATE');
  -- Only at the counter is a phone proved by a clerk; everything else of contacts is judged alike.
  perform kezek.package_need((doc #>> '{contacts,phoneVerifiedBy}' = 'counter') is not distinct from (p.channel = 'walk_in'), 'CONTACT_UNVERIFIED');
  perform kezek.package_contacts_check(case when p.channel = 'walk_in'
    then jsonb_set(doc -> 'contacts', '{phoneVerifiedBy}', '"one_time_code"') else doc -> 'contacts' end);
  perform kezek.package_need(doc ->> 'notificationType' <> 'email' or doc #>> '{contacts,email}' is not null, 'EMAIL_MISSING');
  perform kezek.package_consents_check(doc);
  perform kezek.package_need(jsonb_typeof(doc -> 'kindergartens') = 'array' and jsonb_array_length(doc -> 'kindergartens') between 1 and 4,
    'FORMAT_ELEMENT');
  for one in select k.district_id, count(*) over (partition by b.value) as times
      from jsonb_array_elements_text(doc -> 'kindergartens') b left join kindergarten k on k.bin = b.value loop
    perform kezek.package_need(one.times = 1, 'KINDERGARTEN_TWICE');
    perform kezek.package_need(one.district_id is not null, 'KINDERGARTEN_UNKNOWN');
    perform kezek.package_need(one.district_id = district_asked.id, 'KINDERGARTEN_ELSEWHERE');
  end loop;
end $$;

-- Interest. ---------------------------------------------------------------------------------------------------------------------
create function kezek.interest_is_open(due_on date, p rule_profile, on_day date) returns boolean
language sql immutable
return due_on - on_day <= p.interest_opens_days;

-- As in 0030; whether it is too early is asked of a package's own day too.
create or replace function kezek.interest_confirmation_guard() returns trigger
language plpgsql ${DEFINER}
as $$
declare
  a application;
  i interest;
  p rule_profile;
  acting text := kezek.acting_role();
begin
  select * into a from application where id = new.application_id for no key update;
  select * into i from interest where application_id = new.application_id for no key update;
  if a.version is distinct from new.application_version then
    perform kezek.refuse('KZ121', 'interest_of_version', 'the confirmation is about another version');
  end if;
  if i.application_id is null or not exists (select 1 from status_transition t where t.event = 'confirm_interest' and t.from_status = a.status
      and (acting is null or acting = any (t.actors))) then
    perform kezek.refuse('KZ122', 'interest_of_waiting', 'who does not wait confirms nothing');
  end if;
  if acting is not null and (new.confirmed_by is distinct from (case when acting = 'job' then null else kezek.officer() end)
      or new.staff_post_id is distinct from (case when acting = 'job' then null else kezek.post_id() end)) then
    perform kezek.refuse('KZ123', 'interest_by_officer', 'a confirmation is taken in one''s own name');
  end if;
  p := kezek.profile_of_district(a.district_id);
  if not kezek.interest_is_open(i.due_on, p, kezek.today()) then
    perform kezek.refuse('KZ120', 'interest_open', 'it is too early to confirm');
  end if;
  new.due_on := i.due_on;
  new.next_due_on := kezek.interest_due_after(i.queued_on, p.interest_months, greatest(i.due_on, kezek.today()));
  new.confirmed_at := kezek.now();
  update interest set due_on = new.next_due_on where application_id = new.application_id;
  return new;
end $$;

create function kezek.take_interest_package(doc jsonb, p portal, asked_district integer, actor text) returns bigint
language plpgsql volatile ${DEFINER}
as $$
declare
  a application := kezek.package_subject(doc, asked_district);
  given_at timestamptz := kezek.package_instant(doc ->> 'confirmedAt');
  due date;
  made interest_confirmation;
begin
  perform kezek.package_need(given_at <= kezek.package_instant(doc ->> 'sentAt'), 'SUBMITTED_AFTER_SENT');
  select i.due_on into due from interest i where i.application_id = a.id;
  perform kezek.package_need(due is not null, 'INTEREST_NOT_WAITING');
  perform kezek.begin_machine(kezek.package_hand(p, actor));
  begin
    insert into interest_confirmation (application_id, application_version, due_on, next_due_on, confirmed_at, how)
      values (a.id, a.version, due, due + 1, kezek.now(), 'portal') returning * into made;
  exception
    when sqlstate 'KZ120' then perform kezek.package_need(false, 'INTEREST_TOO_EARLY');
    when sqlstate 'KZ122' then perform kezek.package_need(false, 'INTEREST_NOT_WAITING');
  end;
  -- A word given before this period could be confirmed is about an earlier one.
  perform kezek.package_need(kezek.interest_is_open(due, kezek.profile_of_district(a.district_id),
    (given_at at time zone 'Asia/Almaty')::date), 'INTEREST_TOO_EARLY');
  a := kezek.package_step(a, 'confirm_interest', jsonb_build_object('due', made.due_on, 'next', made.next_due_on, 'how', 'portal'), doc);
  perform kezek.end_machine();
  return a.id;
end $$;

-- Companions. -------------------------------------------------------------------------------------------------------------------
-- A family may end what it asked for, whoever it asked.
alter table companion_permit drop constraint companion_permit_cause_known;
alter table companion_permit add constraint companion_permit_cause_known
  check (cause is null or cause in ('became_staff', 'child_left', 'days_over', 'applicant_replaced', 'family_asked'));

-- As in 0027, and the machine's: a package asks for companions too.
create or replace function kezek.companion_for(asked_iin text, asked_surname text, asked_given_name text, asked_patronymic text,
  asked_birth_date date, asked_sex text) returns bigint
language plpgsql volatile ${DEFINER}
as $$
declare
  known person;
  is_known boolean;
  c companion;
begin
  if coalesce(kezek.my_role(), '') not in ('clerk', 'head') and not kezek.is_system() and kezek.machine_actor() is null then
    raise exception 'only a clerk or a head registers companions' using errcode = '42501';
  end if;
  select * into known from person p where p.iin = asked_iin;
  is_known := found;
  select * into c from companion where iin = asked_iin;
  if not is_known and c.id is not null then
    known.surname := c.surname; known.given_name := c.given_name; known.patronymic := c.patronymic;
    known.birth_date := c.birth_date; known.sex := c.sex;
  end if;
  if (is_known or c.id is not null) and (lower(known.surname), lower(known.given_name), lower(coalesce(known.patronymic, '')), known.birth_date,
      known.sex) is distinct from (lower(asked_surname), lower(asked_given_name), lower(coalesce(asked_patronymic, '')), asked_birth_date,
      asked_sex) then
    perform kezek.refuse('KZ105', 'companion_data_equal', 'the data differ from the record');
  end if;
  if c.id is not null then return c.id; end if;
  insert into companion (iin, surname, given_name, patronymic, birth_date, sex)
    values (asked_iin, coalesce(known.surname, asked_surname), coalesce(known.given_name, asked_given_name),
      case when is_known then known.patronymic else asked_patronymic end, asked_birth_date, asked_sex)
    on conflict (iin) do nothing returning * into c;
  -- Made by another meanwhile: it is looked at like any that was there.
  if c.id is null then
    return kezek.companion_for(asked_iin, asked_surname, asked_given_name, asked_patronymic, asked_birth_date, asked_sex);
  end if;
  return c.id;
end $$;

-- A companion a family asks for: it waits for a clerk or head as one registered at the counter does.
create function kezek.package_add_companion(doc jsonb, a application) returns bigint
language plpgsql volatile ${DEFINER}
as $$
declare
  who jsonb := doc -> 'person';
  made bigint;
  guard text;
begin
  insert into companion_permit (companion_id, child_id, application_id, district_id, kindergarten_id, relation, phone, state, state_since,
      valid_from, valid_to, application_version, registered_at)
    values (kezek.companion_for(who ->> 'iin', who ->> 'surname', who ->> 'givenName', who ->> 'patronymic',
        (who ->> 'birthDate')::date, who ->> 'sex'), a.child_id, a.id, a.district_id, null, doc ->> 'relation', doc ->> 'phone', 'waiting',
      kezek.now(), (doc ->> 'from')::date, (doc ->> 'until')::date, a.version, kezek.now())
    returning id into made;
  return made;
exception
  when ${COMPANION_GUARDS} then
    get stacked diagnostics guard = constraint_name;
    perform kezek.package_need(false, upper(guard));
end $$;

create function kezek.take_companion_package(doc jsonb, p portal, asked_district integer, actor text) returns bigint
language plpgsql volatile ${DEFINER}
as $$
declare
  a application := kezek.package_subject(doc, asked_district);
  who jsonb := doc -> 'person';
  live companion_permit;
  permit bigint;
begin
  perform kezek.package_person_check(who);
  perform kezek.package_need(who ->> 'iin' <> doc #>> '{subject,childIin}', 'SAME_PERSON');
  perform kezek.package_need(doc ->> 'action' in ('add', 'end') and doc ->> 'relation' in ('mother', 'father', 'guardian', 'grandmother',
    'grandfather', 'sister', 'brother', 'aunt', 'uncle', 'nanny', 'other'), 'VALUE_UNKNOWN');
  perform kezek.package_need(doc ->> 'phone' ~ '^[+]7[67][0-9]{9}$', 'PHONE');
  perform kezek.package_need(kezek.package_day(doc ->> 'from') is not null and (doc ->> 'until' is null
    or kezek.package_day(doc ->> 'until') >= (doc ->> 'from')::date), 'TERM_ORDER');
  perform kezek.package_scans_check(doc -> 'scans');
  select x.* into live from companion_permit x join companion c on c.id = x.companion_id
    where x.application_id = a.id and c.iin = who ->> 'iin' and x.${LIVE};
  perform kezek.begin_machine(kezek.package_hand(p, actor));
  perform kezek.package_add_scans(a.id, null, coalesce(doc -> 'scans', '[]'));
  if doc ->> 'action' = 'add' then
    perform kezek.package_need(live.id is null, 'COMPANION_PERMIT_LIVE_ONCE');
    permit := kezek.package_add_companion(doc, a);
    a := kezek.package_step(a, 'register_companion', jsonb_build_object('permit', permit::text, 'relation', doc ->> 'relation'), doc);
  else
    perform kezek.package_need(live.id is not null, 'COMPANION_NOT_THERE');
    perform kezek.package_need(not live.is_applicant, 'COMPANION_APPLICANT');
    update companion_permit x set state = 'ended', cause = 'family_asked' where x.id = live.id;
    a := kezek.package_step(a, 'end_companion', jsonb_build_object('permit', live.id::text, 'cause', 'family_asked'), doc);
  end if;
  perform kezek.end_machine();
  return a.id;
end $$;

insert into package_taker (kind, function) values ('interest', 'take_interest_package'), ('companion', 'take_companion_package');

revoke execute on function kezek.package_subject(jsonb, integer), kezek.package_hand(portal, text),
  kezek.package_step(application, text, jsonb, jsonb), kezek.interest_is_open(date, rule_profile, date), kezek.package_consents_check(jsonb),
  kezek.take_interest_package(jsonb, portal, integer, text), kezek.package_add_companion(jsonb, application),
  kezek.take_companion_package(jsonb, portal, integer, text) from public;
`;
