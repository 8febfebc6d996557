/** Taking a package: the one way in, for a desk and for a portal that writes straight into the database alike. */
export const name = '0024-take-package';

export const statements = /* sql */ `
insert into package_taker (kind, function) values
  ('application', 'take_application_package'), ('answer', 'take_answer_package');

-- Who brings a package of this portal: an officer's IIN, the desk or its command line, the portal itself. Refuses everybody else.
create function kezek.package_bringer(p portal, claimed text) returns text
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  me text := kezek.officer();
  login text := coalesce(nullif(current_setting('role', true), 'none'), session_user::text);
begin
  if me is not null then
    if kezek.my_role() is not distinct from 'clerk' then return me; end if;
  elsif kezek.is_system() or login = 'kezek_desk' then
    return case when claimed ~ '^(cli|job):[a-z0-9_-]{1,60}$' then claimed else 'job:intake' end;
  elsif login = p.database_role and pg_has_role(login, 'kezek_portal', 'MEMBER') then
    return 'portal:' || p.code;
  end if;
  raise exception 'this role brings no packages of this portal' using errcode = '42501';
end $$;

create function kezek.package_person(who jsonb) returns person
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare known person;
begin
  -- Who is known stays as known: a portal changes nobody's name. What differs, the clerk sees on the scans.
  select * into known from person p where p.iin = who ->> 'iin';
  if found then return known; end if;
  insert into person (iin, surname, given_name, patronymic, birth_date, sex)
    values (who ->> 'iin', who ->> 'surname', who ->> 'givenName', who ->> 'patronymic', (who ->> 'birthDate')::date, who ->> 'sex')
    on conflict (iin) do nothing returning * into known;
  -- Another package brought the same person just now.
  if not found then select * into strict known from person p where p.iin = who ->> 'iin'; end if;
  return known;
end $$;

create function kezek.package_person_check(who jsonb) returns void
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare fault text := kezek.iin_fault(who ->> 'iin');
begin
  perform kezek.package_need(fault is null, coalesce(fault, 'IIN_DIGITS'));
  perform kezek.package_need(kezek.package_name(who ->> 'surname') and kezek.package_name(who ->> 'givenName')
    and (who ->> 'patronymic' is null or kezek.package_name(who ->> 'patronymic')), 'VALUE_CHARACTERS');
  perform kezek.package_need(who ->> 'sex' in ('male', 'female'), 'VALUE_UNKNOWN');
  perform kezek.package_need(kezek.package_day(who ->> 'birthDate') <= kezek.today(), 'BIRTH_FUTURE');
end $$;

-- Contacts of a family: the phone proved by the portal, the e-mail at least well formed.
create function kezek.package_contacts_check(c jsonb) returns void
language plpgsql immutable set search_path = kezek, pg_catalog, pg_temp
as $$
begin
  perform kezek.package_need(c ->> 'phone' ~ '^[+]7[67][0-9]{9}$', 'PHONE');
  perform kezek.package_need(c ->> 'phoneVerifiedBy' is not null, 'CONTACT_UNVERIFIED');
  perform kezek.package_need(c ->> 'phoneVerifiedBy' in ('one_time_code', 'consent_1414', 'mobile_citizens_base'), 'VALUE_UNKNOWN');
  perform kezek.package_need(c ->> 'email' is null or (length(c ->> 'email') <= 254 and c ->> 'email'
    ~ '^[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?[.]){1,8}[A-Za-z]{2,63}$'), 'EMAIL');
  perform kezek.package_need(c ->> 'emailVerifiedBy' is null or (c ->> 'email' is not null
    and c ->> 'emailVerifiedBy' in ('one_time_code', 'link')), 'VALUE_UNKNOWN');
end $$;

-- Scans of a package: known kinds, bytes shown in this transaction, names that are no paths.
create function kezek.package_scans_check(scans jsonb) returns void
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  s jsonb;
  seen text[] := '{}';
  key text;
begin
  if scans is null then return; end if;
  perform kezek.package_need(jsonb_typeof(scans) = 'array' and jsonb_array_length(scans) <= 40, 'FORMAT_ELEMENT');
  for s in select value from jsonb_array_elements(scans) loop
    perform kezek.package_need(exists (select 1 from document_kind k where k.code = s ->> 'kind'), 'DOCUMENT_KIND_UNKNOWN');
    perform kezek.package_need(s ->> 'about' in ('child', 'applicant', 'second_parent'), 'VALUE_UNKNOWN');
    perform kezek.package_need(kezek.package_text(s ->> 'fileName', 120) and s ->> 'fileName' !~ '[\\\\/:*?"<>|]'
      and s ->> 'fileName' !~ '^[.]+$', 'VALUE_CHARACTERS');
    perform kezek.package_need(s ->> 'sha256' ~ '^[0-9a-f]{64}$' and exists (select 1 from scan_offered o
      where o.transaction = pg_current_xact_id()::text::bigint and o.sha256 = decode(s ->> 'sha256', 'hex')), 'SCAN_MEMBER');
    key := (s ->> 'kind') || ' ' || (s ->> 'about') || ' ' || (s ->> 'sha256');
    perform kezek.package_need(key <> all (seen), 'SCAN_TWICE');
    seen := seen || key;
  end loop;
  perform kezek.package_need(not exists (select 1 from scan_offered o where o.transaction = pg_current_xact_id()::text::bigint
    and not exists (select 1 from jsonb_array_elements(scans) x where x ->> 'sha256' = encode(o.sha256, 'hex'))), 'SCAN_UNUSED');
end $$;

create function kezek.package_application_check(doc jsonb, p portal, district_asked district, profile rule_profile) returns void
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  sent timestamptz := kezek.package_instant(doc ->> 'sentAt');
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
  perform kezek.package_need(submitted <= sent, 'SUBMITTED_AFTER_SENT');
  perform kezek.package_need(submitted >= kezek.now() - make_interval(days => p.late_days), 'SUBMITTED_LATE');
  perform kezek.package_need(doc ->> 'queueKind' in ('general', 'special') and doc ->> 'language' in ('kk', 'ru')
    and doc ->> 'notificationType' in ('sms', 'email', 'ed24', 'letter') and doc ->> 'notificationLanguage' in ('kk', 'ru'), 'VALUE_UNKNOWN');
  perform kezek.package_need(doc ->> 'queueKind' = 'general' or doc ->> 'correctionKind' is not null, 'CORRECTION_KIND_MISSING');
  perform kezek.package_need((doc ->> 'correctionKind' is null or kezek.package_text(doc ->> 'correctionKind', 200))
    and (doc ->> 'birthAct' is null or kezek.package_text(doc ->> 'birthAct', 40)) and kezek.package_text(doc ->> 'permanentAddress', 300)
    and (doc ->> 'temporaryAddress' is null or kezek.package_text(doc ->> 'temporaryAddress', 300)), 'VALUE_CHARACTERS');
  perform kezek.package_need(doc ->> 'desiredFrom' is null or kezek.package_day(doc ->> 'desiredFrom') is not null, 'VALUE_DATE');
  perform kezek.package_contacts_check(doc -> 'contacts');
  perform kezek.package_need(doc ->> 'notificationType' <> 'email' or doc #>> '{contacts,email}' is not null, 'EMAIL_MISSING');
  perform kezek.package_need(jsonb_typeof(doc -> 'consents') = 'array' and jsonb_array_length(doc -> 'consents') <= 4, 'FORMAT_ELEMENT');
  for one in select c ->> 'kind' as kind, kezek.package_instant(c ->> 'at') as at from jsonb_array_elements(doc -> 'consents') c loop
    perform kezek.package_need(one.kind in ('data_processing', 'public_offer', 'notifications', 'consent_1414'), 'VALUE_UNKNOWN');
    perform kezek.package_need(one.at <= sent, 'CONSENT_LATE');
  end loop;
  perform kezek.package_need(doc -> 'consents' @> '[{"kind": "data_processing"}]' and (doc #>> '{contacts,phoneVerifiedBy}' <> 'consent_1414'
    or doc -> 'consents' @> '[{"kind": "consent_1414"}]'), 'CONSENT_MISSING');
  perform kezek.package_need(jsonb_typeof(doc -> 'kindergartens') = 'array' and jsonb_array_length(doc -> 'kindergartens') between 1 and 4,
    'FORMAT_ELEMENT');
  for one in select k.district_id, count(*) over (partition by b.value) as times
      from jsonb_array_elements_text(doc -> 'kindergartens') b left join kindergarten k on k.bin = b.value loop
    perform kezek.package_need(one.times = 1, 'KINDERGARTEN_TWICE');
    perform kezek.package_need(one.district_id is not null, 'KINDERGARTEN_UNKNOWN');
    perform kezek.package_need(one.district_id = district_asked.id, 'KINDERGARTEN_ELSEWHERE');
  end loop;
end $$;

-- The benefit of a code that is in force for a region today; null: there is none.
create function kezek.category_in_force(asked_code text, asked_region integer) returns benefit_category
language sql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
  select c from benefit_category c where c.code = asked_code and (c.region_id is null or c.region_id = asked_region)
    and c.valid_from <= kezek.today() and (c.valid_to is null or kezek.today() < c.valid_to)
  order by c.region_id nulls last limit 1
$$;

create function kezek.package_add_scans(asked bigint, claim bigint, scans jsonb) returns void
language sql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
  insert into scan (application_id, benefit_claim_id, document_kind, about, position, sha256, file_name, uploaded_at)
  select asked, case when s.value ->> 'kind' not in ('birth_certificate', 'applicant_id') then claim end, s.value ->> 'kind', s.value ->> 'about',
    coalesce((select max(o.position) from scan o where o.application_id = asked), 0) + s.ordinality, decode(s.value ->> 'sha256', 'hex'),
    s.value ->> 'fileName', kezek.now()
  from jsonb_array_elements(scans) with ordinality s
$$;

create function kezek.package_tell(a application, told_event text, was_status text, at_version integer, actor text, doc jsonb) returns void
language sql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
  insert into history (chain, seq, at, actor, staff_post_id, event, application_id, from_status, to_status, version, detail, prev_hash, hash)
  values (a.district_id, 0, kezek.now(), actor, kezek.post_id(), told_event, a.id, was_status, case told_event when 'submit' then 'submitted' else a.status end,
    at_version, jsonb_build_object('portal', doc ->> 'portal', 'portal_id', doc ->> 'portalId'),
    decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'))
$$;

create function kezek.take_application_package(doc jsonb, p portal, asked_district integer, actor text) returns bigint
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  d district;
  profile rule_profile := kezek.profile_of_district(asked_district);
  category benefit_category;
  a application;
  claim bigint;
  this_year smallint := extract(year from kezek.today());
  serial integer;
  applicant person;
  child person;
begin
  select * into d from district where id = asked_district;
  perform kezek.package_need(profile.id is not null, 'PROFILE_MISSING');
  perform kezek.package_application_check(doc, p, d, profile);
  perform kezek.package_scans_check(doc -> 'scans');
  if doc ->> 'benefitCategory' is not null then
    category := kezek.category_in_force(doc ->> 'benefitCategory', d.region_id);
    perform kezek.package_need(category.id is not null, 'CATEGORY_UNKNOWN');
  end if;
  -- Two packages about one child go one after another.
  perform pg_advisory_xact_lock(hashtextextended('kezek.child ' || (doc #>> '{child,iin}'), 0));
  child := kezek.package_person(doc -> 'child');
  applicant := kezek.package_person(doc -> 'applicant');
  perform kezek.package_need(not exists (select 1 from application x where x.child_id = child.id and x.service = doc ->> 'service'
    and x.district_id = d.id and x.status not in ('refused', 'declined', 'expired', 'cancelled', 'removed_no_interest', 'archived')),
    'CHILD_QUEUED');
  insert into number_sequence as n (kind, year, last_value) values ('application', this_year, 1)
    on conflict (kind, year) do update set last_value = n.last_value + 1 returning last_value into serial;
  a.number := this_year || '-' || lpad(serial::text, greatest(6, length(serial::text)), '0');
  a.submitted_at := least(kezek.package_instant(doc ->> 'submittedAt'), kezek.now());
  insert into application (number, service, district_id, queue_kind, correction_kind, channel, status, status_since, version, child_id,
      applicant_id, applicant_relation, cohort_year, language, desired_from, submitted_at, registered_at, deadline_at, benefit_category_id,
      priority_class, phone, phone_verified_by, email, email_verified_by, notification_type, notification_language, permanent_address,
      temporary_address, birth_act_number, data_consent_at, child_sort_name, search)
    values (a.number, doc ->> 'service', d.id, doc ->> 'queueKind', doc ->> 'correctionKind', p.channel, 'registered', kezek.now(), 2, child.id,
      applicant.id, doc #>> '{applicant,relation}', extract(year from child.birth_date), doc ->> 'language', (doc ->> 'desiredFrom')::date,
      a.submitted_at, kezek.now(), (kezek.add_working_days((a.submitted_at at time zone 'Asia/Almaty')::date, profile.decision_working_days,
        d.region_id) + profile.workday_ends) at time zone 'Asia/Almaty', category.id, coalesce(category.priority_class, 'ordinary'),
      doc #>> '{contacts,phone}', doc #>> '{contacts,phoneVerifiedBy}', doc #>> '{contacts,email}', doc #>> '{contacts,emailVerifiedBy}',
      doc ->> 'notificationType', doc ->> 'notificationLanguage', doc ->> 'permanentAddress', doc ->> 'temporaryAddress', doc ->> 'birthAct',
      (select min((c ->> 'at')::timestamptz) from jsonb_array_elements(doc -> 'consents') c where c ->> 'kind' = 'data_processing'),
      concat_ws(' ', child.surname, child.given_name, child.patronymic),
      concat_ws(' ', a.number, child.iin, applicant.iin, doc #>> '{contacts,phone}', doc ->> 'birthAct',
        kezek.search_keys(concat_ws(' ', child.surname, child.given_name, child.patronymic)),
        kezek.search_keys(concat_ws(' ', applicant.surname, applicant.given_name, applicant.patronymic))))
    returning * into a;
  insert into desired_kindergarten (application_id, rank, kindergarten_id)
    select a.id, b.ordinality, k.id from jsonb_array_elements_text(doc -> 'kindergartens') with ordinality b join kindergarten k on k.bin = b.value;
  insert into application_consent (application_id, kind, given_at)
    select a.id, c ->> 'kind', min((c ->> 'at')::timestamptz) from jsonb_array_elements(doc -> 'consents') c group by 2;
  if category.id is not null then
    insert into benefit_claim (application_id, benefit_category_id) values (a.id, category.id) returning id into claim;
  end if;
  perform kezek.package_add_scans(a.id, claim, coalesce(doc -> 'scans', '[]'));
  perform kezek.package_tell(a, 'submit', null, 1, actor, doc);
  perform kezek.package_tell(a, 'register', 'submitted', 2, actor, doc);
  perform kezek.tell_family(a.id, 'registered', '{}');
  return a.id;
end $$;

-- Working days after one day up to another, as domain/calendar.ts counts them.
create function kezek.working_days_between(since date, until date, asked_region integer) returns integer
language plpgsql stable security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  days integer := 0;
  candidate date := since;
begin
  loop
    candidate := kezek.add_working_days(candidate, 1, asked_region);
    exit when candidate > until;
    days := days + 1;
  end loop;
  return days;
end $$;

-- What a family sends after a return: its papers take the place of those that were not good; the term runs on from where it stood.
create function kezek.take_answer_package(doc jsonb, p portal, asked_district integer, actor text) returns bigint
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
  select * into a from application x where x.number = doc #>> '{subject,number}' for no key update;
  -- Another family's number and no number at all are not told apart.
  perform kezek.package_need(a.district_id = asked_district and a.service = doc ->> 'service' and exists (
    select 1 from person c, person f where c.id = a.child_id and f.id = a.applicant_id
      and c.iin = doc #>> '{subject,childIin}' and f.iin = doc #>> '{subject,applicantIin}'), 'APPLICATION_UNKNOWN');
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
  perform kezek.begin_machine(case when actor ~ '^[0-9]' then 'portal:' || p.code else actor end);
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

-- Takes one package. brought: {"source", "fileName", "by", "sha256", "signature"}; of a portal's own role none of it counts. Answers
-- 'taken' or 'repeated' with the application's number; everything else is refused with KZ080 and leaves nothing.
create function kezek.take_package(doc jsonb, brought jsonb, out state text, out package_id bigint, out application_id bigint, out number text)
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  p portal;
  d district;
  known package;
  actor text;
  own boolean;
  hash bytea;
  signature jsonb;
  taker text;
begin
  perform kezek.package_need(jsonb_typeof(doc) = 'object' and octet_length(doc::text) <= 1000000, 'FORMAT_ROOT');
  select * into p from portal x where x.code = doc ->> 'portal';
  perform kezek.package_need(found, 'PORTAL_UNKNOWN');
  actor := kezek.package_bringer(p, brought ->> 'by');
  own := actor ~ '^portal:';
  signature := case when own then null else nullif(brought -> 'signature', 'null') end;
  hash := case when own or brought ->> 'sha256' is null then sha256(convert_to(doc::text, 'UTF8')) else decode(brought ->> 'sha256', 'hex') end;
  perform kezek.package_need(p.open, 'PORTAL_CLOSED');
  perform kezek.package_need(doc ->> 'portalId' ~ '^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$', 'VALUE_CHARACTERS');
  perform kezek.package_need(doc ->> 'service' = 'preschool_queue', 'VALUE_UNKNOWN');
  perform kezek.package_need(kezek.package_instant(doc ->> 'sentAt') <= kezek.now() + interval '10 minutes', 'SENT_FUTURE');
  select * into d from district x where x.bin = doc ->> 'department';
  perform kezek.package_need(found, 'DEPARTMENT_UNKNOWN');
  perform kezek.package_need(kezek.officer() is null or d.id = any (kezek.my_districts()), 'DISTRICT_OTHER');
  perform pg_advisory_xact_lock(hashtextextended('kezek.package ' || p.code || ' ' || (doc ->> 'portalId'), 0));
  select * into known from package x where x.portal = p.code and x.portal_id = doc ->> 'portalId' and x.state = 'taken';
  if found then
    perform kezek.package_need(known.sha256 = hash, 'PACKAGE_CHANGED');
    state := 'repeated';
    application_id := known.application_id;
  else
    perform kezek.package_need(signature is not null or not p.signature_required, 'SIGNATURE_MISSING');
    perform kezek.package_need(signature is null or signature ->> 'iin' = coalesce(doc #>> '{applicant,iin}', doc #>> '{parent,iin}',
      doc #>> '{subject,applicantIin}'), 'SIGNATURE_OTHER_PERSON');
    select t.function into taker from package_taker t where t.kind = doc ->> 'kind';
    perform kezek.package_need(found, 'KIND_NOT_TAKEN');
    state := 'taken';
    execute format('select kezek.%I($1, $2, $3, $4)', taker) into application_id using doc, p, d.id, actor;
  end if;
  insert into package as k (portal, portal_id, kind, sha256, state, application_id, district_id, source, file_name, brought_by, first_at, last_at)
    values (p.code, doc ->> 'portalId', doc ->> 'kind', hash, take_package.state, take_package.application_id, d.id,
      case when own then 'database' else coalesce(brought ->> 'source', 'cli') end, case when own then null else brought ->> 'fileName' end,
      actor, kezek.now(), kezek.now())
    on conflict (sha256, state, (coalesce(reason, '')), (coalesce(district_id, 0)))
      do update set arrivals = k.arrivals + 1, last_at = greatest(k.last_at, kezek.now())
    returning k.id into package_id;
  if take_package.state = 'taken' and signature is not null then
    insert into package_signature values (take_package.package_id, signature ->> 'iin', signature ->> 'xml', signature ->> 'algorithm',
      decode(signature ->> 'certificate', 'base64'), signature ->> 'chainPath', signature ->> 'trustPurpose', signature ->> 'revocationStatus',
      signature ->> 'revocationSource', signature ->> 'revocationReason', (signature ->> 'revocationCheckedAt')::timestamptz,
      decode(signature ->> 'revocationEvidence', 'base64'), kezek.now());
  end if;
  delete from scan_offered o where o.transaction = pg_current_xact_id()::text::bigint;
  select a.number into number from application a where a.id = take_package.application_id;
end $$;

-- Writes down that a package was set aside; for desks, after the refusal undid everything. what: {"portal", "portalId", "kind", "sha256",
-- "reason", "place", "source", "fileName", "by", "department"}, as far as they are known.
create function kezek.set_package_aside(what jsonb) returns bigint
language plpgsql volatile security definer set search_path = kezek, pg_catalog, pg_temp
as $$
declare
  me text := kezek.officer();
  p text := (select x.code from portal x where x.code = what ->> 'portal');
  d integer := (select x.id from district x where x.bin = what ->> 'department' and (me is null or x.id = any (kezek.my_districts())));
  made bigint;
begin
  if me is not null and kezek.my_role() is distinct from 'clerk' then
    raise exception 'only a clerk brings packages' using errcode = '42501';
  end if;
  insert into package as k (portal, portal_id, kind, sha256, state, reason, place, district_id, source, file_name, brought_by, first_at, last_at)
    values (p, what ->> 'portalId', what ->> 'kind', decode(what ->> 'sha256', 'hex'), 'set_aside', what ->> 'reason', what ->> 'place', d,
      what ->> 'source', what ->> 'fileName', coalesce(me, case when what ->> 'by' ~ '^(cli|job):[a-z0-9_-]{1,60}$' then what ->> 'by' else 'job:intake' end),
      kezek.now(), kezek.now())
    on conflict (sha256, state, (coalesce(reason, '')), (coalesce(district_id, 0)))
      do update set arrivals = k.arrivals + 1, last_at = greatest(k.last_at, kezek.now())
    returning k.id into made;
  return made;
end $$;

revoke execute on function kezek.package_bringer(portal, text), kezek.package_person(jsonb), kezek.package_person_check(jsonb),
  kezek.package_contacts_check(jsonb), kezek.package_scans_check(jsonb), kezek.category_in_force(text, integer),
  kezek.package_application_check(jsonb, portal, district, rule_profile), kezek.package_add_scans(bigint, bigint, jsonb),
  kezek.package_tell(application, text, text, integer, text, jsonb), kezek.working_days_between(date, date, integer),
  kezek.take_application_package(jsonb, portal, integer, text), kezek.take_answer_package(jsonb, portal, integer, text),
  kezek.take_package(jsonb, jsonb), kezek.set_package_aside(jsonb) from public;
grant execute on function kezek.take_package(jsonb, jsonb) to kezek_clerk, kezek_desk, kezek_portal;
grant execute on function kezek.set_package_aside(jsonb) to kezek_clerk, kezek_desk;
`;
