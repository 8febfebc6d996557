/** `kezek queue`: a place explained, a referral proven, an order listed. Names no child: applications go by their numbers. */
import type { Command } from 'commander';
import { type BegunReferral, begunReferral } from '../../db/queries/queue-moments.ts';
import { applicationIdOf, districtByCode, numbersOf, queueByKey } from '../../db/queries/queue-view.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { placeReasons } from '../../domain/queue-place.ts';
import { momentOfMicros, placeWords } from '../../domain/queue-words.ts';
import type { ReplayFault } from '../../domain/replay.ts';
import type { Replay } from '../../preload/contract/queue.ts';
import { ActError } from '../errors.ts';
import { type ExplainedPlace, explainPlace } from '../queue/explain.ts';
import { ratioOf, readMoment } from '../queue/moment.ts';
import { lineOf } from '../queue/profile-rows.ts';
import { proveReferral } from '../queue/replay.ts';
import { createReferenceCache, type Reference } from '../reference.ts';
import { type CommonOptions, OfficeRefusal, type Run, runOffice, withCommon } from './command.ts';
import { type CliIo, MisuseError, readMoment as momentFrom } from './io.ts';
import { FAULTS, KINDS, LANGUAGES, QUEUE_LABELS, STREAMS, VERDICTS, WHYS } from './queue-texts.ts';

type AtOption = CommonOptions & { readonly at?: string };

const APPLICATION = /^\d{4}-\d{6,7}$/;
const REFERRAL = /^\d{4}-Ж-\d{6,7}$/u;
const ID = /^\d{1,19}$/;

/** Adds `queue explain`, `queue replay`, `queue order`. */
export function registerQueueCommand(program: Command, io: CliIo): void {
  const queue = program
    .command('queue')
    .description('Why a child stands where it stands; was a referral in order');
  const at = ['--at <time>', 'as of a past moment: a date, or a time with its zone'] as const;
  withCommon(queue.command('explain').argument('<application>', 'number or id'))
    .option(...at)
    .description('Explain the place of an application; exit 1 when it does not wait')
    .action((application: string, options: AtOption) =>
      runOffice(io, options, (run) => explainCommand(run, application, options.at)),
    );
  withCommon(
    queue.command('replay').argument('<referral>', "its number, its application's number, or its id"),
  )
    .description(
      'Prove that the child was next, or say who was passed over by which signed act; exit 1 when not proven',
    )
    .action((referral: string, options: CommonOptions) =>
      runOffice(io, options, (run) => replayCommand(run, referral)),
    );
  withCommon(
    queue
      .command('order')
      .argument('<district>', 'code')
      .argument('<kind>', 'general or special')
      .argument('<cohort>', 'year of birth')
      .argument('<language>', 'kk or ru'),
  )
    .option(...at)
    .description('List the order of a queue by application numbers; exit 1 when nobody waits')
    .action((district: string, kind: string, cohort: string, language: string, options: AtOption) =>
      runOffice(io, options, (run) => orderCommand(run, { district, kind, cohort, language }, options.at)),
    );
}

/** The moment asked for; null: now. */
function moment(text: string | undefined): Date | null {
  if (text === undefined) return null;
  try {
    return momentFrom(text);
  } catch (error) {
    if (error instanceof MisuseError) throw new OfficeRefusal('QUEUE_TIME', 2, text);
    throw error;
  }
}

/** Reads as the owner of the database: the command line is its administrator's. */
async function reading<T>(run: Run, fn: (tx: Reader, reference: Reference) => Promise<T>): Promise<T> {
  const reference = await createReferenceCache(run.db, { now: () => run.io.now() }).get();
  try {
    return await run.db.read('system', (tx) => fn(tx, reference));
  } catch (error) {
    if (error instanceof ActError) {
      throw new OfficeRefusal(error.code === 'REFUSED' ? 'QUEUE_NOT_WAITING' : 'QUEUE_NO_RULES', 1);
    }
    throw error;
  }
}

async function explainCommand(run: Run, asked: string, atText: string | undefined): Promise<boolean> {
  const at = moment(atText);
  if (!APPLICATION.test(asked) && !ID.test(asked)) throw new OfficeRefusal('QUEUE_APPLICATION', 2, asked);
  await reading(run, async (tx, reference) => {
    const found = await applicationIdOf(tx, APPLICATION.test(asked) ? { number: asked } : { id: asked });
    if (found === undefined) throw new OfficeRefusal('QUEUE_APPLICATION_UNKNOWN', 1, asked);
    const explained = await explainPlace(tx, reference, found.id, run.io.now(), at);
    tellPlace(run, reference, found.number, explained);
  });
  return true;
}

function tellPlace(run: Run, reference: Reference, number: string, explained: ExplainedPlace): void {
  const { figures, key, profile } = explained;
  const ratio = ratioOf(profile);
  if (run.json) {
    const line = lineOf(reference, profile);
    run.io.out(
      JSON.stringify({
        ok: true,
        ...figures,
        appliedAt: momentOfMicros(figures.at),
        at: explained.at.toISOString(),
        application: number,
        key,
        profile: { code: line.code, benefitPlaces: line.benefitPlaces, ordinaryPlaces: line.ordinaryPlaces },
        reasons: placeReasons(figures, ratio),
      }),
    );
    return;
  }
  const label = (name: keyof typeof QUEUE_LABELS): string => QUEUE_LABELS[name][run.language];
  const words = placeWords(figures, ratio, `№ ${number}`, run.language);
  run.io.out(`№ ${number} · ${keyWords(run, reference, key)}`);
  run.io.out(`${label('at')}: ${momentOfMicros(explained.at.getTime() * 1000)}`);
  run.io.out(words.place);
  run.io.out(words.summary);
  words.reasons.forEach((reason, i) => {
    run.io.out(`${i + 1}. ${reason}`);
  });
  run.io.out(`${label('rules')}: ${profile.code} · ${ratio.benefitPlaces} : ${ratio.ordinaryPlaces}`);
}

function keyWords(run: Run, reference: Reference, key: ExplainedPlace['key']): string {
  const district = reference.districts.get(key.districtId);
  const name = district?.[`name_${run.language}`] ?? String(key.districtId);
  return `${name} · ${KINDS[key.queueKind][run.language]} · ${key.cohortYear} · ${LANGUAGES[key.language][run.language]}`;
}

async function replayCommand(run: Run, asked: string): Promise<boolean> {
  return await reading(run, async (tx, reference) => {
    const referral = await referralOf(tx, asked);
    if (referral === undefined) throw new OfficeRefusal('QUEUE_REFERRAL_UNKNOWN', 1, asked);
    const proof = await proveReferral(tx, reference, referral);
    const ok = proof.verdict !== 'not_proven';
    if (run.json) run.io.out(JSON.stringify({ ok, ...proof }));
    else tellProof(run, reference, proof);
    return ok;
  });
}

async function referralOf(tx: Reader, asked: string): Promise<BegunReferral | undefined> {
  if (REFERRAL.test(asked)) return await begunReferral(tx, { number: asked });
  if (APPLICATION.test(asked)) return await begunReferral(tx, { application: asked });
  if (ID.test(asked)) return await begunReferral(tx, { id: asked });
  throw new OfficeRefusal('QUEUE_REFERRAL', 2, asked);
}

function tellProof(run: Run, reference: Reference, proof: Replay): void {
  const { language } = run;
  const say = (name: keyof typeof QUEUE_LABELS, text: string): void =>
    run.io.out(`${QUEUE_LABELS[name][language]}: ${text}`);
  run.io.out(VERDICTS[proof.verdict][language]);
  say('referral', proof.referralNumber ?? `#${proof.referralId}`);
  say('application', `№ ${proof.applicationNumber} · ${keyWords(run, reference, proof.key)}`);
  say('kindergarten', `«${proof.kindergarten}»`);
  say('at', momentOfMicros(proof.at.getTime() * 1000));
  say('rules', `${proof.profile.code} · ${proof.profile.benefitPlaces} : ${proof.profile.ordinaryPlaces}`);
  say('turn', `${proof.turn} (${STREAMS[proof.stream][language]})`);
  say('place', `${proof.place} / ${proof.total}`);
  say('aheadNotWanting', String(proof.aheadNotWanting));
  if (proof.decisionNumber !== null) say('decision', proof.decisionNumber);
  if (proof.outOfOrderReason !== null) say('reason', proof.outOfOrderReason[language]);
  if (proof.passed.length > 0) {
    run.io.out(`${QUEUE_LABELS.passed[language]}:`);
    for (const one of proof.passed)
      run.io.out(`  ${one.place}. № ${one.number} · ${WHYS[one.why][language]}`);
  }
  if (proof.faults.length > 0) {
    run.io.out(`${QUEUE_LABELS.faults[language]}:`);
    for (const fault of proof.faults) run.io.out(`  ${FAULTS[fault as ReplayFault][language]}`);
  }
}

interface KeyWords {
  readonly district: string;
  readonly kind: string;
  readonly cohort: string;
  readonly language: string;
}

async function orderCommand(run: Run, asked: KeyWords, atText: string | undefined): Promise<boolean> {
  const at = moment(atText) ?? run.io.now();
  const { kind, language } = asked;
  if (
    (kind !== 'general' && kind !== 'special') ||
    (language !== 'kk' && language !== 'ru') ||
    !/^\d{4}$/.test(asked.cohort)
  ) {
    throw new OfficeRefusal('QUEUE_KEY', 2, `${kind} ${asked.cohort} ${language}`);
  }
  return await reading(run, async (tx, reference) => {
    const district = await districtByCode(tx, asked.district);
    const queue =
      district === undefined
        ? undefined
        : await queueByKey(tx, {
            districtId: district.id,
            service: 'preschool_queue',
            queueKind: kind,
            cohortYear: Number(asked.cohort),
            language,
          });
    if (queue === undefined) throw new OfficeRefusal('QUEUE_UNKNOWN', 1, Object.values(asked).join(' '));
    const { order, key, profile } = await readMoment(tx, reference, queue, at);
    const numbers = await numbersOf(
      tx,
      order.map((one) => one.entry.id),
    );
    const rows = order.map(({ entry, place, turn, stream, cause }) => ({
      place,
      application: numbers.get(entry.id) ?? entry.id,
      turn,
      stream,
      cause,
      priorityClass: entry.own.priorityClass,
      appliedAt: momentOfMicros(entry.own.at),
    }));
    if (run.json) {
      run.io.out(JSON.stringify({ ok: true, key, at: at.toISOString(), profile: profile.code, order: rows }));
    } else {
      for (const row of rows) {
        run.io.out(
          `${row.place}  ${row.application}  ${STREAMS[row.stream][run.language]}  ${row.turn}  ${row.appliedAt}`,
        );
      }
    }
    return rows.length > 0;
  });
}
