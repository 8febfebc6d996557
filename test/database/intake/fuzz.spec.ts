/**
 * Ten thousand packages and scans spoilt in every way a wire, a disk or a hostile hand spoils them: no crash, no hang, no half-write,
 * and each that is refused has a code with words. Most go through the reader, some hundreds through the whole of taking.
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPackageFault } from '../../../domain/package.ts';
import { packageFaultWords } from '../../../domain/package-words.ts';
import { PackageRefusal } from '../../../main/intake/fault.ts';
import { openPackage } from '../../../main/intake/open-package.ts';
import {
  type ApplicationWish,
  applicationWish,
  applicationXml,
  type Citizen,
  makeCitizen,
  tinyPdf,
  zippedPackage,
} from '../../fakes/packages.ts';
import { openTestDatabase, type TestDatabase } from '../engines.ts';
import { countAll, type IntakeWorld, makeIntakeWorld } from './intake-world.ts';
import { byteSpoiler, changed, NASTY, pathsOf, spoilBytes, spoilText, textSpoiler } from './spoil.ts';

const READER_RUNS = 9_600;
const TAKING_RUNS = 400;
/** Of one package, however spoilt: a hang is a failure. */
const MOST_MS = 2_000;

let test: TestDatabase;
let world: IntakeWorld;
let citizen: Citizen;
let wish: ApplicationWish;

beforeAll(async () => {
  test = await openTestDatabase('pglite');
  world = await makeIntakeWorld(test, () => new Date());
  wish = applicationWish(new Date(), {
    benefitCategory: 'serviceman',
    scans: [
      { kind: 'birth_certificate', about: 'child', name: 'a.pdf', bytes: tinyPdf('one') },
      { kind: 'service_certificate', about: 'applicant', name: 'b.pdf', bytes: tinyPdf('two') },
    ],
  });
  citizen = await makeCitizen(world.ca, wish.applicant);
});
afterAll(() => test.close());

/** A file of a portal, spoilt: XML or ZIP, signed or not, in its text or in its bytes. */
const spoilt = fc.record({
  form: fc.constantFrom('xml', 'zip', 'signed', 'signed-zip'),
  text: fc.array(textSpoiler, { maxLength: 3 }),
  bytes: fc.array(byteSpoiler, { maxLength: 2 }),
});
type Spoilt = typeof spoilt extends fc.Arbitrary<infer S> ? S : never;

function fileOf({ form, text, bytes }: Spoilt, one: ApplicationWish = wish): Buffer {
  const spoil = (xml: string): string => text.reduce(spoilText, xml);
  // Half of the signed are spoilt before the signature, half after it.
  const early = text.length % 2 === 0;
  const sign = (xml: string): string => {
    if (!form.startsWith('signed')) return spoil(xml);
    if (!early) return spoil(citizen.sign(xml));
    try {
      return citizen.sign(spoil(xml));
    } catch {
      return spoil(xml);
    }
  };
  const file = form.endsWith('zip') ? zippedPackage(one, sign) : Buffer.from(sign(applicationXml(one)));
  return bytes.reduce(spoilBytes, file);
}

describe('spoilt packages', () => {
  it(`are read or refused by a code with words, ${READER_RUNS} times`, async () => {
    const trust = await world.context().trust.store();
    const now = new Date();
    const codes = new Map<string, number>();
    const signed = { xml: citizen.sign(applicationXml(wish)), zip: zippedPackage(wish, citizen.sign) };
    fc.assert(
      fc.property(spoilt, (how) => {
        // Signing anew each time would be most of the time; a signed file is mostly spoilt after it.
        const file =
          how.form === 'signed'
            ? how.bytes.reduce(spoilBytes, Buffer.from(how.text.reduce(spoilText, signed.xml)))
            : how.form === 'signed-zip'
              ? how.bytes.reduce(spoilBytes, signed.zip)
              : fileOf(how);
        const started = performance.now();
        let code = 'TAKEN';
        try {
          const { scans, package: one } = openPackage(file, trust, now);
          expect(scans).toHaveLength(one.scans.length);
          for (const [i, scan] of scans.entries()) {
            expect(createHash('sha256').update(scan.bytes).digest('hex')).toBe(one.scans[i]?.sha256);
          }
        } catch (error) {
          if (!(error instanceof PackageRefusal)) throw error;
          code = error.code;
          expect(isPackageFault(code)).toBe(true);
          expect(error.place.length).toBeLessThan(200);
          expect(error.place).not.toMatch(/\d{12}|[<>\0]/);
        }
        expect(performance.now() - started).toBeLessThan(MOST_MS);
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }),
      { numRuns: READER_RUNS, seed: 20260416 },
    );
    // They are spoilt in many ways, and not all to death.
    expect(codes.size).toBeGreaterThan(15);
    expect(codes.get('TAKEN') ?? 0).toBeGreaterThan(100);
  }, 300_000);

  it(`are taken whole or leave nothing, ${TAKING_RUNS} times`, async () => {
    let taken = 0;
    const reasons = new Set<string>();
    await fc.assert(
      fc.asyncProperty(spoilt, async (how) => {
        const fresh = applicationWish(new Date(), {
          portal: how.form.startsWith('signed') ? 'akmola' : 'indigo',
        });
        const mine = how.form.startsWith('signed') ? { ...fresh, applicant: wish.applicant } : fresh;
        const file = fileOf(how, mine);
        const before = await countAll(test);
        const result = await world.take(file);
        const after = await countAll(test);
        if (result.outcome === 'taken') {
          taken += 1;
          expect(after.application).toBe((before.application ?? 0) + 1);
          expect(after.history).toBe((before.history ?? 0) + 2);
          expect(after.scan_offered).toBe(0);
        } else {
          expect(after).toEqual(before);
          if (result.reason !== null) {
            reasons.add(result.reason);
            expect(result.reason).not.toBe('DATABASE_REFUSED');
            expect(packageFaultWords(result.reason).kk).not.toBe('');
          }
        }
      }),
      { numRuns: TAKING_RUNS, seed: 20260417 },
    );
    expect(taken).toBeGreaterThan(20);
    expect(reasons.size).toBeGreaterThan(8);
    const { rows } = await sql<{ n: number; taken: number }>`
      select count(*)::int as n, count(*) filter (where state = 'taken')::int as taken from kezek.package`.execute(
      test.db.kysely,
    );
    expect(rows[0]?.taken).toBe(taken);
  }, 300_000);

  it('as documents written straight into the database are refused by a code, never by an accident', async () => {
    const before = await countAll(test);
    const one = openPackage(
      Buffer.from(applicationXml({ ...wish, scans: [] })),
      await world.context().trust.store(),
      new Date(),
    ).package;
    const paths = fc.constantFrom(...pathsOf(one));
    const value = fc.oneof(
      fc.constantFrom<unknown>(
        ...NASTY,
        null,
        true,
        0,
        -1,
        1e308,
        {},
        [],
        [null],
        { a: 1 },
        'x'.repeat(5_000),
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const accidents: string[] = [];
    await fc.assert(
      fc.asyncProperty(paths, value, async (path, put) => {
        const document = JSON.stringify(changed(one, path, put)).replaceAll(
          /\\u(?:0000|d[89a-f][0-9a-f]{2})/g,
          '',
        );
        try {
          await test.db.kysely.transaction().execute(async (tx) => {
            await sql`select * from kezek.take_package(${document}::jsonb, '{}')`.execute(tx);
            throw new Error('UNDO');
          });
        } catch (error) {
          const { code, constraint, message } = error as {
            code?: string;
            constraint?: string;
            message: string;
          };
          if (message === 'UNDO') return;
          if (code !== 'KZ080')
            accidents.push(
              `${path.join('.')}: ${code} ${constraint ?? message.slice(0, 80)} ${JSON.stringify(put)?.slice(0, 60)}`,
            );
        }
      }),
      { numRuns: 600, seed: 20260418 },
    );
    expect(accidents).toEqual([]);
    expect(await countAll(test)).toEqual(before);
  }, 120_000);
});
