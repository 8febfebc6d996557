/** Sending notices: leases, ends of attempts, channels and their secrets. Run by 'system': a desk with nobody signed in. */
import { sql } from 'kysely';
import type { WriteTransaction } from '../transaction.ts';
import { type Reader, rowsOf } from './reader.ts';

/** A notice this desk holds until its lease runs out. Personal data: never logged. */
export interface LeasedNotice {
  readonly id: string;
  readonly attempt: number;
  /** Which attempt of its round, from 1. */
  readonly tries: number;
  readonly round: number;
  readonly lease: string;
  readonly channel: 'sms' | 'email' | 'ed24';
  readonly language: 'kk' | 'ru';
  readonly kind: string;
  readonly address: string;
  readonly body: string;
  readonly application_number: string;
  readonly region_id: number;
}

/** Takes up to so many due notices; whoever asks at the same time gets others. */
export async function leaseNotices(
  tx: WriteTransaction,
  channels: readonly string[],
  atMost: number,
): Promise<readonly LeasedNotice[]> {
  return await rowsOf(
    tx,
    sql<LeasedNotice>`select * from kezek.lease_notices(${[...channels]}::text[], ${atMost}::int4)`,
  );
}

/** Ends an attempt; answers the notice's state. Refused (notice_lease_held) when another desk has taken it since. */
export async function endDelivery(
  tx: WriteTransaction,
  notice: Pick<LeasedNotice, 'id' | 'attempt' | 'lease'>,
  end: {
    readonly outcome: 'sent' | 'failed' | 'rejected';
    readonly providerId: string | null;
    /** A code, never a provider's words. */
    readonly error: string | null;
    readonly nextAt: Date | null;
  },
): Promise<string> {
  const [row] = await rowsOf(
    tx,
    sql<{
      state: string;
    }>`select kezek.end_delivery(${notice.id}::int8, ${notice.attempt}::int2, ${notice.lease}::uuid,
      ${end.outcome}, ${end.providerId}, ${end.error}, ${end.nextAt}) as state`,
  );
  return row?.state ?? '';
}

export interface ChannelRow {
  readonly channel: 'sms' | 'email' | 'ed24';
  readonly enabled: boolean;
  readonly settings: unknown;
  readonly changed_at: Date;
}

/** Channels that were set up, as the desk and the command line read them. */
export async function noticeChannels(tx: Reader): Promise<readonly ChannelRow[]> {
  return await rowsOf(
    tx,
    sql<ChannelRow>`select channel, enabled, settings, changed_at from notice_channel order by channel`,
  );
}

/** What opens a channel; null where nothing was set. For the desk's job alone. */
export async function channelSecret(tx: Reader, channel: string): Promise<string | null> {
  const [row] = await rowsOf(
    tx,
    sql<{ secret: string | null }>`select kezek.channel_secret(${channel}) as secret`,
  );
  return row?.secret ?? null;
}

/** Sets a channel up; `secret` undefined keeps the one there is. As the owner. */
export async function putChannel(
  tx: WriteTransaction,
  channel: ChannelRow['channel'],
  row: {
    readonly enabled: boolean;
    readonly settings: unknown;
    readonly secret: string | null | undefined;
    readonly at: Date;
    readonly by: string;
  },
): Promise<void> {
  const settings = JSON.stringify(row.settings);
  await sql`insert into notice_channel (channel, enabled, settings, changed_at, changed_by)
    values (${channel}, ${row.enabled}, ${settings}::jsonb, ${row.at}, ${row.by})
    on conflict (channel) do update set enabled = excluded.enabled, settings = excluded.settings,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(tx);
  if (row.secret === null) {
    await tx.deleteFrom('channel_secret').where('channel', '=', channel).execute();
  } else if (row.secret !== undefined) {
    await sql`insert into channel_secret (channel, secret, changed_at) values (${channel}, ${row.secret}, ${row.at})
      on conflict (channel) do update set secret = excluded.secret, changed_at = excluded.changed_at`.execute(
      tx,
    );
  }
}

/** Whether a secret is kept for a channel. As the owner. */
export async function hasSecret(tx: Reader, channel: string): Promise<boolean> {
  const row = await tx
    .selectFrom('channel_secret')
    .select('channel')
    .where('channel', '=', channel)
    .executeTakeFirst();
  return row !== undefined;
}

/** Terms of sending of all times, those that begin last first. */
export async function deliveryRules(tx: Reader) {
  return await tx
    .selectFrom('delivery_rule')
    .selectAll()
    .orderBy('valid_from', 'desc')
    .orderBy('id')
    .execute();
}

/** Every wording of every text, oldest first. */
export async function noticeTemplates(tx: Reader) {
  return await tx.selectFrom('notice_template').selectAll().orderBy('id').execute();
}

export async function addTemplate(
  tx: WriteTransaction,
  row: {
    readonly code: string;
    readonly language: 'kk' | 'ru' | 'en';
    readonly channel: 'sms' | 'email' | 'ed24' | 'letter' | null;
    readonly body: string;
    readonly validFrom: string;
    readonly at: Date;
    readonly by: string;
  },
): Promise<number> {
  const { id } = await tx
    .insertInto('notice_template')
    .values({
      code: row.code,
      language: row.language,
      channel: row.channel,
      body: row.body,
      valid_from: row.validFrom,
      made_at: row.at,
      made_by: row.by,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The channel each of these families is told by: what a job words its message for. */
export async function channelsOf(
  tx: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, 'sms' | 'email' | 'ed24' | 'letter'>> {
  const rows = await tx
    .selectFrom('application')
    .select(['id', 'notification_type'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row.notification_type]));
}

/** Tells a family once of what the history has just been told. `given`: values of the text's placeholders in each language. */
export async function tellFamily(
  tx: WriteTransaction,
  applicationId: string,
  kind: string,
  given: { readonly kk: Readonly<Record<string, string>>; readonly ru: Readonly<Record<string, string>> },
): Promise<void> {
  await sql`select kezek.tell_family(${applicationId}::int8, ${kind}, ${JSON.stringify(given)}::jsonb)`.execute(
    tx,
  );
}
