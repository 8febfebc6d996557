/** A desk whose families a portal asks about: the office, six children, and the parents who ask. */
import { randomUUID } from 'node:crypto';
import { makeIin } from '../../domain/iin.ts';
import type { Client } from '../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from './desk.ts';
import type { Office } from './engines.ts';
import { headWish, linkXml, type PersonWish, tinyPdf } from './packages.ts';
import { addChildren } from './places.ts';

/** The first good IIN from this serial on. */
export function iinFrom(birth: string, sex: 'male' | 'female', from: number): string {
  for (let serial = from; ; serial++) {
    const made = makeIin(birth, sex, serial);
    if (made !== null) return made;
  }
}

/** The parent who asks about the n-th child: unknown here and to the registry. */
export const asking = (n: number): PersonWish => ({
  iin: iinFrom('1986-07-08', 'male', 7000 + n * 20),
  surname: 'Порталов',
  givenName: 'Асқар',
  patronymic: null,
  birthDate: '1986-07-08',
  sex: 'male',
});

/** A clerk's desk in an office with six children in its queue. */
export class RequestDesk {
  readonly clock = testClock();
  readonly office: Office;
  desk!: TestDesk;
  client!: Client;
  #children: readonly string[] = [];
  #iins: readonly string[] = [];
  #department = '';

  private constructor(office: Office) {
    this.office = office;
  }

  static async open(open: () => Promise<Office>): Promise<RequestDesk> {
    const world = new RequestDesk(await open());
    const owner = await world.office.owner();
    const children = await addChildren(owner, { wants: [1], children: 6 });
    const found = await owner.read('system', async (tx) => ({
      rows: await tx
        .selectFrom('application as a')
        .innerJoin('person as c', 'c.id', 'a.child_id')
        .select(['a.id', 'c.iin'])
        .where('a.id', 'in', [...children])
        .execute(),
      district: await tx.selectFrom('district').select('bin').where('id', '=', 1).executeTakeFirstOrThrow(),
    }));
    await owner.close();
    world.#children = children;
    world.#iins = children.map((id) => found.rows.find((row) => row.id === id)?.iin ?? '');
    world.#department = found.district.bin;
    world.desk = await startDesk({ ...world.office.start, clock: world.clock });
    world.client = world.desk.port();
    await signIn(world.client, 'me', { role: 'clerk' });
    return world;
  }

  async close(): Promise<void> {
    await this.desk.close();
    await this.office.close();
  }

  child(n: number): string {
    return this.#children[n] ?? '';
  }

  async at(n: number): Promise<{ id: string; expectedVersion: number }> {
    const id = this.child(n);
    return { id, expectedVersion: (await this.client.applications.get({ id })).version };
  }

  async card(n: number) {
    return await this.client.links.card({ applicationId: this.child(n) });
  }

  /** Requests that wait. */
  async asked() {
    return (await this.client.links.requests({ after: null, limit: 50 })).rows;
  }

  /** The parent asks about the n-th child, with a certificate of these words. */
  async ask(n: number, words: string | null = null) {
    const scan = { kind: 'birth_certificate', about: 'child', name: 'туу туралы куәлік.pdf' };
    const scans = words === null ? [] : [{ ...scan, bytes: tinyPdf(words) }];
    return await this.askAbout(this.#iins[n] ?? '', { parent: asking(n), scans });
  }

  async askAbout(childIin: string, wish: Omit<Parameters<typeof linkXml>[1], 'childIin'>) {
    const head = headWish(this.clock.now(), { portal: 'astana', department: this.#department });
    return await this.client.intake.take({
      upload: randomUUID(),
      name: 'link.xml',
      part: 0,
      parts: 1,
      content: new Blob([linkXml(head, { childIin, ...wish })]),
    });
  }
}
