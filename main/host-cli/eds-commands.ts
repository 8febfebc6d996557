import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, Option } from 'commander';
import type { CertificateInfo } from '../eds/certificate.ts';
import { type ChainVerdict, verifyChain } from '../eds/chain.ts';
import { EdsError } from '../eds/errors.ts';
import { SignerClient } from '../eds/signer/client.ts';
import { readTrustFolder, SHIPPED_TRUST, TrustStore } from '../eds/trust.ts';
import { keyProblem, mayLogIn, maySign } from '../eds/usage.ts';
import { verifyXml, type XmlVerdict } from '../eds/xmldsig.ts';
import { type CliLanguage, codeText, LABELS, pickLanguage, ROLE_TEXTS } from './eds-texts.ts';
import { type CliIo, MisuseError, misuseText, type PasswordOptions, readMoment, readPassword } from './io.ts';

interface CommonOptions extends PasswordOptions {
  readonly trust?: string;
  readonly at?: string;
  readonly json?: boolean;
  readonly lang?: string;
}

interface Run {
  readonly io: CliIo;
  readonly language: CliLanguage;
  readonly json: boolean;
  readonly at: Date;
  readonly options: CommonOptions;
}

/** Adds `eds inspect`, `eds sign` and `eds verify`. Exit 0 yes, 1 no, 2 misuse (set through `io`). */
export function registerEdsCommands(program: Command, io: CliIo): void {
  const eds = program
    .command('eds')
    .description('EDS keys and signatures of the National Certification Authority');
  const common = (command: Command) =>
    command
      .option('--trust <dir>', 'folder of CA certificates (*.cer, *.crt, *.pem) instead of the shipped ones')
      .option('--at <time>', 'judge validity at this time (2026-11-21, or ISO with a zone) instead of now')
      .option('--json', 'one JSON object for machines')
      .addOption(new Option('--lang <language>', 'kk, ru or en; LANG, else kk').choices(['kk', 'ru', 'en']));
  const withPassword = (command: Command) =>
    command
      .option('--password-file <file>', 'read the password from a file')
      .option('--password-stdin', 'read the password from standard input');

  withPassword(common(eds.command('inspect').argument('<key>', 'key file, *.p12')))
    .description('Open a key file and say whose it is, what it is good for and whether its chain is trusted')
    .action((key: string, options: CommonOptions) => run(io, options, (it) => inspect(it, key)));

  withPassword(common(eds.command('sign').argument('<file>', 'XML document')))
    .requiredOption('--key <key>', 'key file, *.p12')
    .requiredOption('--out <file>', 'where to write the signed document')
    .description('Sign an XML document')
    .action((file: string, options: CommonOptions & { key: string; out: string }) =>
      run(io, options, (it) => sign(it, file, options.key, options.out)),
    );

  common(eds.command('verify').argument('<file>', 'signed XML document'))
    .description('Verify a signed XML document')
    .action((file: string, options: CommonOptions) => run(io, options, (it) => verify(it, file)));
}

/** Runs one command: misuse and refusals become their exit codes and a text, or a JSON object. */
async function run(io: CliIo, options: CommonOptions, command: (it: Run) => Promise<boolean>): Promise<void> {
  const language = pickLanguage(options.lang, io.env);
  const json = options.json ?? false;
  try {
    const at = options.at === undefined ? io.now() : readMoment(options.at);
    io.setExit((await command({ io, language, json, at, options })) ? 0 : 1);
  } catch (error) {
    if (error instanceof MisuseError) {
      io.setExit(2);
      if (json) io.out(JSON.stringify({ ok: false, code: error.code, detail: error.detail || null }));
      else io.err(misuseText(error, language));
      return;
    }
    if (!(error instanceof EdsError)) throw error;
    io.setExit(1);
    if (json) io.out(JSON.stringify({ ok: false, code: error.code, at: error.at }));
    else io.err(refusalText(error.code, error.at, language));
  }
}

function refusalText(code: string, at: Date | null, language: CliLanguage): string {
  const text = `${code}: ${codeText(code, language)}`;
  return at ? `${text} (${LABELS.at[language]}: ${formatTime(at)})` : text;
}

/** Almaty's civil time, to the minute. */
function formatTime(at: Date): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Almaty',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return parts.format(at).replace(/^(\d+)\/(\d+)\/(\d+), /, '$1.$2.$3 ');
}

const TRUST_MISUSE = new Set(['TRUST_NOT_A_CA', 'CERTIFICATE_MALFORMED']);

/** The shipped authorities, or those of `--trust DIR`; a folder named by hand may hold test and demo ones. */
async function loadTrust({ options }: Run): Promise<TrustStore> {
  const folder = options.trust;
  if (folder === undefined)
    return new TrustStore(await readTrustFolder(fileURLToPath(SHIPPED_TRUST), 'shipped'));
  try {
    const cas = await readTrustFolder(folder);
    if (cas.length === 0) throw new MisuseError('TRUST_FOLDER_EMPTY', folder);
    return new TrustStore(cas, { allowTest: true, allowDemo: true });
  } catch (error) {
    if (!(error instanceof EdsError)) throw error;
    const isBadFile = TRUST_MISUSE.has(error.code) || error.code.startsWith('ASN1_');
    throw new MisuseError(isBadFile ? 'TRUST_BAD_FILE' : 'TRUST_FOLDER_UNREADABLE', folder);
  }
}

async function readInput(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch {
    throw new MisuseError('FILE_UNREADABLE', file);
  }
}

/** Starts a signer for one job and ends it, whatever happens: the key exists only there and only that long. */
async function withSigner<T>(job: (signer: SignerClient) => Promise<T>): Promise<T> {
  const signer = new SignerClient();
  try {
    return await job(signer);
  } finally {
    signer.forget();
  }
}

async function inspect(it: Run, file: string): Promise<boolean> {
  const trust = await loadTrust(it);
  const bytes = await readInput(file);
  const password = await readPassword(it.options, LABELS.password[it.language], it.io);
  const { certificate } = await withSigner((signer) => signer.open({ bytes }, password, { at: it.at }));
  const chain = verifyChain(certificate, trust, it.at);
  const problem = keyProblem(certificate, null, it.at);
  const code = problem?.code ?? (chain.ok ? 'KEY_OK' : chain.code);
  const ok = code === 'KEY_OK';
  if (it.json) {
    it.io.out(JSON.stringify({ ok, code, ...describe(certificate), chain: describeChain(chain) }));
  } else {
    for (const line of certificateLines(certificate, it.language)) it.io.out(line);
    for (const line of chainLines(chain, it.language)) it.io.out(line);
    it.io.out(`${LABELS.result[it.language]}: ${refusalText(code, problem?.at ?? null, it.language)}`);
  }
  return ok;
}

async function sign(it: Run, file: string, keyFile: string, out: string): Promise<boolean> {
  const trust = await loadTrust(it);
  const xml = (await readInput(file)).toString('utf8');
  const bytes = await readInput(keyFile);
  const password = await readPassword(it.options, LABELS.password[it.language], it.io);
  const { signed, certificate } = await withSigner(async (signer) => {
    const key = await signer.open({ bytes }, password, { purpose: 'sign', at: it.at });
    return { signed: await signer.sign(key.handle, xml, { at: it.at }), certificate: key.certificate };
  });
  try {
    await writeFile(out, signed);
  } catch {
    throw new MisuseError('FILE_UNWRITABLE', out);
  }
  const chain = verifyChain(certificate, trust, it.at);
  if (it.json) {
    it.io.out(
      JSON.stringify({
        ok: true,
        code: 'SIG_OK',
        out: path.resolve(out),
        ...describe(certificate),
        chain: describeChain(chain),
      }),
    );
  } else {
    it.io.out(`${LABELS.signed[it.language]}: ${out} (${certificate.subject.commonName})`);
    for (const line of chainLines(chain, it.language)) it.io.out(line);
  }
  return true;
}

async function verify(it: Run, file: string): Promise<boolean> {
  const trust = await loadTrust(it);
  const verdict = verifyXml((await readInput(file)).toString('utf8'), { trust, at: it.at });
  if (it.json) {
    it.io.out(JSON.stringify(describeVerdict(verdict)));
    return verdict.ok;
  }
  const { language, io } = it;
  if (verdict.certificate) for (const line of certificateLines(verdict.certificate, language)) io.out(line);
  if (verdict.chain) for (const line of chainLines(verdict.chain, language)) io.out(line);
  for (const name of ['form', 'usage', 'signature', 'digest'] as const) {
    io.out(`${LABELS[name][language]}: ${LABELS[verdict.checks[name]][language]}`);
  }
  io.out(LABELS.revocation[language]);
  io.out(`${LABELS.result[language]}: ${refusalText(verdict.code, null, language)}`);
  return verdict.ok;
}

/** A certificate for machines: what it says, and what it may be used for by its own words. */
function describe(certificate: CertificateInfo) {
  const { subject, issuer, serial, notBefore, notAfter, algorithm, roles, policies, sha256 } = certificate;
  return {
    holder: subject,
    roles,
    algorithm,
    notBefore,
    notAfter,
    serial,
    issuer: issuer.commonName,
    keyUsage: certificate.keyUsage,
    ekuOids: certificate.ekuOids,
    policies,
    mayLogIn: mayLogIn(certificate),
    maySign: maySign(certificate),
    sha256,
  };
}

const describeChain = ({ ok, code, path: names, testCa, demoCa }: ChainVerdict) => ({
  ok,
  code,
  path: names,
  testCa,
  demoCa,
});

function describeVerdict(verdict: XmlVerdict) {
  return {
    ok: verdict.ok,
    code: verdict.code,
    checks: verdict.checks,
    signatureAlgorithm: verdict.algorithm,
    certificate: verdict.certificate ? describe(verdict.certificate) : null,
    chain: verdict.chain ? describeChain(verdict.chain) : null,
    revocation: 'not_checked',
  };
}

function certificateLines(certificate: CertificateInfo, language: CliLanguage): string[] {
  const { subject } = certificate;
  const yesNo = (answer: boolean) => LABELS[answer ? 'yes' : 'no'][language];
  const name = [subject.commonName, subject.patronymic].filter(Boolean).join(' ');
  const lines: [keyof typeof LABELS, string | null][] = [
    ['holder', name],
    ['iin', subject.iin],
    ['organisation', subject.organisation],
    ['bin', subject.bin],
    ['roles', certificate.roles.map((role) => ROLE_TEXTS[role]?.[language] ?? role).join(', ')],
    ['algorithm', certificate.algorithm],
    ['validity', `${formatTime(certificate.notBefore)} – ${formatTime(certificate.notAfter)}`],
    ['serial', certificate.serial],
    ['issuer', certificate.issuer.commonName],
    ['login', yesNo(mayLogIn(certificate))],
    ['sign', yesNo(maySign(certificate))],
  ];
  return lines.flatMap(([label, value]) => (value ? [`${LABELS[label][language]}: ${value}`] : []));
}

function chainLines(chain: ChainVerdict, language: CliLanguage): string[] {
  return [
    `${LABELS.chain[language]}: ${codeText(chain.code, language)} (${chain.path.join(' → ')})`,
    ...(chain.testCa ? [LABELS.testCa[language]] : []),
    ...(chain.demoCa ? [LABELS.demoCa[language]] : []),
  ];
}
