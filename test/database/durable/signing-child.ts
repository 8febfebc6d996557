/**
 * A desk that signs a whole plan of offers and tells each answer, until it is killed. Run by signed-batch.spec.ts on a data
 * folder with the test office and a queue of its own.
 */
import { randomUUID } from 'node:crypto';
import { signIn, startDesk } from '../../fakes/desk.ts';
import { prepareActs } from '../../fakes/places.ts';

const [dataFolder = '', limit = '1'] = process.argv.slice(2);
const desk = await startDesk({ dataFolder });
const client = desk.port();
await signIn(client, 'me', { role: 'clerk' });
const plan = await client.referrals.plan({
  key: { districtId: 1, service: 'preschool_queue', queueKind: 'general', cohortYear: 2025, language: 'ru' },
  act: 'offer',
  limit: Number(limit),
});
const targets = plan.rows.map(({ applicationId: id, expectedVersion, seatId, turn }) => ({
  id,
  expectedVersion,
  seatId,
  turn,
}));
const prepared = await prepareActs(client, targets, { act: 'offer' });
const batch = prepared.map((row) => {
  if (!('preparedId' in row) || row.obstacles.length > 0) throw new Error(JSON.stringify(row));
  return { preparedId: row.preparedId, idempotencyKey: randomUUID() };
});
process.stdout.write(`ready ${batch.length}\n`);
for await (const event of await client.decisions.sign({ prepared: batch })) {
  if (event.type !== 'result') continue;
  const { ok, applicationId, decisionNumber, error } = event.result;
  process.stdout.write(
    `${ok ? 'ok' : `error ${JSON.stringify(error)}`} ${applicationId} ${decisionNumber}\n`,
  );
}
process.stdout.write('done\n');
// Waits to be killed, as a desk that is left open does.
setInterval(() => undefined, 60_000);
