import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenDatabase, openEmbedded } from '../../../db/open.ts';
import type { Desk } from '../../../main/context.ts';
import { releaseLapsedClaims } from '../../../main/jobs/jobs.ts';
import { recheckRevocation } from '../../../main/jobs/recheck.ts';
import { silentLog } from '../../../main/log.ts';
import { createReferenceCache } from '../../../main/reference.ts';
import { createTrustSource } from '../../../main/session/trust.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import { signIn, startDesk, testClock } from '../../fakes/desk.ts';
import { mine, prepareOne, signAll } from '../../fakes/engines.ts';
import { officeFolder, WORLD_MS } from '../../fakes/office.ts';

const DAY = 24 * 60 * 60_000;

describe('the desk’s own work', () => {
  const clock = testClock();
  let db: OpenDatabase;
  let remove: () => Promise<void>;
  let decisionId: string;

  /** A desk without windows: what jobs need of one. */
  function jobsDesk(): Desk {
    const reference = createReferenceCache(db, clock);
    return {
      db,
      clock,
      log: silentLog,
      reference,
      trust: createTrustSource(db, reference, clock),
    } as unknown as Desk;
  }

  beforeAll(async () => {
    const office = await officeFolder();
    remove = office.remove;
    const desk = await startDesk({ dataFolder: office.folder, clock });
    const client = desk.port();
    await signIn(client, 'me', { role: 'clerk' });
    const [row] = await mine(client);
    const [result] = await signAll(client, [await prepareOne(client, row?.id ?? '')]);
    decisionId = result?.decision?.id ?? '';
    await desk.close();
    db = await openEmbedded({ dataFolder: office.folder, clock });
  }, WORLD_MS);
  afterAll(async () => {
    await db.close();
    await remove();
  });

  it('frees what nobody holds any more, tells the history, and leaves live claims', async () => {
    const held = () =>
      db.read('system', (tx) =>
        tx
          .selectFrom('application')
          .select(['id', 'status', 'version', 'claimed_by'])
          .where('claimed_by', 'is not', null)
          .execute(),
      );
    const before = await held();
    expect(before.length).toBeGreaterThan(5);
    await releaseLapsedClaims(jobsDesk());
    expect(await held()).toEqual(before);
    clock.advance(60 * DAY);
    await releaseLapsedClaims(jobsDesk());
    expect(await held()).toEqual([]);
    const rows = await db.read('system', (tx) =>
      tx
        .selectFrom('history')
        .select(['application_id', 'from_status', 'to_status', 'actor', 'version'])
        .where('event', '=', 'claim_lapsed')
        .execute(),
    );
    expect(rows).toHaveLength(before.length);
    for (const row of rows) {
      const was = before.find((one) => one.id === row.application_id);
      expect(row).toMatchObject({
        actor: 'job:claims',
        from_status: was?.status,
        to_status: was?.status === 'in_review' ? 'registered' : 'answered',
        version: (was?.version ?? 0) + 1,
      });
    }
    expect((await verifyAll(db, clock)).broken).toEqual([]);
  });

  it('asks again about revocation where nobody could be asked, keeps the evidence, and asks no more', async () => {
    const desk = jobsDesk();
    let asked = 0;
    const answering = {
      ...desk,
      trust: {
        ...desk.trust,
        revocation: async () => {
          asked++;
          return {
            status: 'good' as const,
            source: 'ocsp' as const,
            reason: null,
            checkedAt: clock.now(),
            producedAt: clock.now(),
            revokedAt: null,
            evidence: new Uint8Array([1, 2, 3]),
            evidenceSha256: null,
          };
        },
      },
    } as Desk;
    await recheckRevocation(answering);
    expect(asked).toBe(0);
    await db.write('system', (tx) =>
      tx.updateTable('installation').set({ ocsp_url: 'http://ocsp.example' }).execute(),
    );
    desk.reference.forget();
    await recheckRevocation(answering);
    expect(asked).toBe(1);
    await recheckRevocation(answering);
    expect(asked).toBe(1);
    const rows = await db.read('system', (tx) => tx.selectFrom('decision_recheck').selectAll().execute());
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      decision_id: decisionId,
      status: 'good',
      source: 'ocsp',
      checked_by: 'job:recheck',
    });
    expect(rows[0]?.evidence?.equals(Buffer.from([1, 2, 3]))).toBe(true);
    expect((await verifyAll(db, clock)).revocationUnchecked).toBe(0);
  });
});
