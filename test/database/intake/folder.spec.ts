/** The watched folder and `kezek import`: files where they belong, reasons beside them; what was signed is verified again. */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DbError } from '../../../db/db-error.ts';
import { registerImportCommand } from '../../../main/host-cli/import-command.ts';
import type { CliIo } from '../../../main/host-cli/io.ts';
import { STILL_MS, watchFolder } from '../../../main/intake/folder.ts';
import type { Opener } from '../../../main/intake/opener.ts';
import type { TakeResult } from '../../../main/intake/take.ts';
import { takeFiles } from '../../../main/intake/take-files.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import { applicationWish, applicationXml, makeCitizen, zippedPackage } from '../../fakes/packages.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { countAll, type IntakeWorld, makeIntakeWorld } from './intake-world.ts';

const quiet = { info: () => undefined, error: () => undefined };
const NOW = (): Date => new Date();

describe.each(ENGINES)('the intake folder on %s', (engine) => {
  let test: TestDatabase;
  let world: IntakeWorld;
  let folder: string;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await makeIntakeWorld(test, NOW);
    folder = await mkdtemp(join(tmpdir(), 'kezek-intake-'));
  });
  afterAll(async () => {
    await test.close();
    await rm(folder, { recursive: true, force: true });
  });

  const list = async (place: string): Promise<string[]> => (await readdir(join(folder, place))).toSorted();

  it('takes what stands still, the oldest first, and puts each where it belongs', async () => {
    let now = 0;
    const watch = watchFolder(folder, quiet, () => now);
    const good = applicationXml(applicationWish(NOW()));
    await writeFile(join(folder, 'a.xml'), good);
    await writeFile(join(folder, 'half.xml.part'), 'x');
    expect(await watch.look(world.context())).toBe(0);
    now += STILL_MS - 1;
    expect(await watch.look(world.context())).toBe(0);
    // It grew meanwhile: it waits anew.
    await writeFile(join(folder, 'b.xml'), good.slice(0, 100));
    now += 1;
    expect(await watch.look(world.context())).toBe(1);
    await writeFile(join(folder, 'b.xml'), good);
    now += STILL_MS;
    expect(await watch.look(world.context())).toBe(0);
    await writeFile(join(folder, 'c.xml'), good.replace('Бекежан<', '=1+1<'));
    await writeFile(join(folder, 'd.zip'), 'PK\u0003\u0004 cut');
    now += STILL_MS;
    expect(await watch.look(world.context())).toBe(1);
    now += STILL_MS;
    expect(await watch.look(world.context())).toBe(2);
    expect(await list('taken')).toEqual(['a.xml']);
    expect(await list('repeated')).toEqual(['b.xml']);
    expect(await list('set-aside')).toEqual(['c.xml', 'c.xml.reason.txt', 'd.zip', 'd.zip.reason.txt']);
    expect((await readdir(folder)).toSorted()).toEqual(['half.xml.part', 'repeated', 'set-aside', 'taken']);
    const reason = await readFile(join(folder, 'set-aside', 'c.xml.reason.txt'), 'utf8');
    expect(reason).toContain('Мәнде рұқсат етілмеген таңбалар бар. (child/surname)');
    expect(reason).toContain('В значении недопустимые символы. (child/surname)');
    expect(reason).toContain('VALUE_CHARACTERS · indigo');
    expect((await stat(join(folder, 'set-aside', 'c.xml.reason.txt'))).mode & 0o077).toBe(0);
    // Another file of the same name takes nobody's place.
    await writeFile(join(folder, 'a.xml'), applicationXml(applicationWish(NOW())));
    await watch.look(world.context());
    now += STILL_MS;
    expect(await watch.look(world.context())).toBe(1);
    expect(await list('taken')).toEqual([expect.stringMatching(/^a-[0-9a-f]{12}\.xml$/), 'a.xml']);
  });

  it('takes files in their order while the next ones are opened, however long each takes, and leaves the rest to who stops', async () => {
    const ahead = join(folder, 'ahead');
    await mkdir(ahead);
    const wishes = Array.from({ length: 9 }, () => applicationWish(NOW()));
    const files = await Promise.all(
      wishes.map(async (wish, i) => {
        const [name, text] = [`${i}.xml`, applicationXml(wish)];
        await writeFile(join(ahead, name), text);
        return { path: join(ahead, name), name, size: text.length };
      }),
    );
    const plain = world.context();
    let open = 0;
    let most = 0;
    const opener: Opener = {
      close: () => plain.opener.close(),
      async open(bytes, trust, at) {
        open += 1;
        most = Math.max(most, open);
        // The first of those that are open together ends last.
        await new Promise((resolve) => setTimeout(resolve, 60 - 10 * open));
        const answer = await plain.opener.open(bytes, trust, at);
        open -= 1;
        return answer;
      },
    };
    const numbers: (string | null)[] = [];
    for await (const { file, result } of takeFiles({ ...plain, opener }, files)) {
      expect(file.name).toBe(`${numbers.length}.xml`);
      expect(result?.portalId).toBe(wishes[numbers.length]?.id);
      numbers.push(result?.number ?? null);
      if (numbers.length === 7) break;
    }
    expect(numbers).toEqual(numbers.toSorted());
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(5);
    const gone = { path: join(ahead, 'gone.xml'), name: 'gone.xml', size: 1 };
    const told: string[] = [];
    for await (const { file, result } of takeFiles(plain, [gone, ...files.slice(6)]))
      told.push(`${file.name} ${result?.outcome ?? 'gone'}`);
    expect(told).toEqual(['gone.xml gone', '6.xml repeated', '7.xml taken', '8.xml taken']);
  });

  it('takes several at once on a server, and keeps order where it matters', async () => {
    const lanes = join(folder, 'lanes');
    await mkdir(lanes);
    const now = NOW();
    const moment = new Date(now.getTime() - 3_600_000).toISOString();
    const twice = applicationWish(now).child;
    // Every third is of one moment; two neighbours are about one child.
    const wishes = Array.from({ length: 14 }, (_, i) =>
      applicationWish(new Date(now.getTime() - i * 1000), {
        ...(i % 3 === 0 ? { submittedAt: moment } : {}),
        ...(i === 4 || i === 5 ? { child: twice } : {}),
      }),
    );
    const files = await Promise.all(
      wishes.map(async (wish, i) => {
        const [name, text] = [`${i}.xml`, applicationXml(wish)];
        await writeFile(join(lanes, name), text);
        return { path: join(lanes, name), name, size: text.length };
      }),
    );
    const all = engine === 'pglite' ? 1 : 4;
    const met = Promise.withResolvers<void>();
    let entered = 0;
    let inside = 0;
    let most = 0;
    const plain = world.context();
    const writeOne: typeof plain.db.writeOne = async (scope, statement) => {
      entered += 1;
      inside += 1;
      most = Math.max(most, inside);
      if (inside === all) met.resolve();
      // The second and the third stay until there are as many as there may be: the fourth waits for the first, whose moment it shares.
      if (entered === 2 || entered === 3) await Promise.race([met.promise, wait(10_000)]);
      // Who comes first is done last, unless somebody waits for it.
      else await wait(40 - 8 * inside);
      return await plain.db.writeOne(scope, statement).finally(() => {
        inside -= 1;
      });
    };
    const ctx = { ...plain, db: { ...plain.db, writeOne } };
    const results: TakeResult[] = [];
    const isOver = () => entered >= 8;
    for await (const { file, result } of takeFiles(ctx, files, { lanes: 4, isOver })) {
      expect(file.name).toBe(`${results.length}.xml`);
      if (result !== null) results.push(result);
    }
    // Those under way are answered too, and no more.
    expect(results.length).toBe(entered);
    expect(entered).toBeGreaterThanOrEqual(8);
    expect(entered).toBeLessThan(8 + all);
    expect(results.map(({ reason }) => reason)).toEqual(
      results.map((_, i) => (i === 5 ? 'CHILD_QUEUED' : null)),
    );
    const ofOneMoment = results.flatMap(({ number }, i) => (i % 3 === 0 ? [number] : []));
    expect(ofOneMoment).toEqual(ofOneMoment.toSorted());
    expect(most).toBe(all);
  });

  it('goes on behind a slow package, whose answer the others wait for', async () => {
    const slow = join(folder, 'slow');
    await mkdir(slow);
    const files = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        const [name, text] = [
          `${i}.xml`,
          applicationXml(applicationWish(new Date(NOW().getTime() - i * 1000))),
        ];
        await writeFile(join(slow, name), text);
        return { path: join(slow, name), name, size: text.length };
      }),
    );
    const plain = world.context();
    const othersDone = Promise.withResolvers<void>();
    let done = 0;
    let isFirst = true;
    const writeOne: typeof plain.db.writeOne = async (scope, statement) => {
      if (isFirst && engine !== 'pglite') {
        isFirst = false;
        await Promise.race([othersDone.promise, wait(10_000)]);
        expect(done).toBe(7);
      }
      const rows = await plain.db.writeOne(scope, statement);
      done += 1;
      if (done === 7) othersDone.resolve();
      return rows;
    };
    const told: string[] = [];
    for await (const { file, result } of takeFiles({ ...plain, db: { ...plain.db, writeOne } }, files, {
      lanes: 2,
    }))
      told.push(`${file.name} ${result?.outcome ?? 'gone'}`);
    expect(told).toEqual(files.map(({ name }) => `${name} taken`));
  });

  it('begins no file once it is over', async () => {
    const wish = applicationXml(applicationWish(NOW()));
    const path = join(folder, 'over.txt');
    await writeFile(path, wish);
    const told: unknown[] = [];
    for await (const one of takeFiles(world.context(), [{ path, name: 'over.xml', size: wish.length }], {
      isOver: () => true,
    }))
      told.push(one);
    expect(told).toEqual([]);
  });

  it('leaves the file where it is when the database cannot be asked', async () => {
    let now = 0;
    const watch = watchFolder(folder, quiet, () => now);
    await writeFile(join(folder, 'later.xml'), applicationXml(applicationWish(NOW())));
    await watch.look(world.context());
    now += STILL_MS;
    const away = () => Promise.reject(new DbError('DB_UNREACHABLE'));
    const lost = { ...world.context(), db: { ...test.desk, write: away, writeOne: away } };
    await expect(watch.look(lost as never)).rejects.toMatchObject({ code: 'DB_UNREACHABLE' });
    expect(await readdir(folder)).toContain('later.xml');
    expect(await watch.look(world.context())).toBe(1);
    expect(await list('taken')).toContain('later.xml');
  });

  it('is imported by the command line too: a line a file, sums, exit codes', async () => {
    const bag = join(folder, 'bag');
    await mkdir(bag);
    const good = applicationXml(applicationWish(NOW()));
    await writeFile(join(bag, '1.xml'), good);
    await writeFile(join(bag, '2.xml'), good);
    await writeFile(join(bag, '3.xml'), '<a/>');
    const run = async (...args: string[]): Promise<{ lines: string[]; exit: number }> => {
      const lines: string[] = [];
      let exit = -1;
      const io: CliIo = {
        out: (text) => lines.push(text),
        err: (text) => lines.push(text),
        env: {},
        now: NOW,
        setExit: (code) => {
          exit = code;
        },
        prompt: () => Promise.resolve(null),
        readStdin: () => Promise.resolve(''),
      };
      const program = new Command('kezek').exitOverride();
      registerImportCommand(program, io, () =>
        Promise.resolve({ ...test.desk, close: () => Promise.resolve() }),
      );
      await program.parseAsync(['import', ...args], { from: 'user' });
      return { lines, exit };
    };
    const json = await run(bag, '--json');
    expect(json.exit).toBe(1);
    expect(json.lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({
        file: '1.xml',
        outcome: 'taken',
        number: expect.stringMatching(/^\d{4}-\d{6}$/),
      }),
      expect.objectContaining({ file: '2.xml', outcome: 'repeated' }),
      expect.objectContaining({ file: '3.xml', outcome: 'set_aside', reason: 'FORMAT_NAMESPACE' }),
      { ok: false, files: 3, taken: 1, repeated: 1, set_aside: 1 },
    ]);
    const words = await run(join(bag, '1.xml'), '--lang', 'ru');
    expect(words).toMatchObject({
      exit: 0,
      lines: [expect.stringContaining('уже принят раньше'), expect.stringContaining('0 / 1 / 0')],
    });
    expect((await run(join(bag, 'nobody.xml'), '--json')).exit).toBe(2);
    // What is imported stays where it was.
    expect(await readdir(bag)).toHaveLength(3);
  });

  it('keeps signatures that hold when they are looked at again, and tells those that do not', async () => {
    const wish = applicationWish(NOW(), { portal: 'akmola' });
    const citizen = await makeCitizen(world.ca, wish.applicant);
    expect(await world.take(zippedPackage(wish, citizen.sign))).toMatchObject({ outcome: 'taken' });
    expect(await verifyAll(test.db, { now: NOW })).toMatchObject({ ok: true, packages: 1 });
    await test.tamper("update package_signature set signed_xml = replace(signed_xml, '5-үй', '7-үй')");
    expect((await verifyAll(test.db, { now: NOW })).broken).toMatchObject([
      { row: `package akmola ${wish.id}`, reason: 'SIG_DIGEST' },
    ]);
    await test.tamper(
      "update package_signature set signed_xml = replace(signed_xml, '7-үй', '5-үй'), signer_iin = '900101300017'",
    );
    expect((await verifyAll(test.db, { now: NOW })).broken).toMatchObject([{ reason: 'PACKAGE_SIGNER' }]);
    await test.tamper(`update package_signature set signer_iin = '${wish.applicant.iin}'`);
    await test.tamper("update package set portal_id = 'AKM-OTHER' where portal = 'akmola'");
    expect((await verifyAll(test.db, { now: NOW })).broken).toMatchObject([{ reason: 'PACKAGE_DIFFERS' }]);
  });

  it('leaves no scan shown and not taken', async () => {
    expect((await countAll(test)).scan_offered).toBe(0);
    // Each package taken is one application, and nothing else came in.
    const { rows } = await sql<{ packages: number; applications: number }>`
      select count(*)::int as packages, (select count(*)::int from kezek.application where channel <> 'walk_in') as applications
      from kezek.package where state = 'taken'`.execute(test.db.kysely);
    expect(rows[0]?.packages).toBe(rows[0]?.applications);
  });
});
