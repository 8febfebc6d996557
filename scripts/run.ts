import { type SpawnOptions, spawn } from 'node:child_process';

export interface Ended {
  /** Exit code; null if a signal or the time limit ended it, or it could not be started. */
  readonly code: number | null;
  /** What it wrote, both streams as they came; empty if it wrote to our own streams. */
  readonly output: string;
}

const KILL_GRACE_MS = 5_000;

/** Runs a program to its end. Never rejects. */
export function run(
  command: string,
  args: readonly string[],
  options: SpawnOptions & { readonly limitMs: number; readonly show?: boolean },
): Promise<Ended> {
  const { limitMs, show = false, ...rest } = options;
  return new Promise((done) => {
    const stdio = show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'];
    const child = spawn(command, args, { ...rest, stdio: stdio as SpawnOptions['stdio'] });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), KILL_GRACE_MS).unref();
    }, limitMs);
    const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.on('SIGINT', forward);
    process.on('SIGTERM', forward);
    const end = (code: number | null, more = ''): void => {
      clearTimeout(limit);
      process.off('SIGINT', forward);
      process.off('SIGTERM', forward);
      done({ code, output: output + more });
    };
    child.on('error', (error) => end(null, error.message));
    child.on('close', (code) => (late ? end(null, `\nended after ${limitMs / 1000} s`) : end(code)));
  });
}
