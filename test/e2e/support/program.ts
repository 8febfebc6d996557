/**
 * The real program as a process: `scripts/start.ts` in the web host, on a data folder of its own. Nothing of it is
 * replaced; what a spec sees is what an officer sees.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { copyFolder } from '../../fakes/copy-folder.ts';
import { NODE, ROOT, runFolder, templateFolder } from './places.ts';

export interface ProgramOptions {
  /** Unique within the run: names the data folder. */
  readonly name: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The data folder to begin with a copy of; the template world unless given. */
  readonly from?: string;
  /** Done to the copy before the program is started on it. */
  readonly prepare?: ((dataFolder: string) => Promise<void>) | undefined;
}

const READY_TIMEOUT_MS = 60_000;

export class Program {
  readonly dataFolder: string;
  readonly #env: Readonly<Record<string, string>>;
  #child: ChildProcess | null = null;
  #output = '';
  #address = '';

  private constructor(dataFolder: string, env: Readonly<Record<string, string>>) {
    this.dataFolder = dataFolder;
    this.#env = env;
  }

  /** Copies the template world and starts the program on it; settles when it says `ready`. */
  static async start(options: ProgramOptions): Promise<Program> {
    const dataFolder = await Program.copyTemplate(options.name, options.from);
    await options.prepare?.(dataFolder);
    const program = new Program(dataFolder, options.env ?? {});
    await program.startAgain();
    return program;
  }

  /** A data folder of the template world under another name; answers its path. */
  static async copyTemplate(name: string, from = templateFolder()): Promise<string> {
    const folder = await emptyFolder(name);
    copyFolder(from, folder);
    return folder;
  }

  /** The one-time address of the latest start. */
  get address(): string {
    return this.#address;
  }

  get origin(): string {
    return new URL(this.#address).origin;
  }

  /** Everything the program said on both streams, for reports of failures. */
  get output(): string {
    return this.#output;
  }

  get pid(): number {
    return this.#child?.pid ?? -1;
  }

  /** Starts the program on the same folder after `kill` or `stop`; `env` adds to what it was made with, for this start alone. */
  async startAgain(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const child = spawn(NODE, [join(ROOT, 'scripts/start.ts'), '--no-open'], {
      cwd: ROOT,
      env: {
        ...cleanEnvironment(),
        KEZEK_HOST: 'web',
        KEZEK_DATA: this.dataFolder,
        // Key files of whoever runs the tests are none of ours.
        HOME: join(this.dataFolder, 'home'),
        ...this.#env,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#address = await this.#ready(child);
  }

  #ready(child: ChildProcess): Promise<string> {
    return new Promise((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${why}\n${this.#output}`));
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        fail('the program was not ready in time');
      }, READY_TIMEOUT_MS);
      let line = '';
      const read = (chunk: Buffer) => {
        this.#output += chunk.toString();
        line += chunk.toString();
        const found = /^ready (\S+)$/m.exec(line)?.[1];
        if (found !== undefined) {
          clearTimeout(timer);
          resolve(found);
        }
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        fail(`the program ended by itself (${code ?? signal})`);
      });
    });
  }

  /** As a power cut or a crash does: SIGKILL, nothing is written on the way out. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** As closing it does. A program that does not end within 10 s is a failure. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    let late: NodeJS.Timeout | undefined;
    const stuck = new Promise<never>((_, reject) => {
      late = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(`the program did not end on ${signal} within 10 s\n${this.#output}`));
      }, 10_000);
    });
    await Promise.race([ended, stuck]).finally(() => clearTimeout(late));
  }
}

async function emptyFolder(name: string): Promise<string> {
  const folder = join(runFolder(), name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'home'), { recursive: true });
  return folder;
}

/** The environment without what would steer the program elsewhere. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!/^(KEZEK_(?!CHROMIUM)|XDG_|NODE_OPTIONS|PLAYWRIGHT|PW_|TEST_|FORCE_COLOR)/.test(name))
      env[name] = value;
  }
  return env;
}
