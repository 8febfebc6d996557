/** The desk's sender: takes due notices, sends them outside any transaction, writes down how each attempt ended. */
import { DbError } from '../../db/db-error.ts';
import { sqlFailure } from '../../db/errors.ts';
import {
  channelSecret,
  endDelivery,
  type LeasedNotice,
  leaseNotices,
  noticeChannels,
} from '../../db/queries/notices.ts';
import { afterAttempt, isAddress } from '../../domain/delivery.ts';
import { fillTemplate } from '../../domain/template.ts';
import type { Desk } from '../context.ts';
import { safeErrorFields } from '../log.ts';
import { type Reference, today } from '../reference.ts';
import { openChannel, type SendingChannel } from './channels.ts';
import { failed, type Message, rejected, type Sender, type SendResult } from './sender.ts';

/** Sent side by side: all of a batch end within one time-out, which is shorter than a lease. */
const BATCH = 10;
/** Other work of the desk waits for nobody's server; what is left comes with the next tick. */
const MOST_BATCHES = 100;
const TRIES_TO_WRITE = 3;

/** Sends what is due on every channel that is set up. Any number of desks may do so at the same time. */
export async function sendNotices(desk: Desk, random: () => number = Math.random): Promise<void> {
  const senders = await openSenders(desk);
  // Channel by channel, so that one that hangs takes no other's place in a batch.
  await Promise.all([...senders].map(([channel, sender]) => sendOn(desk, channel, sender, random)));
}

async function openSenders(desk: Desk): Promise<ReadonlyMap<SendingChannel, Sender>> {
  // 'system': channels and their secrets are the desk's own, no officer's.
  return await desk.db.read('system', async (tx) => {
    const senders = new Map<SendingChannel, Sender>();
    for (const row of await noticeChannels(tx)) {
      if (!row.enabled) continue;
      const sender = openChannel(row.channel, row.settings, await channelSecret(tx, row.channel));
      if (sender === null) desk.log.error('CHANNEL_SETTINGS', { channel: row.channel });
      else senders.set(row.channel, sender);
    }
    return senders;
  });
}

async function sendOn(
  desk: Desk,
  channel: SendingChannel,
  sender: Sender,
  random: () => number,
): Promise<void> {
  const counts = { sent: 0, failed: 0, rejected: 0 };
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const reference = await desk.reference.get();
    // 'system': a family's message is sent by the desk, whoever sits at it.
    const leased = await desk.db.write('system', (tx) => leaseNotices(tx, [channel], BATCH));
    const results = await Promise.all(leased.map((notice) => attempt(desk, reference, sender, notice)));
    await Promise.all(
      leased.map((notice, i) => {
        const result = results[i] ?? failed('SEND_FAILED');
        counts[result.outcome]++;
        return writeDown(desk, reference, notice, result, random);
      }),
    );
    if (leased.length < BATCH) break;
  }
  if (counts.sent + counts.failed + counts.rejected > 0)
    desk.log.info('NOTICES_SENT', { channel, ...counts });
}

async function attempt(
  desk: Desk,
  reference: Reference,
  sender: Sender,
  notice: LeasedNotice,
): Promise<SendResult> {
  if (!isAddress(notice.channel, notice.address)) return rejected('ADDRESS_BAD');
  const message = messageOf(desk, reference, notice);
  if (message === null) return rejected('MESSAGE_REFUSED');
  try {
    return await sender.send(message);
  } catch (error) {
    desk.log.error('NOTICE_SEND', { channel: notice.channel, ...safeErrorFields(error) });
    return failed('SEND_FAILED');
  }
}

/** Null where the subject's words ask for something a subject is not given. */
function messageOf(desk: Desk, reference: Reference, notice: LeasedNotice): Message | null {
  const words = reference.texts(today(desk.clock), notice.channel);
  const subject = fillTemplate(words('email_subject', notice.language), {
    number: notice.application_number,
  });
  if (!subject.ok) return null;
  return {
    key: `${reference.installation.id}-${notice.id}-${notice.round}`,
    to: notice.address,
    subject: subject.text,
    text: notice.body,
    language: notice.language,
    kind: notice.kind,
  };
}

async function writeDown(
  desk: Desk,
  reference: Reference,
  notice: LeasedNotice,
  result: SendResult,
  random: () => number,
): Promise<void> {
  const at = desk.clock.now();
  const rules = reference.delivery(notice.region_id, today(desk.clock));
  const after =
    rules === null
      ? null
      : afterAttempt(rules, {
          outcome: result.outcome,
          tries: notice.tries,
          channel: notice.channel,
          at,
          jitter: random(),
          retryAfterSeconds: result.outcome === 'failed' ? result.retryAfterSeconds : null,
        });
  const end = {
    outcome: result.outcome,
    providerId: result.outcome === 'sent' ? result.providerId : null,
    error: result.outcome === 'sent' ? null : result.error,
    nextAt: after?.nextAt ?? null,
  };
  for (let tries = 1; ; tries++) {
    try {
      await desk.db.write('system', (tx) => endDelivery(tx, notice, end));
      return;
    } catch (error) {
      // Taken by another desk since (this one slept): that one's answer counts, and the key was the same.
      if (sqlFailure(error)?.constraint === 'notice_lease_held') {
        desk.log.info('NOTICE_LEASE_LOST', { channel: notice.channel });
        return;
      }
      const again = error instanceof DbError && error.code === 'DB_BUSY' && tries < TRIES_TO_WRITE;
      if (again) continue;
      // Unwritten: the lease runs out, and the notice goes again under the same key.
      desk.log.error('NOTICE_UNWRITTEN', { channel: notice.channel, ...safeErrorFields(error) });
      return;
    }
  }
}
