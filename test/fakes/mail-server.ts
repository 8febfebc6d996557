/** A real SMTP server of a few lines on a port of its own, which fails where it is told to. */

import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly data: string;
}

/** What the server does at a step: an answer of its own, `stall` (none), `drop` (hangs up), `drip` (a byte a while). */
export type Behaviour = Partial<
  Record<'connect' | 'ehlo' | 'auth' | 'mail' | 'rcpt' | 'data' | 'body', string | 'stall' | 'drop' | 'drip'>
>;

export interface MailServer {
  readonly port: number;
  readonly mails: readonly Mail[];
  /** Every line a client sent before its message. */
  readonly lines: readonly string[];
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

const GREETINGS: Readonly<Record<string, string>> = {
  connect: '220 test',
  ehlo: '250-test\r\n250-AUTH PLAIN\r\n250 SMTPUTF8',
  auth: '235 in',
  mail: '250 ok',
  rcpt: '250 ok',
  data: '354 go',
  body: '250 taken',
};

export async function startMailServer(): Promise<MailServer> {
  const mails: Mail[] = [];
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  let behaviour: Behaviour = {};
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    serve(socket, () => behaviour, mails, lines);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    lines,
    behave: (next) => {
      behaviour = next;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

function serve(socket: Socket, behaviour: () => Behaviour, mails: Mail[], lines: string[]): void {
  let from = '';
  let to: string[] = [];
  let body: string | null = null;
  let waiting = '';
  const answer = (step: keyof Behaviour): void => {
    const said = behaviour()[step] ?? GREETINGS[step] ?? '';
    if (said === 'stall') return;
    if (said === 'drop') socket.destroy();
    else if (said === 'drip') {
      const timer = setInterval(() => socket.write('2'), 200);
      socket.on('close', () => clearInterval(timer));
    } else socket.write(`${said}\r\n`);
  };
  answer('connect');
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    waiting += chunk;
    for (let at = waiting.indexOf('\r\n'); at >= 0; at = waiting.indexOf('\r\n')) {
      const line = waiting.slice(0, at);
      waiting = waiting.slice(at + 2);
      if (body !== null) {
        if (line === '.') {
          // Taken, whatever the client gets to hear of it.
          if (!/^[45]/.test(behaviour().body ?? '')) mails.push({ from, to, data: body });
          body = null;
          answer('body');
        } else body += `${line}\r\n`;
        continue;
      }
      lines.push(line);
      const verb = line.toUpperCase();
      if (verb.startsWith('EHLO')) answer('ehlo');
      else if (verb.startsWith('AUTH')) answer('auth');
      else if (verb.startsWith('MAIL')) {
        from = line.slice(10);
        to = [];
        answer('mail');
      } else if (verb.startsWith('RCPT')) {
        to.push(line.slice(8));
        answer('rcpt');
      } else if (verb === 'DATA') {
        if (behaviour().data === undefined) body = '';
        answer('data');
      } else if (verb === 'STARTTLS') socket.write('502 not here\r\n');
      else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else socket.write('250 ok\r\n');
    }
  });
}
