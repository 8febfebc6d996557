/** What a log line may carry: never text typed by people, rows, parameters or error messages of the database. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Where the back end tells what went wrong. `code` names the kind of line, UPPER_SNAKE. */
export interface Log {
  info(code: string, fields?: LogFields): void;
  error(code: string, fields?: LogFields): void;
}

/** JSON lines on the standard error stream. */
export const stderrLog: Log = {
  info: (code, fields = {}) => write('info', code, fields),
  error: (code, fields = {}) => write('error', code, fields),
};

export const silentLog: Log = { info: () => undefined, error: () => undefined };

function write(level: string, code: string, fields: LogFields): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, code, ...fields })}\n`);
}

/**
 * An unforeseen error as fields that hold no personal data: its class, its code and the places in our own files it came
 * through. Messages, details and parameters stay out: a database error prints row values in them.
 */
export function safeErrorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) {
    return { class: typeof error };
  }
  const { code, constraint } = error as Error & { code?: unknown; constraint?: unknown };
  return {
    class: error.constructor.name,
    code: typeof code === 'string' && /^[A-Za-z0-9_]{1,40}$/.test(code) ? code : null,
    constraint: typeof constraint === 'string' && /^[a-z0-9_]{1,63}$/.test(constraint) ? constraint : null,
    stack: ownFrames(error.stack ?? ''),
    cause: error.cause instanceof Error ? error.cause.constructor.name : null,
  };
}

/** 'function (main/journal/page.ts:41:7)' for each frame in our own folders; the message's lines are left out. */
function ownFrames(stack: string): string {
  const frames: string[] = [];
  for (const line of stack.split('\n')) {
    const match =
      /^\s+at (?:(?:async )?([\w.<>[\] ]+) \()?(?:file:\/\/)?.*?((?:main|db|domain)\/[\w./-]+:\d+:\d+)\)?$/.exec(
        line,
      );
    if (match !== null && !line.includes('node_modules')) {
      frames.push(match[1] === undefined ? `${match[2]}` : `${match[1]} ${match[2]}`);
    }
  }
  return frames.slice(0, 12).join(' < ');
}
