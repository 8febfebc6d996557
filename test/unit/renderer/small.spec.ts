import { describe, expect, it, vi } from 'vitest';
import { hrefOf, parseRoute, type Route } from '../../../renderer/router.ts';
import { firstChoice } from '../../../renderer/session/sign-in-state.ts';
import { shortFileName, standing } from '../../../renderer/session/words.ts';
import { createSaver, readSetting } from '../../../renderer/settings/settings.ts';
import { dotted, layoutOf, parseTypedDate } from '../../../renderer/ui/field-input.ts';

describe('addresses', () => {
  const routes: Route[] = [
    { name: 'journal' },
    { name: 'my' },
    { name: 'application', id: '42', tab: null },
    { name: 'application', id: '42', tab: 'history' },
    { name: 'review', id: '9007199254740993' },
    { name: 'queue', id: null },
    { name: 'queue', id: '46' },
    { name: 'referrals', id: null },
    { name: 'referrals', id: '12' },
    { name: 'rules', tab: 'profiles' },
    { name: 'rules', tab: 'delivery' },
    { name: 'home' },
  ];
  it.each(routes)('are read as they are written: %o', (route) => {
    expect(parseRoute(hrefOf(route))).toEqual(route);
  });
  it.each(['#/application/abc', '#/review/', '#/../x', '#/review/1e9', '#javascript:alert(1)', ''])(
    'of nothing known are home: %s',
    (hash) => {
      expect(parseRoute(hash)).toEqual({ name: 'home' });
    },
  );
});

describe('settings', () => {
  it('fall back when absent or of another form', () => {
    expect(readSetting({}, 'density')).toBe('default');
    expect(readSetting({ density: 'huge' }, 'density')).toBe('default');
    expect(readSetting({ density: 'wide' }, 'density')).toBe('wide');
    expect(readSetting({ singleLetters: 'no' }, 'singleLetters')).toBe(true);
    expect(readSetting({ journalColumns: [{ id: 1 }] }, 'journalColumns')).toBeNull();
    expect(readSetting({ keepOpenMinutes: 61 }, 'keepOpenMinutes')).toBe(15);
    expect(
      readSetting(
        { journalLast: { view: null, filter: {}, sort: { by: 'x', direction: 'asc' } } },
        'journalLast',
      ),
    ).toBeNull();
  });
  it('are not found on the prototype', () => {
    expect(readSetting(Object.create({ density: 'wide' }) as Record<string, unknown>, 'density')).toBe(
      'default',
    );
  });
});

describe('saving settings', () => {
  it('keeps the last value asked, one call after another, and skips what was overtaken', async () => {
    const sent: [string, unknown][] = [];
    const answers: (() => void)[] = [];
    const saver = createSaver((key, value) => {
      sent.push([key, value]);
      return new Promise<void>((resolve) => answers.push(resolve));
    });
    const all = [saver.save('width', 1), saver.save('width', 2), saver.save('theme', 'dark')];
    await Promise.resolve();
    expect(sent).toEqual([['width', 2]]);
    all.push(saver.save('width', 3));
    for (let turn = 0; turn < 3; turn += 1) {
      await vi.waitFor(() => expect(answers.length).toBeGreaterThan(turn));
      answers[turn]?.();
    }
    await Promise.all(all);
    expect(sent).toEqual([
      ['width', 2],
      ['width', 3],
      ['theme', 'dark'],
    ]);
  });

  it('goes on after a save that failed', async () => {
    const saver = createSaver((_, value) =>
      value === 1 ? Promise.reject(new Error('lost')) : Promise.resolve(),
    );
    await expect(saver.save('width', 1)).rejects.toThrow('lost');
    await expect(saver.save('width', 2)).resolves.toBeUndefined();
  });
});

describe('typed dates', () => {
  it.each([
    ['16.04.2026', '2026-04-16'],
    ['29.02.2024', '2024-02-29'],
    ['29.02.2026', null],
    ['31.04.2026', null],
    ['6.4.2026', null],
    ['', null],
  ])('%s', (text, iso) => {
    expect(parseTypedDate(text)).toBe(iso);
  });
  it('get their dots while digits are typed, and lose them while deleted', () => {
    expect(dotted('16', true)).toBe('16.');
    expect(dotted('16.04', true)).toBe('16.04.');
    expect(dotted('16.04.2026', true)).toBe('16.04.2026');
    expect(dotted('16.04', false)).toBe('16.04');
    expect(dotted('160420261', true)).toBe('16.04.2026');
  });
});

describe('the layout mark of a password', () => {
  it.each([
    ['a', 'EN'],
    ['Z', 'EN'],
    ['ә', 'ҚАЗ'],
    ['Қ', 'ҚАЗ'],
    ['ы', 'РУС'],
    ['7', null],
    ['%', null],
  ])('%s', (character, mark) => {
    expect(layoutOf(character)).toBe(mark);
  });
});

describe('key files', () => {
  const now = new Date('2026-04-16T07:00:00Z');
  const certificate = (notAfter: string) => ({
    holder: { surname: 'А', givenName: 'Б', patronymic: null, iin: null },
    organisation: null,
    roles: [],
    algorithm: 'rsa-2048' as const,
    notBefore: new Date('2025-01-01'),
    notAfter: new Date(notAfter),
    issuer: 'x',
    login: true,
    signing: true,
    serial: '1',
  });
  const file = (keyId: string, extra: object) => ({
    keyId,
    fileName: 'x.p12',
    folder: [],
    modifiedAt: null,
    lastUsedAt: null,
    certificate: null,
    source: 'found' as const,
    ...extra,
  });

  it('are suggested by last use, never expired, never a demo one', () => {
    const expired = file('expired', {
      certificate: certificate('2026-02-03'),
      lastUsedAt: new Date('2026-04-15'),
    });
    const used = file('used', { certificate: certificate('2027-01-01'), lastUsedAt: new Date('2026-04-01') });
    const fresh = file('fresh', {});
    const demo = file('demo', { source: 'demo' });
    expect(firstChoice([expired, fresh, used], now)?.keyId).toBe('used');
    expect(firstChoice([expired, demo, fresh], now)?.keyId).toBe('fresh');
    expect(firstChoice([expired, demo], now)).toBeUndefined();
  });

  it('stand by the dates and the usage of their certificate', () => {
    expect(standing(certificate('2027-01-01'), now)).toBe('inDate');
    expect(standing(certificate('2026-04-16T07:00:00Z'), now)).toBe('expired');
    expect(standing({ ...certificate('2027-01-01'), notBefore: new Date('2026-05-01') }, now)).toBe('notYet');
    expect(standing({ ...certificate('2027-01-01'), login: false }, now)).toBe('notLogin');
  });

  it('show both ends of a long name', () => {
    expect(shortFileName('GOST512_a91d07c4c8ba0f6d1e2be35b.p12')).toBe('GOST512_a91d07c4c8…e35b.p12');
    expect(shortFileName('short.p12')).toBe('short.p12');
  });
});
