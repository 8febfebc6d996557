import type { Command } from 'commander';
import { type CommonOptions, runOffice, withCommon } from './command.ts';
import type { CliIo } from './io.ts';
import { OFFICE_TEXTS } from './office-texts.ts';

/** Adds `verify`: walks all history, every decision, every queue and seat; exit 1 and the first broken row when anything does not hold. */
export function registerVerifyCommand(program: Command, io: CliIo): void {
  withCommon(program.command('verify'))
    .description('Walk the whole history, every decision, queue and seat; name the first broken row')
    .action((options: CommonOptions) =>
      runOffice(io, options, async ({ db, json, language }) => {
        const { verifyAll } = await import('../verify/verify-all.ts');
        const report = await verifyAll(db, { now: () => io.now() });
        if (json) {
          io.out(JSON.stringify(report));
          return report.ok;
        }
        const say = (code: keyof typeof OFFICE_TEXTS, detail: string): void =>
          io.out(`${OFFICE_TEXTS[code][language]}: ${detail}`);
        say('VERIFY_COUNTS', `${report.historyRows}, ${report.decisions}, ${report.places}`);
        if (report.revocationUnchecked > 0) say('VERIFY_UNCHECKED', String(report.revocationUnchecked));
        if (report.samples > 0) say('VERIFY_SAMPLES', String(report.samples));
        const [first] = report.broken;
        if (first === undefined) {
          io.out(OFFICE_TEXTS.VERIFY_OK[language]);
        } else {
          io.err(`${OFFICE_TEXTS.VERIFY_BROKEN[language]}: ${first.row} ${first.reason}`);
          for (const one of report.broken.slice(1)) io.err(`  ${one.row} ${one.reason}`);
        }
        return report.ok;
      }),
    );
}
