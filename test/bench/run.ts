/**
 * `npm run bench`: what the desk takes, beside named baselines of the same run. `--only NAME` (eds, contract, journal, queue, referrals, intake,
 * start, review, size) runs one part and leaves the other parts' figures as they were. Exit 1 when a target is missed.
 */
import { parseArgs } from 'node:util';
import type { Result } from './measure.ts';
import { keep, table } from './report.ts';

const PARTS: Readonly<Record<string, () => Promise<Result[]>>> = {
  eds: async () => (await import('./eds.ts')).benchEds(),
  contract: async () => (await import('./contract.ts')).benchContract(),
  journal: async () => (await import('./journal.ts')).benchJournal(),
  queue: async () => (await import('./queue.ts')).benchQueue(),
  referrals: async () => (await import('./referrals.ts')).benchReferrals(),
  intake: async () => (await import('./intake.ts')).benchIntake(),
  start: async () => (await import('./start.ts')).benchStart(),
  review: async () => (await import('./review.ts')).benchReview(),
  size: async () => (await import('./size.ts')).benchSize(),
};

function chosenParts(): readonly string[] {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const names = values.only?.flatMap((value) => value.split(',')) ?? Object.keys(PARTS);
  const unknown = names.filter((name) => !(name in PARTS));
  if (unknown.length > 0) {
    console.error(`unknown part: ${unknown.join(', ')}. Parts: ${Object.keys(PARTS).join(', ')}`);
    process.exit(2);
  }
  return names;
}

const ran: Record<string, Result[]> = {};
for (const name of chosenParts()) {
  console.error(`bench: ${name}`);
  ran[name] = (await PARTS[name]?.()) ?? [];
}
const results = Object.values(ran).flat();
console.log(table(results));
await keep(ran);
const missed = results.filter((line) => line.target?.met === false);
console.log(missed.length === 0 ? '\nall targets met' : `\n${missed.length} targets missed`);
process.exitCode = missed.length === 0 ? 0 : 1;
