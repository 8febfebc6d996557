/**
 * A package asks for people and places by their keys, and for nothing twice. IINs and BINs are `char(12)`, words of a document `text`:
 * compared as they stand, the column is cast and every row of the table read, an office's whole people for each package. Guards and
 * findings are as before.
 */
export const name = '0039-packages-by-key';

/** A function as it is, with some of its words replaced. Words that are not there stop the migration. */
export function amended(
  signature: string,
  ...changes: readonly (readonly [was: string, becomes: string])[]
): string {
  const steps = changes.map(
    ([was, becomes]) => `
  if position($was$${was}$was$ in body) = 0 then raise exception 'nothing to amend in ${signature}'; end if;
  body := replace(body, $was$${was}$was$, $becomes$${becomes}$becomes$);`,
  );
  return `do $amend$
declare body text := pg_get_functiondef('kezek.${signature}'::regprocedure);
begin${steps.join('')}
  execute body;
end $amend$;
`;
}

/** Found by the index, and then to the letter: a cast to the column's own type forgives blanks. */
const byKey = (column: string, words: string): string =>
  `${column} = (${words})::bpchar and ${column}::text = ${words}`;

/** How many, once they were judged to be a list. */
const SCANS = `jsonb_array_length(coalesce(doc -> 'scans', '[]'))`;

export const statements = /* sql */ `
-- Of people whose IIN was judged before.
${amended('package_person(jsonb)', ["p.iin = who ->> 'iin'", "p.iin = (who ->> 'iin')::char(12)"])}
${amended(
  'package_link_check(jsonb, application, person)',
  ["p.iin = doc #>> '{parent,iin}'", "p.iin = (doc #>> '{parent,iin}')::char(12)"],
  ["r.iin = doc #>> '{parent,iin}'", "r.iin = (doc #>> '{parent,iin}')::char(12)"],
)}
${amended('take_link_package(jsonb, portal, integer, text)', [
  "x.iin = doc ->> 'childIin'",
  "x.iin = (doc ->> 'childIin')::char(12)",
])}
${amended(
  'companion_for(text, text, text, text, date, text)',
  ['p.iin = asked_iin', byKey('p.iin', 'asked_iin')],
  ['from companion where iin = asked_iin', `from companion o where ${byKey('o.iin', 'asked_iin')}`],
)}
${amended('take_package(jsonb, jsonb)', ["x.bin = doc ->> 'department'", byKey('x.bin', "doc ->> 'department'")])}
${amended('set_package_aside(jsonb)', ["x.bin = what ->> 'department'", byKey('x.bin', "what ->> 'department'")])}
${amended('package_application_check(jsonb, portal, district, rule_profile)', [
  'k.bin = b.value',
  byKey('k.bin', 'b.value'),
])}
-- Its scans are counted where the application is written: counted afterwards, they wrote it, and all its indexes, a second time. Both
-- steps of its history are one statement, and what follows the history is asked once.
${amended(
  'take_application_package(jsonb, portal, integer, text)',
  ['k.bin = b.value', 'k.bin = b.value::char(12)'],
  [
    'data_consent_at, child_sort_name, search)',
    'data_consent_at, scans_total, scans_unread, child_sort_name, search)',
  ],
  [
    "where c ->> 'kind' = 'data_processing'),",
    `where c ->> 'kind' = 'data_processing'), ${SCANS}, ${SCANS},`,
  ],
  [
    `perform kezek.package_tell(a, 'submit', null, 1, actor, doc);`,
    `insert into history (chain, seq, at, actor, staff_post_id, event, application_id, from_status, to_status, version, detail, prev_hash, hash)
    select a.district_id, 0, kezek.now(), actor, kezek.post_id(), e.event, a.id, e.was, e.becomes, e.version,
      jsonb_build_object('portal', doc ->> 'portal', 'portal_id', doc ->> 'portalId'),
      decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex')
    from (values ('submit', null, 'submitted', 1), ('register', 'submitted', 'registered', 2)) e(event, was, becomes, version)
    where e.version = 1 or not at_counter order by e.version;`,
  ],
  [
    `perform kezek.package_tell(a, 'register', 'submitted', 2, actor, doc);
    perform kezek.tell_family`,
    'perform kezek.tell_family',
  ],
)}
-- By what is known of the application alone: the whole chain, and every message of a kind, are long lists.
${amended(
  'tell_family(bigint, text, jsonb)',
  ['h.chain = a.district_id', 'h.chain + 0 = a.district_id'],
  ['n.kind = asked_kind', "n.kind || '' = asked_kind"],
)}
`;
