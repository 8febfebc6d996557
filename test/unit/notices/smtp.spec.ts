/** E-mail against a real SMTP server that refuses, stalls, drips, drops, answers twice and takes the message without saying so. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openChannel } from '../../../main/notices/channels.ts';
import type { Message } from '../../../main/notices/sender.ts';
import { type Behaviour, type MailServer, startMailServer } from '../../fakes/mail-server.ts';

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.close());
beforeEach(() => server.behave({}));

const message: Message = {
  key: '7b1c2d3e-0000-4000-8000-000000000001-42-1',
  to: 'anar@mail.kz',
  subject: 'Балабақша кезегі: № 2026-000001',
  text: 'Құрметті Анар, өтінішіңіз мақұлданды.\n.\nRCPT TO:<other@mail.kz>',
  language: 'kk',
  kind: 'approved',
};

function sender(part: Readonly<Record<string, unknown>> = {}, password: string | null = null) {
  const settings = {
    host: '127.0.0.1',
    port: server.port,
    security: 'none',
    from: 'noreply@bilim.kz',
    fromName: 'Білім бөлімі',
    timeoutSeconds: 1,
    ...part,
  };
  const opened = openChannel('email', settings, password);
  if (opened === null) throw new Error('settings');
  return opened;
}

describe('e-mail by SMTP', () => {
  it('sends one message to one mailbox, known by its key', async () => {
    const before = server.mails.length;
    expect(await sender().send(message)).toEqual({ outcome: 'sent', providerId: message.key });
    expect(server.mails).toHaveLength(before + 1);
    const mail = server.mails.at(-1);
    expect(mail?.to).toEqual(['<anar@mail.kz>']);
    expect(mail?.data).toContain(`Message-ID: <${message.key}@bilim.kz>`);
    expect(mail?.data).toContain('Auto-Submitted: auto-generated');
    expect(mail?.data).not.toMatch(/^(b?cc):/im);
    // Bodies in quoted-printable or base64: the line that is one dot did not end the message.
    expect(mail?.data.length).toBeGreaterThan(200);
  });

  it('logs in with the secret, and a refused login may be mended', async () => {
    expect(await sender({ user: 'desk' }, 's3cret').send(message)).toMatchObject({ outcome: 'sent' });
    expect(server.lines.at(-4)).toContain(Buffer.from('\0desk\0s3cret').toString('base64'));
    server.behave({ auth: '535 no' });
    expect(await sender({ user: 'desk' }, 'wrong').send(message)).toEqual({
      outcome: 'failed',
      error: 'LOGIN_REFUSED',
      retryAfterSeconds: null,
    });
  });

  it.each([
    [{ rcpt: '550 no such user anar@mail.kz' }, 'rejected', 'ADDRESS_REFUSED'],
    [{ rcpt: '451 later' }, 'failed', 'PROVIDER_BUSY'],
    [{ mail: '550 not you' }, 'failed', 'PROVIDER_BROKEN'],
    [{ mail: '421 closing' }, 'failed', 'PROVIDER_BUSY'],
    [{ data: '554 no' }, 'rejected', 'MESSAGE_REFUSED'],
    [{ body: '554 spam' }, 'rejected', 'MESSAGE_REFUSED'],
    [{ body: '452 full' }, 'failed', 'PROVIDER_BUSY'],
    [{ connect: '554 go away' }, 'failed', 'PROVIDER_BROKEN'],
    [{ connect: 'drop' }, 'failed', 'PROVIDER_UNREACHABLE'],
    [{ rcpt: 'drop' }, 'failed', 'PROVIDER_UNREACHABLE'],
    [{ connect: 'stall' }, 'failed', 'PROVIDER_TIMEOUT'],
    [{ body: 'stall' }, 'failed', 'PROVIDER_TIMEOUT'],
    [{ ehlo: 'drip' }, 'failed', 'PROVIDER_TIMEOUT'],
  ] as const satisfies readonly (readonly [Behaviour, string, string])[])(
    '%j is %s %s',
    async (behaviour, outcome, error) => {
      server.behave(behaviour);
      const started = performance.now();
      expect(await sender().send(message)).toMatchObject({ outcome, error });
      expect(performance.now() - started).toBeLessThan(2500);
    },
  );

  it('nobody there, and a server without TLS where it is asked for', async () => {
    expect(await sender({ port: 1 }).send(message)).toMatchObject({ error: 'PROVIDER_UNREACHABLE' });
    expect(await sender({ security: 'starttls' }).send(message)).toMatchObject({
      outcome: 'failed',
      error: 'PROVIDER_TLS',
    });
    expect(await sender({ security: 'tls' }).send(message)).toMatchObject({ outcome: 'failed' });
  });

  it('taken and the answer lost: the next attempt bears the same Message-ID', async () => {
    const before = server.mails.length;
    server.behave({ body: 'drop' });
    expect(await sender().send(message)).toMatchObject({ outcome: 'failed' });
    server.behave({});
    expect(await sender().send(message)).toMatchObject({ outcome: 'sent' });
    const ids = server.mails.slice(before).map((mail) => /^Message-ID: (.+)$/im.exec(mail.data)?.[1]);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('a server that answers twice says it once', async () => {
    const before = server.mails.length;
    server.behave({ body: '250 taken\r\n250 taken again' });
    expect(await sender().send(message)).toMatchObject({ outcome: 'sent' });
    expect(server.mails).toHaveLength(before + 1);
    // Out of step before the message: it may fail, and never goes out twice.
    server.behave({ rcpt: '250 ok\r\n250 ok' });
    await sender().send(message);
    expect(server.mails.length - before).toBeLessThanOrEqual(2);
  });
});
