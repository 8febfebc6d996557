'use strict';
// Runs before every npm script, on whatever Node (18 or newer) the machine has, with nothing installed yet:
// brings node_modules to what package-lock.json says, so that the script after it runs on the pinned Node 24.
// Quiet and quick when there is nothing to do. With --test it also sees to the system packages the tests use.

const { spawnSync } = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { findOnPath, findTestChromium } = require('./tools.cjs');

const ROOT = path.resolve(__dirname, '..');
const MODULES = path.join(ROOT, 'node_modules');
const STAMP = path.join(MODULES, '.kezek-installed');
const LOCK = path.join(MODULES, '.kezek-installing');
const NODE_MAJOR = 24;
const LOCK_WAIT_MS = 300_000;

const say = (text) => process.stderr.write(`kezek: ${text}\n`);

function fail(text) {
  say(text);
  process.exit(1);
}

/** Names this install: the lockfile and the machine it was made for. */
function installKey() {
  const hash = crypto.createHash('sha256');
  hash.update(fs.readFileSync(path.join(ROOT, 'package-lock.json')));
  return `${hash.digest('hex')} ${process.platform}-${process.arch}`;
}

function isInstalled(key) {
  try {
    return fs.readFileSync(STAMP, 'utf8') === key;
  } catch {
    return false;
  }
}

const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** One install at a time in a checkout. Answers false if another process did the work meanwhile. */
function takeLock(key) {
  fs.mkdirSync(MODULES, { recursive: true });
  for (let waited = 0; waited < LOCK_WAIT_MS; waited += 200) {
    try {
      fs.writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
      process.on('exit', () => fs.rmSync(LOCK, { force: true }));
      return !isInstalled(key);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    let holder = 0;
    try {
      holder = Number(fs.readFileSync(LOCK, 'utf8'));
    } catch {
      continue; // released between the two calls
    }
    if (waited === 0) say(`another process (${holder}) is installing; waiting`);
    if (holder > 0 && !isAlive(holder)) fs.rmSync(LOCK, { force: true });
    else sleep(200);
  }
  return fail(`gave up waiting for the install holding ${LOCK}`);
}

/**
 * npm as a command. `npm run` names its own script in npm_execpath: the same npm then, by the Node running it. The
 * search path is given without node_modules/.bin, where a half-made install may hold a Node that does not start.
 */
function runNpm(args) {
  const bin = path.join(MODULES, '.bin');
  const PATH = (process.env.PATH || '').split(path.delimiter).filter((f) => path.resolve(f || '.') !== bin);
  const env = { ...process.env, PATH: PATH.join(path.delimiter) };
  const own = process.env.npm_execpath;
  // npm writes its report to stdout, which belongs to the command the user asked for: it goes to stderr here.
  const options = { cwd: ROOT, env, stdio: ['ignore', 2, 2] };
  if (own && /npm-cli\.c?js$/.test(own)) return spawnSync(process.execPath, [own, ...args], options);
  const windows = process.platform === 'win32';
  return spawnSync(windows ? 'npm.cmd' : 'npm', args, { ...options, shell: windows });
}

/**
 * `npm install`, not `npm ci`: the lockfile knows optional packages for platforms whose files a registry may not
 * carry, and `npm ci` refuses to start over one of those. --no-save leaves the lockfile as it was committed.
 */
function install(key) {
  say('installing packages (first run, or the lockfile has changed)…');
  const started = Date.now();
  fs.rmSync(STAMP, { force: true });
  const result = runNpm([
    'install',
    '--no-save',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  if (result.error) fail(`npm could not be started: ${result.error.message}`);
  if (result.status !== 0) fail(`npm install failed (exit ${result.status}); the reason stands above`);
  fs.writeFileSync(STAMP, key);
  say(`packages installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

function hasPinnedNode() {
  return ['node', 'node.exe', 'node.cmd'].some((name) => fs.existsSync(path.join(MODULES, '.bin', name)));
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (hasPinnedNode() || major === NODE_MAJOR) return;
  if (major > NODE_MAJOR)
    return say(`running on Node ${process.versions.node}; ${NODE_MAJOR} is what is tested`);
  const machine = `${process.platform}-${process.arch}`;
  fail(
    `no Node ${NODE_MAJOR} package for ${machine}, and this machine has Node ${process.versions.node}.\n` +
      `       Install Node ${NODE_MAJOR} from nodejs.org and run the command again.`,
  );
}

/** What the tests need beside npm packages: the Debian package, and how to see that it is there. */
const SYSTEM = [
  { debian: 'chromium-headless-shell', use: 'end-to-end tests', present: () => findTestChromium() !== null },
  { debian: 'xmlsec1', use: 'interop tests', present: () => findOnPath('xmlsec1') !== null },
  { debian: 'libxml2-utils', use: 'interop tests', present: () => findOnPath('xmllint') !== null },
  { debian: 'openssl', use: 'revocation tests', present: () => findOnPath('openssl') !== null },
  { debian: 'poppler-utils', use: 'document tests', present: () => findOnPath('pdftotext') !== null },
  { debian: 'fonts-noto-core', use: 'screens', present: () => hasFont('noto') },
];

function hasFont(folder) {
  return ['truetype', 'opentype'].some((kind) => fs.existsSync(path.join('/usr/share/fonts', kind, folder)));
}

function systemPackages() {
  if (process.platform !== 'linux') return;
  const missing = SYSTEM.filter((tool) => !tool.present());
  if (missing.length === 0) return;
  const names = missing.map((tool) => tool.debian);
  const command = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
  const uses = missing.map((tool) => `${tool.debian} (${tool.use})`).join(', ');
  if (process.getuid() !== 0 || !findOnPath('apt-get')) {
    return fail(`the tests need ${uses}. As root: apt-get update && ${command}`);
  }
  say(`installing for the tests: ${uses}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // dpkg's own chatter is of no use to anyone; what goes wrong it says on stderr.
  const options = { env, stdio: ['ignore', 'ignore', 2] };
  const quiet = ['-qq', '-o=Dpkg::Use-Pty=0', '-o=DPkg::Lock::Timeout=300'];
  if (spawnSync('apt-get', [...quiet, 'update'], options).status !== 0)
    say('apt-get update failed; going on');
  spawnSync('apt-get', [...quiet, 'install', '-y', '--no-install-recommends', ...names], options);
  const still = SYSTEM.filter((tool) => !tool.present()).map((tool) => tool.debian);
  if (still.length > 0) fail(`could not install ${still.join(', ')}; try by hand: ${command}`);
}

function main() {
  const key = installKey();
  if (!isInstalled(key) && takeLock(key)) install(key);
  checkNode();
  if (process.argv.includes('--test')) systemPackages();
}

main();
