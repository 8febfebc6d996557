import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Group, KindergartenPlaces, SeatLook } from '../../../preload/contract/index.ts';
import { keepAnswered } from '../../../renderer/places/answers.ts';
import { placeOf } from '../../../renderer/places/cursor.ts';
import {
  countLooks,
  heatStep,
  isSeptember,
  LOOKS,
  monthKey,
  percentOf,
  requestKindsOf,
  seatX,
  sortGroups,
  stripWidth,
  totalsOf,
} from '../../../renderer/places/look.ts';
import { sortKindergartens } from '../../../renderer/places/sort.ts';
import { hrefOf, parseRoute, type Route } from '../../../renderer/router.ts';
import { homeOf, mayOpen, screensOf } from '../../../renderer/shell/screens.ts';

describe('the strip of seats', () => {
  it('stands in fives as the mock draws it', () => {
    expect([0, 1, 4, 5, 9, 10].map(seatX)).toEqual([0, 14, 56, 74, 130, 148]);
    expect(stripWidth(0)).toBe(0);
    expect(stripWidth(20)).toBe(290);
    expect(stripWidth(25)).toBe(364);
  });
  it('never lets two squares touch', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), (index) => {
        expect(seatX(index + 1) - seatX(index)).toBeGreaterThanOrEqual(14);
      }),
    );
  });
  it('is told in words: every seat once, in the order of the legend', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<SeatLook>(...LOOKS)), (looks) => {
        const counted = countLooks(looks.map((look) => ({ look })));
        expect(counted.reduce((sum, one) => sum + one.count, 0)).toBe(looks.length);
        expect(counted.every((one) => one.count > 0)).toBe(true);
        const order = counted.map((one) => LOOKS.indexOf(one.look));
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('heat', () => {
  it.each([
    [0, 1],
    [69, 1],
    [70, 2],
    [84, 2],
    [85, 3],
    [94, 3],
    [95, 4],
    [100, 4],
    [101, 5],
  ])('of %i %% is step %i', (percent, step) => {
    expect(heatStep(percent)).toBe(step);
  });
  it('is unknown without capacity', () => {
    expect(percentOf(3, 0)).toBeNull();
    expect(percentOf(14, 20)).toBe(70);
    expect(percentOf(1, 3)).toBe(33);
  });
  it('knows its months', () => {
    expect(monthKey('2026-04-01')).toBe('4');
    expect(monthKey('2026-12-01')).toBe('12');
    expect(isSeptember('2026-09-01')).toBe(true);
    expect(isSeptember('2026-08-01')).toBe(false);
  });
});

const group = (part: Partial<Group>): Group => ({
  id: 1,
  kindergartenId: 1,
  name: 'Ботақан',
  cohortYear: 2022,
  age: 4,
  language: 'kk',
  kind: 'general',
  correctionKind: null,
  capacity: 25,
  taken: 0,
  promised: 0,
  free: 0,
  closed: 0,
  reported: 0,
  seats: [],
  months: [],
  ...part,
});

describe('groups', () => {
  it('stand by age, language and name, special ones last', () => {
    const names = sortGroups([
      group({ name: 'Нұрлы', kind: 'special', age: 3 }),
      group({ name: 'Айналайын', language: 'ru' }),
      group({ name: 'Ботақан' }),
      group({ name: 'Қошақан', age: 2 }),
      group({ name: 'Балапан', age: 3 }),
    ]).map((one) => one.name);
    expect(names).toEqual(['Қошақан', 'Балапан', 'Ботақан', 'Айналайын', 'Нұрлы']);
  });
  it('are summed', () => {
    expect(
      totalsOf([
        { capacity: 20, taken: 14, promised: 3, free: 3 },
        { capacity: 25, taken: 21, promised: 2, free: 2 },
      ]),
    ).toEqual({ capacity: 45, taken: 35, promised: 5, free: 5 });
  });
});

describe('what may be asked about a seat', () => {
  it('is nothing while somebody holds it', () => {
    for (const look of ['taken', 'offer', 'referral'] as const) {
      expect(requestKindsOf(look)).toEqual([]);
    }
  });
  it('is what the database takes (0011-places, seat_request_guard)', () => {
    expect(requestKindsOf('free')).toEqual(['close', 'temporary']);
    expect(requestKindsOf('temporary')).toEqual(['close', 'temporary']);
    expect(requestKindsOf('reported')).toEqual(['report', 'close']);
    expect(requestKindsOf('closed')).toEqual(['report', 'reopen']);
  });
});

const kindergarten = (id: number, name: string, part: Partial<KindergartenPlaces>): KindergartenPlaces => ({
  id,
  districtId: 1,
  name,
  kind: 'kindergarten',
  capacity: 100,
  taken: 0,
  promised: 0,
  free: 0,
  waiting: 0,
  months: [],
  ...part,
});

describe('the order of kindergartens', () => {
  const rows = [
    kindergarten(1, 'Балауса', { free: 3, taken: 50 }),
    kindergarten(2, 'Айгөлек', { free: 9, taken: 91 }),
    kindergarten(3, 'Күншуақ', { free: 3, taken: 40, capacity: 40 }),
    kindergarten(4, 'Ақбота', { free: 0, capacity: 0 }),
  ];
  it('is by the figure, then by name whichever way it stands', () => {
    expect(sortKindergartens(rows, { by: 'free', direction: 'desc' }).map((one) => one.id)).toEqual([
      2, 1, 3, 4,
    ]);
    expect(sortKindergartens(rows, { by: 'free', direction: 'asc' }).map((one) => one.id)).toEqual([
      4, 1, 3, 2,
    ]);
  });
  it('by occupancy puts one without capacity at the end of the full ones', () => {
    expect(sortKindergartens(rows, { by: 'percent', direction: 'desc' }).map((one) => one.id)).toEqual([
      3, 2, 1, 4,
    ]);
  });
  it('by name knows the Kazakh alphabet', () => {
    const named = ['Ұшқын', 'Әсем', 'Арман', 'Қайрат', 'Кемел'].map((name, id) => kindergarten(id, name, {}));
    expect(sortKindergartens(named, { by: 'name', direction: 'asc' }).map((one) => one.name)).toEqual([
      'Арман',
      'Әсем',
      'Кемел',
      'Қайрат',
      'Ұшқын',
    ]);
  });
});

describe('the cursor', () => {
  it('stands on its row, and where the row was when it is gone', () => {
    expect(placeOf(['a', 'b', 'c'], 'b', 0)).toBe(1);
    expect(placeOf(['a', 'c'], 'b', 1)).toBe(1);
    expect(placeOf(['a'], 'c', 2)).toBe(0);
    expect(placeOf([], 'c', 2)).toBe(-1);
    expect(placeOf(['a', 'b'], null, 1)).toBe(0);
  });
  it('is always inside the list', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.option(fc.string()), fc.integer(), (ids, id, was) => {
        const at = placeOf(ids, id, was);
        expect(at).toBeGreaterThanOrEqual(ids.length === 0 ? -1 : 0);
        expect(at).toBeLessThan(Math.max(ids.length, 1));
      }),
    );
  });
});

describe('answered requests', () => {
  const row = (id: string) => ({ id });
  it('stay where they stood until the next act; new ones follow', () => {
    const answered = new Map([['b', row('b')]]);
    const shown = keepAnswered([row('a'), row('c'), row('d')], answered, ['a', 'b', 'c']);
    expect(shown.map((one) => one.id)).toEqual(['a', 'b', 'c', 'd']);
  });
  it('are gone once nobody keeps them', () => {
    expect(keepAnswered([row('a')], new Map(), ['a', 'b']).map((one) => one.id)).toEqual(['a']);
  });
});

describe('screens of a post', () => {
  const routes: Route[] = [
    { name: 'places', tab: 'occupancy', id: null },
    { name: 'places', tab: 'occupancy', id: '12' },
    { name: 'places', tab: 'bulletin', id: null },
    { name: 'incoming' },
    { name: 'incomingDue' },
    { name: 'groups' },
    { name: 'children' },
    { name: 'freed' },
  ];
  it.each(routes)('have addresses read as they are written: %o', (route) => {
    expect(parseRoute(hrefOf(route))).toEqual(route);
  });
  it('take no kindergarten where there is none', () => {
    expect(parseRoute('#/places/requests/12')).toEqual({ name: 'places', tab: 'requests', id: null });
    expect(parseRoute('#/places/occupancy/x1')).toEqual({ name: 'places', tab: 'occupancy', id: null });
    expect(parseRoute('#/places')).toEqual({ name: 'places', tab: 'occupancy', id: null });
  });
  it('are opened by that post alone', () => {
    expect(homeOf('head')).toEqual({ name: 'incoming' });
    expect(homeOf('clerk')).toEqual({ name: 'my' });
    expect(homeOf('supervisor')).toEqual({ name: 'journal' });
    expect(mayOpen('head', { name: 'journal' })).toBe(false);
    expect(mayOpen('head', { name: 'application', id: '1', tab: null })).toBe(false);
    expect(mayOpen('clerk', { name: 'incoming' })).toBe(false);
    expect(mayOpen('clerk', { name: 'places', tab: 'requests', id: null })).toBe(true);
    expect(mayOpen('head', { name: 'children' })).toBe(true);
  });
  it.each(['clerk', 'supervisor', 'head', 'admin'] as const)('of the %s have keys of their own', (role) => {
    const keys = screensOf(role).map((one) => one.key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
