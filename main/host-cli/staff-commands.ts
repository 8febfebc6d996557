/** `kezek staff`, `kezek trust`, `kezek settings`: what an IT person sets an office up with. */
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { type Command, Option } from 'commander';
import { sqlFailure } from '../../db/errors.ts';
import type { WriteTransaction } from '../../db/open.ts';
import { appendHistory } from '../../db/queries/acts.ts';
import { ensureStaffRole } from '../../db/queries/office.ts';
import {
  addPost,
  addStaff,
  allStaff,
  changeInstallation,
  endPost,
  type InstallationChange,
  placeId,
} from '../../db/queries/office-staff.ts';
import { installation } from '../../db/queries/reference.ts';
import { putTrustedCa, trustedCas } from '../../db/queries/staff.ts';
import { almatyDate } from '../../domain/calendar.ts';
import { isCivilDate } from '../../domain/civil-date.ts';
import { isIin } from '../../domain/iin.ts';
import { isSafeRegistryUrl } from '../registry/safe-url.ts';
import { type CommonOptions, OfficeRefusal, type Run, runOffice, withCommon } from './command.ts';
import type { CliIo } from './io.ts';

/** Adds `staff`, `trust` and `settings`. Every change is written to the history of the installation. */
export function registerStaffCommands(program: Command, io: CliIo): void {
  registerStaff(program.command('staff').description('Officers and their posts'), io);
  registerTrust(program.command('trust').description('Certification authorities this database trusts'), io);
  registerSettings(program.command('settings').description('Settings of this database'), io);
}

interface StaffOptions extends CommonOptions {
  readonly iin: string;
  readonly surname: string;
  readonly given: string;
  readonly patronymic?: string;
}
interface PostOptions extends CommonOptions {
  readonly role: 'clerk' | 'head' | 'supervisor' | 'admin';
  readonly region?: string;
  readonly district?: string;
  readonly kindergarten?: string;
  readonly from?: string;
  readonly to?: string;
}

function registerStaff(staff: Command, io: CliIo): void {
  withCommon(staff.command('add'))
    .description('Put a person on the staff list')
    .requiredOption('--iin <iin>', 'IIN of the person, as in the key')
    .requiredOption('--surname <text>', 'surname')
    .requiredOption('--given <text>', 'given name')
    .option('--patronymic <text>', 'patronymic')
    .action((options: StaffOptions) => runOffice(io, options, (run) => add(run, options)));
  withCommon(staff.command('list'))
    .description('List officers and posts')
    .action((options: CommonOptions) => runOffice(io, options, list));
  withCommon(staff.command('post').argument('<iin>', 'IIN of the officer'))
    .description('Give an officer a post')
    .addOption(
      new Option('--role <role>', 'what the post may do')
        .choices(['clerk', 'head', 'supervisor', 'admin'])
        .makeOptionMandatory(),
    )
    .option('--region <code>', 'region, for a supervisor or an administrator')
    .option('--district <code>', 'district, for a clerk or a supervisor')
    .option('--kindergarten <bin>', 'BIN of the kindergarten, for a head')
    .option('--from <day>', 'first day, YYYY-MM-DD; today unless given')
    .option('--to <day>', 'last day')
    .action((iin: string, options: PostOptions) =>
      runOffice(io, options, (run) => givePost(run, iin, options)),
    );
  withCommon(staff.command('end').argument('<post>', 'number of the post, from `staff list`'))
    .description('End a post')
    .option('--on <day>', 'its last day, YYYY-MM-DD; today unless given')
    .action((post: string, options: CommonOptions & { on?: string }) =>
      runOffice(io, options, (run) => finishPost(run, post, options.on)),
    );
}

async function add(run: Run, options: StaffOptions): Promise<boolean> {
  if (!isIin(options.iin)) throw new OfficeRefusal('IIN_INVALID', 2, options.iin);
  const added = await run.db.write('system', async (tx) => {
    const fresh = await addStaff(tx, {
      iin: options.iin,
      surname: options.surname.trim(),
      givenName: options.given.trim(),
      patronymic: options.patronymic?.trim() || null,
    });
    if (fresh) {
      await ensureStaffRole(tx, options.iin);
      await record(tx, run, 'staff_added', { iin: options.iin });
    }
    return fresh;
  });
  if (!added) throw new OfficeRefusal('STAFF_EXISTS', 1, options.iin);
  run.tell('STAFF_ADDED', { iin: options.iin }, options.iin);
  return true;
}

async function list(run: Run): Promise<boolean> {
  const rows = await run.db.read('system', allStaff);
  if (run.json) {
    run.io.out(JSON.stringify(rows));
    return true;
  }
  for (const row of rows) {
    const name = [row.surname, row.given_name, row.patronymic ?? ''].join(' ').trim();
    const post =
      row.post === null
        ? '–'
        : `#${row.post} ${row.role} ${row.place ?? '*'} ${row.valid_from}–${row.valid_to ?? ''}`;
    run.io.out(`${row.iin}  ${name}  ${post}${row.active ? '' : '  (–)'}`);
  }
  return true;
}

/** The one place a role needs; null for an administrator of the whole installation. */
function placeOf(options: PostOptions): readonly ['region' | 'district' | 'kindergarten', string] | null {
  const given = (['region', 'district', 'kindergarten'] as const).flatMap((kind) => {
    const code = options[kind];
    return code === undefined ? [] : [[kind, code] as const];
  });
  const allowed = {
    clerk: ['district'],
    head: ['kindergarten'],
    supervisor: ['region', 'district'],
    admin: ['region'],
  }[options.role];
  const [place] = given;
  if (given.length > 1 || (place !== undefined && !allowed.includes(place[0])))
    throw new OfficeRefusal('POST_SCOPE', 2);
  if (place === undefined && options.role !== 'admin') throw new OfficeRefusal('POST_SCOPE', 2);
  return place ?? null;
}

async function givePost(run: Run, iin: string, options: PostOptions): Promise<boolean> {
  const place = placeOf(options);
  const from = readDay(options.from ?? almatyDate(run.io.now()));
  const to = options.to === undefined ? null : readDay(options.to);
  const postId = await run.db.write('system', async (tx) => {
    const id = place === null ? null : await placeId(tx, place[0], place[1]);
    if (place !== null && id === null) throw new OfficeRefusal('PLACE_UNKNOWN', 1, place[1]);
    const made = await addPost(tx, {
      iin,
      role: options.role,
      regionId: place?.[0] === 'region' ? id : null,
      districtId: place?.[0] === 'district' ? id : null,
      kindergartenId: place?.[0] === 'kindergarten' ? id : null,
      from,
      to,
    }).catch((error: unknown) => {
      throw sqlFailure(error)?.constraint === 'staff_post_staff_fk'
        ? new OfficeRefusal('STAFF_UNKNOWN', 1, iin)
        : error;
    });
    await ensureStaffRole(tx, iin);
    await record(tx, run, 'post_given', {
      iin,
      post: made,
      role: options.role,
      place: place?.[1] ?? null,
      from,
      to,
    });
    return made;
  });
  run.tell('POST_ADDED', { post: postId }, String(postId));
  return true;
}

async function finishPost(run: Run, post: string, on: string | undefined): Promise<boolean> {
  const lastDay = readDay(on ?? almatyDate(run.io.now()));
  await run.db.write('system', async (tx) => {
    const iin = /^[0-9]{1,9}$/.test(post) ? await endPost(tx, Number(post), lastDay) : null;
    if (iin === null) throw new OfficeRefusal('POST_UNKNOWN', 1, post);
    await ensureStaffRole(tx, iin);
    await record(tx, run, 'post_ended', { iin, post: Number(post), on: lastDay });
  });
  run.tell('POST_ENDED', { post: Number(post) }, post);
  return true;
}

function readDay(text: string): string {
  if (!isCivilDate(text)) throw new OfficeRefusal('SETTING_BAD', 2, text);
  return text;
}

function registerTrust(trust: Command, io: CliIo): void {
  withCommon(trust.command('add').argument('<file>', 'certificate of an authority, *.cer, *.crt, *.pem'))
    .description('Pin a certification authority by its key')
    .addOption(
      new Option('--purpose <purpose>', 'what its keys are for')
        .choices(['production', 'test'])
        .default('production'),
    )
    .action((file: string, options: CommonOptions & { purpose: 'production' | 'test' }) =>
      runOffice(io, options, (run) => addTrust(run, file, options.purpose)),
    );
  withCommon(trust.command('list'))
    .description('List pinned authorities: shipped with the program, and added to this database')
    .action((options: CommonOptions) => runOffice(io, options, listTrust));
}

async function addTrust(run: Run, file: string, purpose: 'production' | 'test'): Promise<boolean> {
  const { readCas } = await import('../eds/trust.ts');
  const bytes = await readFile(file).catch(() => {
    throw new OfficeRefusal('TRUST_NOT_A_CA', 2, file);
  });
  let cas: ReturnType<typeof readCas>;
  try {
    cas = readCas([bytes], 'admin');
  } catch {
    throw new OfficeRefusal('TRUST_NOT_A_CA', 1, file);
  }
  let added = 0;
  for (const { certificate } of cas) {
    await run.db.write('system', async (tx) => {
      const fresh = await putTrustedCa(tx, {
        spkiSha256: Buffer.from(certificate.spkiSha256, 'hex'),
        certificate: certificate.der,
        subject: certificate.subject.commonName,
        purpose,
        addedBy: actor(),
      });
      if (!fresh) return;
      added++;
      await record(tx, run, 'trust_added', {
        key: certificate.spkiSha256,
        subject: certificate.subject.commonName,
        purpose,
      });
    });
  }
  if (added === 0) throw new OfficeRefusal('TRUST_EXISTS', 1);
  run.tell('TRUST_ADDED', { added }, cas.map(({ certificate }) => certificate.subject.commonName).join(', '));
  return true;
}

async function listTrust(run: Run): Promise<boolean> {
  const { fileURLToPath } = await import('node:url');
  const { readTrustFolder, SHIPPED_TRUST } = await import('../eds/trust.ts');
  const shipped = (await readTrustFolder(fileURLToPath(SHIPPED_TRUST), 'shipped')).map((ca) => ({
    key: ca.certificate.spkiSha256,
    subject: ca.certificate.subject.commonName,
    purpose: ca.isTest ? 'test' : 'production',
    origin: 'shipped',
  }));
  const added = (await run.db.read('system', trustedCas)).map((row) => ({
    key: row.spki_sha256.toString('hex'),
    subject: row.subject,
    purpose: row.purpose,
    origin: 'database',
  }));
  const all = [...shipped, ...added];
  if (run.json) run.io.out(JSON.stringify(all));
  else
    for (const one of all)
      run.io.out(`${one.key.slice(0, 16)}  ${one.purpose}  ${one.origin}  ${one.subject}`);
  return true;
}

function registerSettings(settings: Command, io: CliIo): void {
  withCommon(settings.command('show'))
    .description('Show the settings')
    .action((options: CommonOptions) =>
      runOffice(io, options, async (run) => {
        const row = await run.db.read('system', installation);
        if (row === undefined) throw new OfficeRefusal('NOT_INSTALLED', 1);
        if (run.json) run.io.out(JSON.stringify(row));
        else for (const [key, value] of Object.entries(row)) run.io.out(`${key}: ${String(value)}`);
        return true;
      }),
    );
  const setting = (
    name: string,
    value: string,
    text: string,
    read: (value: string) => InstallationChange | null,
  ): void => {
    withCommon(settings.command(name).argument(`<${value}>`))
      .description(text)
      .action((given: string, options: CommonOptions) =>
        runOffice(io, options, (run) => change(run, read(given), given)),
      );
  };
  setting('test-ca', 'on|off', "Accept keys of the National CA's test centres: for trials only", (value) =>
    value === 'on' || value === 'off' ? { test_ca_enabled: value === 'on' } : null,
  );
  setting('ocsp', 'url|off', 'Where to ask whether a certificate is revoked', (value) =>
    urlChange(value, 'ocsp_url'),
  );
  setting('crl', 'url|off', 'Where the list of revoked certificates lies', (value) =>
    urlChange(value, 'crl_url'),
  );
  setting('verify-url', 'url|off', 'Address of the page that QR codes lead to', (value) =>
    urlChange(value, 'verify_base_url'),
  );
  setting(
    'registry',
    'url|off',
    'Gateway of the civil registry: https, or this machine; off: the local tables',
    (value) =>
      value === 'off' ? { registry_url: null } : isSafeRegistryUrl(value) ? { registry_url: value } : null,
  );
  setting(
    'registry-timeout',
    'ms',
    'How long one question to the registry may take, 200 to 30000',
    (value) =>
      /^[0-9]{3,5}$/.test(value) && Number(value) >= 200 && Number(value) <= 30_000
        ? { registry_timeout_ms: Number(value) }
        : null,
  );
  setting('key-idle', 'minutes', 'How long a key stays open unused, 1 to 60 minutes', (value) =>
    /^([1-9]|[1-5][0-9]|60)$/.test(value) ? { key_idle_minutes: Number(value) } : null,
  );
}

function urlChange(
  value: string,
  field: 'ocsp_url' | 'crl_url' | 'verify_base_url',
): InstallationChange | null {
  if (value === 'off') return { [field]: null };
  return /^https?:\/\/[^\s]{1,500}$/.test(value) && URL.canParse(value) ? { [field]: value } : null;
}

async function change(run: Run, made: InstallationChange | null, given: string): Promise<boolean> {
  if (made === null) throw new OfficeRefusal('SETTING_BAD', 2, given);
  await run.db.write('system', async (tx) => {
    if ((await installation(tx)) === undefined) throw new OfficeRefusal('NOT_INSTALLED', 1);
    await changeInstallation(tx, made);
    await record(tx, run, 'settings_changed', made);
  });
  run.tell('SETTING_SAVED', made);
  return true;
}

const actor = (): string => `cli:${userInfo().username}`;

async function record(
  tx: WriteTransaction,
  run: Run,
  event: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await appendHistory(tx, { chain: 0, at: run.io.now(), actor: actor(), postId: null, event, detail });
}
