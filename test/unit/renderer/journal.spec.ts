import { describe, expect, it } from 'vitest';
import { type JournalRow, journalFilter } from '../../../preload/contract/index.ts';
import { withHeldRows } from '../../../renderer/journal/bulk.ts';
import {
  COLUMN_IDS,
  COLUMNS,
  columnsFor,
  gridTemplate,
  layoutFrom,
  layoutToKeep,
  moveColumn,
  widened,
} from '../../../renderer/journal/columns.ts';
import { availableFilters, FIELDS, FILTER_IDS, isSet, without } from '../../../renderer/journal/filters.ts';
import {
  BUILT_IN_VIEWS,
  normalFilter,
  presetOf,
  sameFilter,
  viewOf,
} from '../../../renderer/journal/views.ts';
import { LIST_ROUTES } from '../../../renderer/router.ts';

describe('views', () => {
  it.each(BUILT_IN_VIEWS)('$id is a filter of the contract', ({ filter }) => {
    expect(journalFilter.safeParse(filter).success).toBe(true);
  });

  it.each(LIST_ROUTES)('the list %s is a filter of the contract', (route) => {
    expect(journalFilter.safeParse(presetOf(route, '2026-04-16')).success).toBe(true);
  });

  it('takes overdue and due today for "due today", and nothing later', () => {
    expect(presetOf('due', '2026-04-16')).toEqual({ lights: ['red', 'amber'], deadlineTo: '2026-04-16' });
  });

  it('compares filters by what they ask for, not by how they are written', () => {
    expect(
      sameFilter(
        { statuses: ['in_review', 'answered'] },
        { statuses: ['answered', 'in_review'], categories: [] },
      ),
    ).toBe(true);
    expect(sameFilter({ search: '  ' }, {})).toBe(true);
    expect(sameFilter({ unreadScans: false }, {})).toBe(false);
    expect(sameFilter({ benefit: 'with' }, { benefit: 'without' })).toBe(false);
  });

  it('finds the view a filter is, built-in before saved', () => {
    const saved = {
      id: 'own',
      name: 'x',
      filter: { channels: ['egov' as const] },
      sort: { by: 'number' as const, direction: 'asc' as const },
      columns: [],
    };
    expect(viewOf({ channels: ['egov'] }, [saved])).toBe('own');
    expect(viewOf({}, [{ ...saved, filter: {} }])).toBe('all');
    expect(viewOf({ channels: ['con'] }, [saved])).toBeNull();
  });

  it('gives one text for equal filters, so that they share a cache', () => {
    expect(JSON.stringify(normalFilter({ benefit: 'with', channels: [], search: '' }))).toBe(
      '{"benefit":"with"}',
    );
  });
});

describe('filters', () => {
  it('have a pill for every field of the contract but the search box', () => {
    const fields = Object.values(FIELDS).flat();
    expect([...fields].sort()).toEqual(
      Object.keys(journalFilter.shape)
        .filter((key) => key !== 'search')
        .sort(),
    );
    expect(new Set(fields).size).toBe(fields.length);
  });

  it('stand in the bar when set, also to false, and go when taken away', () => {
    expect(isSet({ unreadScans: false }, 'unread')).toBe(true);
    expect(isSet({ statuses: [] }, 'status')).toBe(false);
    expect(
      without({ submittedFrom: '2026-01-01', submittedTo: '2026-02-01', benefit: 'with' }, 'submitted'),
    ).toEqual({ benefit: 'with' });
  });

  it('do not offer the district where there is one', () => {
    const context = { t: (() => '') as never, catalogue: undefined, colleagues: [] };
    expect(availableFilters(context)).toEqual(FILTER_IDS.filter((id) => id !== 'district'));
  });
});

describe('rows an act took out of the list', () => {
  const row = (id: string) => ({ id }) as JournalRow;
  const outcome = { kind: 'claimed' as const, result: { ok: true, error: null } };
  const ids = (rows: readonly JournalRow[]) => rows.map(({ id }) => id).join('');

  it('stand where they stood, once each, until the results are given up', () => {
    const before = ['a', 'b', 'c', 'd', 'e'].map(row);
    const outcomes = new Map(['b', 'c', 'e'].map((id) => [id, outcome]));
    expect(ids(withHeldRows(['a', 'd'].map(row), before, outcomes))).toBe('abcde');
    expect(ids(withHeldRows(['a', 'c', 'd'].map(row), before, outcomes))).toBe('abcde');
    expect(ids(withHeldRows([], before, outcomes))).toBe('bce');
    expect(ids(withHeldRows(['a', 'd'].map(row), before, new Map()))).toBe('ad');
  });
});

describe('columns', () => {
  it('fill the 1154 px beside the rail at 1366', () => {
    const shown = columnsFor(layoutFrom(null), 1154);
    expect(shown).toEqual(COLUMN_IDS.filter((id) => COLUMNS[id].extra !== true));
    expect(shown.reduce((sum, id) => sum + COLUMNS[id].width, 0)).toBe(1154);
  });

  it('drop age, then date, then IIN as the room shrinks', () => {
    const layout = layoutFrom(null);
    const all = columnsFor(layout, 1154);
    expect(columnsFor(layout, 1153)).toEqual(all.filter((id) => id !== 'age'));
    expect(columnsFor(layout, 1154 - 77)).toEqual(all.filter((id) => id !== 'age' && id !== 'submitted'));
    expect(columnsFor(layout, 900)).toEqual(
      all.filter((id) => id !== 'age' && id !== 'submitted' && id !== 'iin'),
    );
  });

  it('drop nothing before the room is known', () => {
    expect(columnsFor(layoutFrom(null), 0)).toHaveLength(11);
  });

  it('come back as they were kept; what an older program kept or never knew does no harm', () => {
    const kept = [
      { id: 'status', visible: true, width: 200 },
      { id: 'gone', visible: true, width: 80 },
      { id: 'iin', visible: false, width: 1 },
    ];
    const layout = layoutFrom(kept);
    expect(layout.order.slice(0, 3)).toEqual(['select', 'status', 'iin']);
    expect(new Set(layout.order)).toEqual(new Set(COLUMN_IDS));
    expect(layout.visible.iin).toBe(false);
    expect(layout.widths).toMatchObject({ status: 200, iin: COLUMNS.iin.min });
    expect(layoutFrom(layoutToKeep(layout))).toEqual(layout);
  });

  it('cannot hide the child or the checkbox', () => {
    const layout = layoutFrom([{ id: 'child', visible: false, width: 200 }]);
    expect(layout.visible).toMatchObject({ child: true, select: true });
  });

  it('move within bounds and never before the checkbox', () => {
    const order = ['select', 'deadline', 'number', 'child'] as const;
    expect(moveColumn(order, 'child', 1)).toEqual(['select', 'child', 'deadline', 'number']);
    expect(moveColumn(order, 'deadline', 0)).toEqual(order);
    expect(moveColumn(order, 'deadline', 99)).toEqual(['select', 'number', 'child', 'deadline']);
  });

  it('widen step by step within their bounds', () => {
    const layout = layoutFrom(null);
    const wider = widened(widened(layout, 'number', 8), 'number', 8);
    expect(wider.widths.number).toBe(COLUMNS.number.width + 16);
    expect(wider.widths.child).toBe(layout.widths.child);
    expect(widened(layout, 'number', -400).widths.number).toBe(COLUMNS.number.min);
    expect(widened(layout, 'number', 4000).widths.number).toBe(480);
  });

  it('give what is left over to the names', () => {
    expect(gridTemplate(['select', 'child', 'status'])).toBe(
      'var(--w-select) minmax(var(--w-child),1fr) var(--w-status)',
    );
  });
});
