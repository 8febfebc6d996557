/** Families with notices, channels that are set up, and the desk's own work in a few words. */
import { sql } from 'kysely';
import { sqlFailure } from '../../../db/errors.ts';
import { endDelivery, type LeasedNotice, leaseNotices, putChannel } from '../../../db/queries/notices.ts';
import type { TestDatabase } from '../engines.ts';
import { attempt } from '../guard-attempt.ts';
import {
  type ApplicationWish,
  application,
  type MadeApplication,
  type MiniWorld,
  makeMiniWorld,
} from '../mini-world.ts';

export const SECRET = 'correct horse battery staple';

export class NoticeWorld {
  readonly test: TestDatabase;
  readonly mini: MiniWorld;

  private constructor(test: TestDatabase, mini: MiniWorld) {
    this.test = test;
    this.mini = mini;
  }

  /** A world without quiet hours, all channels on. */
  static async make(test: TestDatabase): Promise<NoticeWorld> {
    const world = new NoticeWorld(test, await makeMiniWorld(test.db));
    await world.terms('quiet_from = null, quiet_to = null');
    await test.db.write('system', async (tx) => {
      for (const channel of ['email', 'sms', 'ed24'] as const) {
        await putChannel(tx, channel, {
          enabled: true,
          settings: { url: 'http://127.0.0.1:1/' },
          secret: SECRET,
          at: new Date(),
          by: 'cli:test',
        });
      }
    });
    return world;
  }

  /** Other terms of sending at once, as nobody may have them outside of a test: what has begun is followed, not changed. */
  async terms(set: string): Promise<void> {
    await this.owner(
      'alter table delivery_rule disable trigger delivery_rule_guard',
      `update delivery_rule set ${set}`,
      'alter table delivery_rule enable trigger delivery_rule_guard',
    );
  }

  async owner(...statements: readonly string[]): Promise<void> {
    await this.test.db.write('system', async (tx) => {
      for (const statement of statements) await sql.raw(statement).execute(tx);
    });
  }

  async one<T>(query: string): Promise<T> {
    return await this.test.db.write('system', async (tx) => {
      const { rows } = await sql.raw<{ value: T }>(query).execute(tx);
      return (rows[0] as { value: T }).value;
    });
  }

  async family(wish: Partial<ApplicationWish> = {}): Promise<MadeApplication> {
    return await this.test.db.write('system', (tx) =>
      application(tx, { district: this.mini.districts[0], ...wish }),
    );
  }

  /** A notice that waits, as a job's would. */
  async notice(a: MadeApplication, part: { channel?: string; address?: string } = {}): Promise<string> {
    const channel = part.channel ?? 'sms';
    const address = part.address ?? (channel === 'letter' ? 'Достық, 5' : a.phone);
    return await this.one<string>(`insert into notice (application_id, kind, channel, language, address, body, queued_at)
      values (${a.id}, 'age_out', '${channel}', 'kk', '${address}', 'мәтін', kezek.now() - interval '1 second') returning id::text as value`);
  }

  async lease(
    channels: readonly string[] = ['sms', 'email', 'ed24'],
    atMost = 50,
  ): Promise<readonly LeasedNotice[]> {
    return await this.test.desk.write('system', (tx) => leaseNotices(tx, channels, atMost));
  }

  /** Ends an attempt as the desk; the state of the notice, or the guard's name. */
  async end(
    notice: Pick<LeasedNotice, 'id' | 'attempt' | 'lease'>,
    outcome: 'sent' | 'failed' | 'rejected',
    nextAt: Date | null = null,
  ): Promise<string> {
    const end = { outcome, providerId: null, error: outcome === 'sent' ? null : 'PROVIDER_BUSY', nextAt };
    return await this.told(() => this.test.desk.write('system', (tx) => endDelivery(tx, notice, end)));
  }

  /** What raw SQL of the owner meets: the guard's name, or 'done'. */
  async byOwner(...statements: readonly string[]): Promise<string> {
    return await this.told(async () => {
      await this.owner(...statements);
      return 'done';
    });
  }

  by(scope: { iin: string; postId: number }, ...statements: string[]): Promise<string | number> {
    return attempt(this.test, scope, ...statements);
  }

  /** Lets whatever waits be due now, and whatever is being sent lapse. */
  async hurry(): Promise<void> {
    await this.test.tamper(
      `update notice set next_attempt_at = now() - interval '1 second' where next_attempt_at is not null`,
    );
  }

  async state(id: string): Promise<string> {
    return await this.one(`select state as value from notice where id = ${id}`);
  }

  private async told(work: () => Promise<string>): Promise<string> {
    try {
      return await work();
    } catch (error) {
      const failure = sqlFailure(error) ?? sqlFailure((error as Error).cause);
      if (failure === null) throw error;
      return failure.constraint ?? failure.sqlState;
    }
  }
}
