/**
 * What a window asked of the back end and what was answered, read off its line: so that a spec can stop the program knowing
 * that a thing was saved, not hoping so after a while. The web host alone has such a line.
 */
import { expect, type Page, type WebSocketRoute } from 'playwright/test';
import type { Desk } from './fixtures.ts';

interface Call {
  readonly path: string;
  readonly input: unknown;
  answered: boolean;
}

const calls = new WeakMap<Page, Call[]>();

/** Begins to listen; before the window opens its line. */
export function listenTo(page: Page): void {
  const made: Call[] = [];
  calls.set(page, made);
  page.on('websocket', (line) => {
    const open = new Map<string, Call>();
    line.on('framesent', ({ payload }) => {
      const frame = frameOf(payload);
      if (frame?.p?.u === undefined) return;
      const call = { path: frame.p.u, input: frame.p.b?.json, answered: false };
      open.set(frame.i, call);
      made.push(call);
    });
    line.on('framereceived', ({ payload }) => {
      const call = open.get(frameOf(payload)?.i ?? '');
      if (call !== undefined) call.answered = true;
    });
  });
}

/** Waits until the back end has answered a call, e.g. '/desk/saveSetting', whose input holds this text (as JSON writes it). */
export async function untilAnswered(page: Page, path: string, holds: string): Promise<void> {
  await expect
    .poll(
      () =>
        (calls.get(page) ?? []).some(
          (call) => call.path === path && call.answered && JSON.stringify(call.input).includes(holds),
        ),
      { message: `${path} with ${holds} is answered` },
    )
    .toBe(true);
}

interface BreakableLine {
  cut(): Promise<void>;
  mend(): void;
}

/** A window whose line can be broken: `cut` ends it and refuses new ones until `mend`. */
export async function openBreakable(
  desk: Desk,
): Promise<{ readonly page: Page; readonly line: BreakableLine }> {
  const page = await desk.open();
  const line = await breakable(page);
  await page.reload();
  return { page, line };
}

async function breakable(page: Page): Promise<BreakableLine> {
  let isCut = false;
  const lines: WebSocketRoute[] = [];
  await page.routeWebSocket(/\/rpc$/, (route) => {
    if (isCut) {
      void route.close();
      return;
    }
    lines.push(route);
    route.connectToServer();
  });
  return {
    cut: async () => {
      isCut = true;
      await lines.at(-1)?.close();
    },
    mend: () => {
      isCut = false;
    },
  };
}

/**
 * Loses the answer of the first call of a path, and with it the line: what it asked for is done, and the window never hears of it.
 * `asked` are the inputs of all such calls as they were sent. The page is to be loaded after this.
 */
export async function losesFirstAnswer(
  page: Page,
  path: string,
): Promise<{ readonly asked: readonly string[]; answers(): number }> {
  const asked: string[] = [];
  const calls = new Set<string>();
  let answers = 0;
  await page.routeWebSocket(/\/rpc$/, (route) => {
    const server = route.connectToServer();
    route.onMessage((message) => {
      const frame = frameOf(message);
      if (frame?.p?.u === path) {
        calls.add(frame.i);
        asked.push(JSON.stringify(frame.p.b));
      }
      server.send(message);
    });
    server.onMessage((message) => {
      const isAnswer = calls.delete(frameOf(message)?.i ?? '');
      if (isAnswer) answers += 1;
      if (isAnswer && answers === 1) void route.close({ code: 4000, reason: 'cut' });
      else route.send(message);
    });
  });
  return { asked, answers: () => answers };
}

interface Frame {
  readonly i: string;
  readonly p?: { readonly u?: string; readonly b?: { readonly json?: unknown } };
}

/** A frame of text; files go in frames of bytes, which nobody asks about here. */
export function frameOf(payload: string | Buffer): Frame | null {
  return typeof payload === 'string' ? (JSON.parse(payload) as Frame) : null;
}
