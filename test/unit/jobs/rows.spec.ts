/** Who waits for whom among the jobs of a desk. */
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Desk } from '../../../main/context.ts';
import { type Job, startJobs } from '../../../main/jobs/jobs.ts';

const NEVER = 3_600_000;
const failures: string[] = [];
const desk = {
  log: { error: (_code: string, { job }: { job: string }) => void failures.push(job) },
} as unknown as Desk;

/** Jobs that are due at once, and what each says when it begins; `end` lets one go on. */
function jobsOf(...wishes: readonly (readonly [name: string, apart?: true])[]) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const jobs = wishes.map(
    ([name, apart], i): Job => ({
      name,
      everyMs: NEVER,
      firstMs: i * 5,
      ...(apart === undefined ? {} : { apart }),
      run: () => {
        begun.push(name);
        return new Promise((resolve) => ends.set(name, resolve));
      },
    }),
  );
  return { jobs, begun, end: (name: string) => ends.get(name)?.() };
}

describe('jobs of a desk', () => {
  it('run one after another', async () => {
    const { jobs, begun, end } = jobsOf(['claims'], ['due']);
    const stop = startJobs(desk, jobs);
    await wait(40);
    expect(begun).toEqual(['claims']);
    end('claims');
    await wait(5);
    expect(begun).toEqual(['claims', 'due']);
    end('due');
    await stop();
  });

  it('that wait for other people’s servers hold up nobody, nor each other', async () => {
    const { jobs, begun, end } = jobsOf(['attendance', true], ['notices', true], ['claims']);
    const stop = startJobs(desk, jobs);
    await wait(40);
    expect(begun).toEqual(['attendance', 'notices', 'claims']);
    for (const name of begun) end(name);
    await stop();
  });

  it('are waited for at the end, and one that failed keeps none of the others', async () => {
    const { jobs, begun, end } = jobsOf(['claims']);
    const broken: Job = {
      name: 'broken',
      everyMs: NEVER,
      firstMs: 0,
      run: () => Promise.reject(new Error('x')),
    };
    const stop = startJobs(desk, [broken, ...jobs]);
    await wait(40);
    expect(failures).toEqual(['broken']);
    expect(begun).toEqual(['claims']);
    let stopped = false;
    const stopping = stop().then(() => {
      stopped = true;
    });
    await wait(10);
    expect(stopped).toBe(false);
    end('claims');
    await stopping;
    expect(stopped).toBe(true);
  });
});
