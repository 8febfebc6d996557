import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TrustStore } from '../../../main/eds/trust.ts';
import { openPackage } from '../../../main/intake/open-package.ts';
import { createOpener, type Opener, type OpenerOptions } from '../../../main/intake/opener.ts';
import {
  type ApplicationWish,
  applicationWish,
  applicationXml,
  type Citizen,
  makeAuthority,
  makeCitizen,
  zippedPackage,
} from '../../fakes/packages.ts';

const NOW = new Date();
const NOBODY = new TrustStore([]);

/** A thread that does what the text of its package says. */
const OBEDIENT = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ bytes }) => {
      const place = Buffer.from(bytes).toString();
      if (place === 'leave') process.exit(3);
      if (place === 'fall') throw new Error('told to');
      while (place === 'hang');
      parentPort.postMessage({ outcome: 'refused', whose: { portal: null, portalId: null, kind: null }, code: 'FILE_KIND', place });
    });
    parentPort.postMessage('ready');`)}`,
);

let trust: TrustStore;
let citizen: Citizen;
let made: Opener[] = [];

beforeAll(async () => {
  const authority = await makeAuthority();
  trust = authority.trust;
  citizen = await makeCitizen(authority.ca, applicationWish(NOW).applicant);
});
afterEach(async () => {
  await Promise.all(made.map((opener) => opener.close()));
  made = [];
});

function opener(options: OpenerOptions = {}): Opener {
  const one = createOpener(options);
  made.push(one);
  return one;
}
const say = (one: Opener, words: string) => one.open(Buffer.from(words), NOBODY, NOW);
const wish = (): ApplicationWish => applicationWish(NOW, { portal: 'akmola', applicant: citizen.person });
const signed = (): Buffer => zippedPackage(wish(), citizen.sign);

describe('packages opened in threads', () => {
  it('are what they are when opened here, each answered to who asked', async () => {
    const one = opener({ threads: 2 });
    const files = [
      ...Array.from({ length: 8 }, signed),
      Buffer.from(applicationXml(applicationWish(NOW))),
      Buffer.from(citizen.sign(applicationXml(wish()))),
    ];
    const here = files.map((file) => openPackage(Buffer.from(file), trust, NOW));
    const there = await Promise.all(files.map((file) => one.open(file, trust, NOW)));
    for (const [i, answer] of there.entries()) {
      if (answer.outcome !== 'opened') throw new Error(answer.code);
      const { opened, whose } = answer;
      const want = here[i];
      expect(opened.scans).toEqual(want?.scans);
      expect(Buffer.isBuffer(opened.scans[0]?.bytes)).toBe(true);
      const bare = {
        ...want?.package,
        scans: want?.package.scans.map((scan) => ({ ...scan, base64: null })),
      };
      expect(opened.package).toEqual(bare);
      expect(whose.portalId).toBe(want?.package.portalId);
      expect(opened.signature?.signedXml).toBe(want?.signature?.signedXml);
      expect(opened.signature?.verdict.chain).toEqual(want?.signature?.verdict.chain);
      expect(opened.signature?.verdict.certificate).toEqual(want?.signature?.verdict.certificate);
    }
    // What stands in memory of its own is given away, not copied.
    const own = Buffer.from(new Uint8Array(signed()).buffer);
    await one.open(own, trust, NOW);
    expect(own.length).toBe(0);
  });

  it('are refused with the same words, and tell whose they are', async () => {
    const one = opener();
    const xml = applicationXml(applicationWish(NOW, { phone: 'x' }));
    expect(await one.open(Buffer.from(xml), trust, NOW)).toMatchObject({
      outcome: 'refused',
      code: 'PHONE',
      place: 'contacts/phone',
      whose: { portal: 'indigo', kind: 'application' },
    });
    expect(await one.open(Buffer.alloc(0), trust, NOW)).toMatchObject({ code: 'FILE_EMPTY' });
  });

  it('are judged by the trust of the moment, not by that of the package before', async () => {
    const one = opener({ threads: 1 });
    const file = signed();
    const outcomes: string[] = [];
    for (const store of [NOBODY, trust, trust, NOBODY, new TrustStore(trust.cas, { allowDemo: false })]) {
      const answer = await one.open(Buffer.from(file), store, NOW);
      outcomes.push(answer.outcome === 'refused' ? answer.place : answer.outcome);
    }
    expect(outcomes).toEqual(['CHAIN_UNTRUSTED', 'opened', 'opened', 'CHAIN_UNTRUSTED', 'CHAIN_DEMO_CA']);
    const late = await one.open(Buffer.from(file), trust, new Date('2036-01-01'));
    expect(late).toMatchObject({ place: 'CHAIN_EXPIRED' });
  });

  it('do not bring down others with them when their thread falls', async () => {
    for (const threads of [1, 2]) {
      const one = opener({ threads, entry: OBEDIENT });
      const words = ['a', 'fall', 'b', 'leave', 'c', 'leave', 'd'];
      const answers = await Promise.all(words.map((word) => say(one, word)));
      expect(answers.map((answer) => answer.outcome === 'refused' && [answer.code, answer.place])).toEqual(
        words.map((word) => (word.length === 1 ? ['FILE_KIND', word] : ['FILE_UNREADABLE', 'THREAD_FELL'])),
      );
    }
  });

  it('have a time each; what hangs is ended, and the next goes on', async () => {
    const one = opener({ threads: 1, entry: OBEDIENT, limitMs: 1_500 });
    await say(one, 'first');
    const answers = await Promise.all(['hang', 'a', 'b'].map((word) => say(one, word)));
    expect(answers).toMatchObject([
      { code: 'FILE_UNREADABLE', place: 'TIME_LIMIT' },
      { place: 'a' },
      { place: 'b' },
    ]);
  });

  it('are given up when the desk closes, running and waiting alike', async () => {
    const one = opener({ threads: 1, entry: OBEDIENT });
    await say(one, 'first');
    const lost = ['hang', 'waiting'].map((word) => say(one, word).catch((error: Error) => error.message));
    await one.close();
    expect(await Promise.all(lost)).toEqual(['OPENER_CLOSED', 'OPENER_CLOSED']);
    await expect(say(one, 'late')).rejects.toThrow('OPENER_CLOSED');
    const unused = opener();
    await unused.close();
  });

  it('are opened here by a program whose threads do not start', async () => {
    const one = opener({ entry: new URL('data:text/javascript,throw new Error("no")') });
    const answers = await Promise.all([one.open(signed(), trust, NOW), one.open(signed(), NOBODY, NOW)]);
    expect(answers).toMatchObject([{ outcome: 'opened' }, { place: 'CHAIN_UNTRUSTED' }]);
  });

  it('find a thread again after a rest', async () => {
    const one = opener({ threads: 1, entry: OBEDIENT, idleMs: 20 });
    expect(await say(one, 'a')).toMatchObject({ place: 'a' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await say(one, 'b')).toMatchObject({ place: 'b' });
  });
});
