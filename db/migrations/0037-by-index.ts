/**
 * What one act or one package asks is one row or a few, found by an index. A plan made while a table was empty reads it whole, is kept
 * by the session, and on an office's first day grows dearer with every row until statistics are made: these functions ask for no
 * such plan. Nothing answers otherwise than before.
 */
export const name = '0037-by-index';

const FUNCTIONS = [
  // Acts on places.
  'referral_begins',
  'referral_moves',
  'referral_guard',
  'referral_effects',
  'referral_settled',
  'better_rights',
  'choose_turn',
  'turns_now',
  'free_seats',
  'hold_guard',
  'seat_guard',
  'agreement_guard',
  'queue_followed',
  'queue_witnessed',
  'stays_counted',
  'decision_guard',
  'decision_applied',
  'decision_under_way',
  'application_guard',
  'notice_guard',
  // Packages.
  'take_package',
  'take_application_package',
  'package_person',
  'package_tell',
  'package_add_scans',
  'package_application_check',
  'package_scans_check',
  'tell_family',
  'take_scan',
  'count_scans',
];

export const statements = /* sql */ `
do $$
declare
  one regprocedure;
begin
  for one in select p.oid::regprocedure from pg_proc p
    where p.pronamespace = 'kezek'::regnamespace and p.proname in ('${FUNCTIONS.join("', '")}') loop
    execute format('alter function %s set enable_seqscan = off', one);
  end loop;
end $$;
`;
