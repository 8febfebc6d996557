/** The schema of packages, asked of another reader than ours: the printed examples fit it, and it refuses what we refuse. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  applicationWish,
  applicationXml,
  companionXml,
  headWish,
  interestXml,
  linkXml,
  tinyPdf,
} from '../fakes/packages.ts';
import { requireTool, run, scratch } from './eds-tools.ts';

const docs = (name: string): string => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));
const NOW = new Date('2026-04-16T07:00:00Z');

describe('docs/package-1.xsd by xmllint', () => {
  let folder: Awaited<ReturnType<typeof scratch>>;
  beforeAll(async () => {
    folder = await scratch();
  });
  afterAll(() => folder.remove());

  async function fits(xml: string): Promise<boolean> {
    const file = await folder.write('package.xml', xml);
    const { code, stderr } = await run('xmllint', ['--noout', '--schema', docs('package-1.xsd'), file]);
    // 3: it does not fit; anything else is no answer.
    if (code !== 0 && code !== 3) throw new Error(stderr);
    return code === 0;
  }

  it.for(['indigo', 'akmola', 'astana', 'answer', 'interest', 'companion', 'link'])(
    'takes the example of %s',
    async (name, context) => {
      requireTool('xmllint', context);
      const xml = await readFile(docs(`examples/package-${name}.xml`), 'utf8');
      expect(await fits(xml)).toBe(true);
      expect(await fits(xml.replace('<service>preschool_queue<', '<service>pizza<'))).toBe(false);
    },
  );

  it('takes packages as portals of the tests send them, and no other words', async (context) => {
    requireTool('xmllint', context);
    const one = applicationWish(NOW);
    const head = headWish(NOW);
    const subject = { number: '2026-000012', childIin: one.child.iin, applicantIin: one.applicant.iin };
    const scan = { kind: 'birth_certificate', about: 'child', name: 'a.pdf', bytes: tinyPdf('a') };
    const link = { childIin: one.child.iin, parent: one.applicant, scans: [scan] };
    for (const xml of [
      applicationXml(one),
      interestXml(head, subject),
      companionXml(head, subject, { person: one.applicant, until: '2027-01-01', scans: [scan] }),
      linkXml(head, link),
    ]) {
      expect(await fits(xml)).toBe(true);
    }
    expect(await fits(companionXml(head, subject, { person: one.applicant, relation: 'әжесі' }))).toBe(false);
    expect(await fits(linkXml(head, { ...link, relation: 'grandmother' }))).toBe(false);
    expect(await fits(interestXml(head, { ...subject, number: '12' }))).toBe(false);
  });
});
