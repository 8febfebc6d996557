/** A batch that is stopped, or whose line is lost: what the screen tells as signed is what is stored, over both kinds of line. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client, SignRowResult } from '../../preload/contract/index.ts';
import { type PartEnd, type Signable, signPart } from '../../renderer/decide/sign-stream.ts';
import { DeskError } from '../../renderer/desk-error.ts';
import { signIn, startDesk, type TestDesk } from '../fakes/desk.ts';
import { embeddedOffice, type Office } from '../fakes/engines.ts';
import { WORLD_MS } from '../fakes/office.ts';
import { addChildren, addGroup, addKindergarten, prepareActs } from '../fakes/places.ts';

const CHILDREN = 400;
/** Of one batch, which is signed in groups of four dozens: a word to stop may come while the second is under way, and spares the third. */
const PART = 120;

describe('what a batch signed, told after it ended early', () => {
  let office: Office;
  let desk: TestDesk;
  let client: Client;
  let children: readonly string[];

  beforeAll(async () => {
    office = await embeddedOffice();
    const owner = await office.owner();
    const kindergartenId = await addKindergarten(owner, 1, '990140007777');
    for (const name of ['А', 'Б', 'В', 'Г', 'Д', 'Е', 'Ж'])
      await addGroup(owner, { kindergartenId, name, seats: 60 });
    children = await addChildren(owner, { wants: [kindergartenId], children: CHILDREN, benefitEvery: 4 });
    await owner.close();
    desk = await startDesk(office.start);
    client = desk.port();
    await signIn(client, 'me', { role: 'clerk' });
  }, WORLD_MS);
  afterAll(async () => {
    await desk?.close();
    await office?.close();
  });

  const prepare = async (): Promise<readonly Signable[]> => {
    const { rows } = await client.referrals.plan({ key: null, act: 'offer', limit: 2000 });
    const own = rows.filter((row) => children.includes(row.applicationId)).slice(0, PART);
    const targets = own.map(({ applicationId: id, expectedVersion, seatId, turn }) => ({
      id,
      expectedVersion,
      seatId,
      turn,
    }));
    const prepared = await prepareActs(client, targets, { act: 'offer' });
    return prepared.map((row, i) => {
      if (!('preparedId' in row) || row.obstacles.length > 0) throw new Error(JSON.stringify(row));
      return { id: targets[i]?.id ?? '', preparedId: row.preparedId, idempotencyKey: randomUUID() };
    });
  };
  /** Of these, whose offer is stored. */
  const stored = async (part: readonly Signable[]): Promise<readonly string[]> => {
    const asked = new Set(part.map((one) => one.id));
    const found: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<Client['referrals']['page']>> = await client.referrals.page({
        filter: { states: ['offered'], cohortYears: [2025], languages: ['ru'] },
        after,
        limit: 200,
      });
      found.push(...page.rows.map((row) => row.applicationId).filter((id) => asked.has(id)));
      after = page.next;
    } while (after !== null);
    return found.toSorted();
  };

  interface Follow {
    readonly part: readonly Signable[];
    /** Where the batch is signed, and where it is asked after. */
    readonly sign: Client;
    readonly ask: Client;
    /** Whether the line stands where the first call fails. */
    readonly isOpen?: boolean;
    /** Called with how many results were told. */
    readonly after: (count: number, stop: () => void) => void;
  }
  async function follow({ part, sign, ask, isOpen = sign === ask, after }: Follow) {
    const results: SignRowResult[] = [];
    const stop = new AbortController();
    let opened = 0;
    const end: PartEnd = await signPart(
      {
        sign: sign.decisions.sign,
        signed: ask.decisions.signed,
        isOpen: () => isOpen,
        opened: () => {
          opened += 1;
          return Promise.resolve();
        },
      },
      part,
      { stop: stop.signal, gone: new AbortController().signal },
      {
        started: () => {},
        result: (result) => {
          results.push(result);
          after(results.length, () => stop.abort());
        },
      },
    );
    return { results, end, opened };
  }
  const signedOf = (results: readonly SignRowResult[]) =>
    results.filter((one) => one.ok).map((one) => one.applicationId);

  it.each(['port', 'socket'] as const)(
    'stopped over a %s: the group under way is finished and told',
    async (line) => {
      const window = line === 'port' ? client : await desk.socket();
      const part = await prepare();
      const { results, end } = await follow({
        part,
        sign: window,
        ask: window,
        after: (count, stop) => {
          if (count === 3) stop();
        },
      });
      expect(end).toEqual({ stopped: true, error: null });
      const signed = signedOf(results);
      expect(new Set(signed).size).toBe(signed.length);
      expect(signed.toSorted()).toEqual(await stored(part));
      expect(signed.length).toBeGreaterThanOrEqual(24);
      expect(signed.length).toBeLessThan(PART);
      // Nothing goes on behind the screen's back, and what was told carries its number.
      await new Promise((done) => setTimeout(done, 500));
      expect(await stored(part)).toHaveLength(signed.length);
      expect(results.every((one) => one.decisionNumber !== null)).toBe(true);
      // The rest is signed by the same keys, none of the first twice.
      const rest = await follow({
        part: part.filter((one) => !signed.includes(one.id)),
        sign: window,
        ask: window,
        after: () => {},
      });
      expect(rest.end).toEqual({ stopped: false, error: null });
      expect(signedOf(rest.results)).toHaveLength(PART - signed.length);
    },
  );

  it('a line lost on the way: another line asks by the same keys and learns the same', async () => {
    const lost = await desk.socket();
    const part = await prepare();
    const cut = new AbortController();
    const sign = {
      ...lost,
      decisions: {
        ...lost.decisions,
        sign: (input: Parameters<Client['decisions']['sign']>[0]) =>
          lost.decisions.sign(input, { signal: cut.signal }),
      },
    } as Client;
    const { results, end, opened } = await follow({
      part,
      sign,
      ask: client,
      after: (count) => {
        if (count === 2) cut.abort();
      },
    });
    expect(opened).toBe(1);
    expect(end).toEqual({ stopped: true, error: null });
    expect(signedOf(results).toSorted()).toEqual(await stored(part));
    expect(signedOf(results).length).toBeGreaterThanOrEqual(24);
  });

  it('tells why a row failed, too, though nobody read its result', async () => {
    const [first, ...others] = (await prepare()).slice(0, 6);
    if (first === undefined) throw new Error('a row is needed');
    // Looked at anew meanwhile: of two previews of one child only the later one can be signed.
    const { version } = await client.applications.get({ id: first.id });
    await prepareActs(client, [{ id: first.id, expectedVersion: version }], { act: 'offer' });
    const part = [first, ...others];
    const prepared = part.map(({ preparedId, idempotencyKey }) => ({ preparedId, idempotencyKey }));
    const leave = new AbortController();
    const stream = await client.decisions.sign({ prepared }, { signal: leave.signal });
    for await (const event of stream) if (event.type === 'result') break;
    const answers = await client.decisions.signed({ prepared });
    expect(answers[0]).toMatchObject({
      ok: false,
      error: { code: 'REFUSED', data: { obstacles: [{ code: 'PREPARED_GONE' }] } },
    });
    const done = answers.filter((one) => one?.ok);
    expect(await stored(part)).toEqual(done.map((one) => one?.applicationId ?? '').toSorted());
    // Told again the same, also by a key that was answered.
    expect((await client.decisions.signed({ prepared })).map((one) => one?.ok)).toEqual(
      answers.map((one) => one?.ok),
    );
  });

  it('knows nothing of what was not begun, and answers no key that came with another act', async () => {
    const [one, two] = await prepare();
    if (one === undefined || two === undefined) throw new Error('two rows are needed');
    const ask = (preparedId: string, idempotencyKey: string) =>
      client.decisions.signed({ prepared: [{ preparedId, idempotencyKey }] });
    expect(await ask(one.preparedId, one.idempotencyKey)).toEqual([null]);
    const { results } = await follow({ part: [one], sign: client, ask: client, after: () => {} });
    expect(results).toMatchObject([{ ok: true, applicationId: one.id }]);
    expect(await ask(one.preparedId, one.idempotencyKey)).toMatchObject([
      { ok: true, applicationId: one.id },
    ]);
    expect(await ask(two.preparedId, one.idempotencyKey)).toMatchObject([
      { ok: false, error: { code: 'KEY_REUSED' } },
    ]);
  });

  it('a call refused as a whole is told as it was refused', async () => {
    const refused = {
      decisions: { ...client.decisions, sign: () => Promise.reject(new DeskError('FORBIDDEN')) },
    };
    const { end, results } = await follow({
      part: await prepare(),
      sign: refused as unknown as Client,
      ask: client,
      isOpen: true,
      after: () => {},
    });
    expect(results).toEqual([]);
    expect(end).toMatchObject({ stopped: true, error: { code: 'FORBIDDEN' } });
  });
});
