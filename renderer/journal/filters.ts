/** Filters of the log as data: what each is called, which words it may take, how its choice reads on the pill. */

import { APPLICATION_STATUSES } from '../../domain/status.ts';
import type { Catalogue, JournalFilter, Officer } from '../../preload/contract/index.ts';
import { date, shortDate, shortName, words } from '../format.ts';
import { currentLocale, type T } from '../i18n.ts';

export const FILTER_IDS = [
  'submitted',
  'benefit',
  'queueKind',
  'status',
  'category',
  'claimed',
  'unread',
  'deadline',
  'light',
  'district',
  'cohort',
  'language',
  'channel',
  'duplicates',
] as const;
export type FilterId = (typeof FILTER_IDS)[number];

export const LAST_DAYS = [1, 7, 14, 30, 90] as const;
const LIGHTS = ['red', 'amber', 'green', 'paused', 'done'] as const;
const CHANNELS = ['indigo', 'akmola', 'astana', 'egov', 'con', 'walk_in'] as const;
const CLAIMED = ['mine', 'nobody', 'others', 'anybody'] as const;
const KINDS = ['general', 'special'] as const;
const LANGUAGES = ['kk', 'ru'] as const;

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly on: boolean;
  /** The filter with this option put on or off. */
  readonly apply: () => JournalFilter;
}

export interface FilterContext {
  readonly t: T;
  readonly catalogue: Catalogue | undefined;
  readonly colleagues: readonly Officer[];
}

/** The fields of the contract's filter that a pill stands for. */
export const FIELDS: Readonly<Record<FilterId, readonly (keyof JournalFilter)[]>> = {
  submitted: ['submittedFrom', 'submittedTo', 'submittedLastDays'],
  benefit: ['benefit'],
  queueKind: ['queueKinds'],
  status: ['statuses'],
  category: ['categories'],
  claimed: ['claimed', 'claimedBy'],
  unread: ['unreadScans'],
  deadline: ['deadlineFrom', 'deadlineTo'],
  light: ['lights'],
  district: ['districts'],
  cohort: ['cohortYears'],
  language: ['languages'],
  channel: ['channels'],
  duplicates: ['possibleDuplicates'],
};

/** Whether a pill stands in the bar. */
export function isSet(filter: JournalFilter, id: FilterId): boolean {
  return FIELDS[id].some((field) => {
    const value = filter[field];
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
  });
}

/** The filter without a pill. */
export function without(filter: JournalFilter, id: FilterId): JournalFilter {
  const next: JournalFilter = { ...filter };
  for (const field of FIELDS[id]) {
    delete next[field];
  }
  return next;
}

/** Filters that can be chosen here: one district or one year leaves nothing to choose. */
export function availableFilters(context: FilterContext): readonly FilterId[] {
  return FILTER_IDS.filter((id) => id !== 'district' || (context.catalogue?.districts.length ?? 0) > 1);
}

function many<V extends string | number>(
  filter: JournalFilter,
  chosen: readonly V[] | undefined,
  options: readonly (readonly [V, string])[],
  put: (values: V[]) => JournalFilter,
): Option[] {
  const on = new Set(chosen ?? []);
  return options.map(([value, label]) => ({
    value: String(value),
    label,
    on: on.has(value),
    apply: () => {
      const next = on.has(value) ? [...on].filter((one) => one !== value) : [...on, value];
      return { ...filter, ...put(next) };
    },
  }));
}

function one<V extends string | boolean | number>(
  filter: JournalFilter,
  chosen: V | undefined,
  options: readonly (readonly [V, string])[],
  put: (value: V) => JournalFilter,
): Option[] {
  return options.map(([value, label]) => ({
    value: String(value),
    label,
    on: chosen === value,
    apply: () => ({ ...filter, ...put(value) }),
  }));
}

/** Whether the menu of a filter takes several options and stays open. */
export function isMany(id: FilterId): boolean {
  return ['queueKind', 'status', 'category', 'light', 'district', 'cohort', 'language', 'channel'].includes(
    id,
  );
}

/** The options of a filter's menu; periods have their own popover beside these. */
export function optionsOf(id: FilterId, filter: JournalFilter, context: FilterContext): readonly Option[] {
  const { t, catalogue } = context;
  const locale = currentLocale();
  switch (id) {
    case 'submitted':
      return one(
        without(filter, 'submitted'),
        filter.submittedLastDays,
        LAST_DAYS.map((days) => [days, lastDaysText(t, days)]),
        (submittedLastDays) => ({ submittedLastDays }),
      );
    case 'deadline':
      return [];
    case 'benefit':
      return one(
        filter,
        filter.benefit,
        [
          ['with', t('journal:filter.benefit.with')],
          ['without', t('journal:filter.benefit.without')],
        ],
        (benefit) => ({ benefit }),
      );
    case 'queueKind':
      return many(
        filter,
        filter.queueKinds,
        KINDS.map((k) => [k, t(`queueKind.${k}`)]),
        (queueKinds) => ({ queueKinds }),
      );
    case 'status':
      return many(
        filter,
        filter.statuses,
        APPLICATION_STATUSES.map((s) => [s, t(`status.${s}`)]),
        (statuses) => ({ statuses }),
      );
    case 'category':
      return many(
        filter,
        filter.categories,
        (catalogue?.categories ?? []).map((c) => [c.code, words(c.short, locale)]),
        (categories) => ({ categories }),
      );
    case 'claimed':
      return claimOptions(filter, context);
    case 'unread':
      return one(
        filter,
        filter.unreadScans,
        [
          [true, t('journal:filter.unread.yes')],
          [false, t('journal:filter.unread.no')],
        ],
        (unreadScans) => ({ unreadScans }),
      );
    case 'light':
      return many(
        filter,
        filter.lights,
        LIGHTS.map((l) => [l, t(`deadline.light.${l}`)]),
        (lights) => ({ lights }),
      );
    case 'district':
      return many(
        filter,
        filter.districts,
        (catalogue?.districts ?? []).map((d) => [d.id, words(d.name, locale)]),
        (districts) => ({ districts }),
      );
    case 'cohort':
      return many(
        filter,
        filter.cohortYears,
        (catalogue?.cohortYears ?? []).map((year) => [year, String(year)]),
        (cohortYears) => ({ cohortYears }),
      );
    case 'language':
      return many(
        filter,
        filter.languages,
        LANGUAGES.map((l) => [l, t(`groupLanguage.${l}`)]),
        (languages) => ({ languages }),
      );
    case 'channel':
      return many(
        filter,
        filter.channels,
        CHANNELS.map((c) => [c, t(`channel.${c}`)]),
        (channels) => ({ channels }),
      );
    case 'duplicates':
      return one(
        filter,
        filter.possibleDuplicates,
        [
          [true, t('journal:filter.duplicates.yes')],
          [false, t('journal:filter.duplicates.no')],
        ],
        (possibleDuplicates) => ({ possibleDuplicates }),
      );
  }
}

function claimOptions(filter: JournalFilter, { t, colleagues }: FilterContext): readonly Option[] {
  const bare = without(filter, 'claimed');
  return [
    ...one(
      bare,
      filter.claimed,
      CLAIMED.map((c) => [c, t(`journal:filter.claimed.${c}`)]),
      (claimed) => ({ claimed }),
    ),
    ...one(
      bare,
      filter.claimedBy?.[0],
      colleagues.map((officer) => [officer.iin, shortName(officer)]),
      (iin) => ({ claimedBy: [iin] }),
    ),
  ];
}

/** The choice in words for the pill: one name and «+2», or a period. */
export function pillText(id: FilterId, filter: JournalFilter, context: FilterContext): string {
  const { t } = context;
  if (id === 'submitted' && filter.submittedLastDays === undefined) {
    return rangeText(t, filter.submittedFrom, filter.submittedTo);
  }
  if (id === 'deadline') {
    return rangeText(t, filter.deadlineFrom, filter.deadlineTo);
  }
  const days = filter.submittedLastDays;
  if (id === 'submitted' && days !== undefined) {
    return lastDaysText(t, days);
  }
  const on = optionsOf(id, filter, context).filter((option) => option.on);
  const [first] = on;
  if (first === undefined) {
    return t('journal:filter.any');
  }
  return on.length === 1
    ? first.label
    : `${first.label} ${t('journal:filter.more', { count: on.length - 1 })}`;
}

function lastDaysText(t: T, days: number): string {
  return days === 1 ? t('journal:filter.today') : t('journal:filter.lastDays', { count: days });
}

function rangeText(t: T, from: string | undefined, to: string | undefined): string {
  if (from !== undefined && to !== undefined) {
    return t('journal:filter.range', { from: shortDate(from), to: date(to) });
  }
  if (from !== undefined) {
    return t('journal:filter.since', { from: date(from) });
  }
  return to === undefined ? t('journal:filter.any') : t('journal:filter.until', { to: date(to) });
}
