/** Rows of dated rules: those in force, those to come, those that are over; the form of one beside them. */
import { useMemo, useState } from 'react';
import type { RuleSpan } from '../../domain/dated-rule.ts';
import { date, words } from '../format.ts';
import { useT } from '../i18n.ts';
import { useListCursor } from '../places/cursor.ts';
import { ListKeys } from '../places/ListKeys.tsx';
import { DatedForm, type DatedFormProps } from './DatedForm.tsx';
import type { Row } from './dated-form.ts';
import css from './rules.module.css';

const STATES = ['in_force', 'to_come', 'past'] as const;

type Props<
  Draft extends RuleSpan,
  Form extends { regionId: number | null; validFrom: string | null; validTo: string | null },
> = Omit<DatedFormProps<Draft, Form>, 'row' | 'onSaved' | 'onCancel'> & {
  /** Whether a new row is being written; the button for it stands in the header. */
  readonly adding: boolean;
  readonly onAdding: (adding: boolean) => void;
  readonly refetch: () => Promise<unknown>;
};

export function DatedTab<
  Draft extends RuleSpan,
  Form extends { regionId: number | null; validFrom: string | null; validTo: string | null },
>(props: Props<Draft, Form>) {
  const { t } = useT();
  const { table, rows, adding, onAdding } = props;
  const listed = useMemo(() => STATES.flatMap((state) => rows.filter((row) => row.state === state)), [rows]);
  const ids = useMemo(() => listed.map(({ id }) => String(id)), [listed]);
  const cursor = useListCursor(ids);
  const [saves, setSaves] = useState(0);
  const shown = adding ? null : (listed.find(({ id }) => String(id) === cursor.id) ?? null);
  const pick = (id: string): void => {
    onAdding(false);
    cursor.set(id);
  };
  return (
    <>
      <ListKeys
        title={t('nav.rules')}
        move={(step) => {
          onAdding(false);
          cursor.move(step);
        }}
        edge={(end) => {
          onAdding(false);
          cursor.edge(end);
        }}
      />
      <div className={css.desk}>
        <nav className={css.list} aria-label={t(`rules:dated.${table.id}.list`)}>
          {STATES.map((state) => (
            <Group
              key={state}
              title={t(`rules:state.${state}`)}
              rows={listed.filter((row) => row.state === state)}
              regions={props.regions}
              tagOf={table.tagOf}
              current={shown?.id ?? null}
              onPick={pick}
            />
          ))}
        </nav>
        {shown === null && !adding ? (
          <div className={css.form} />
        ) : (
          <DatedForm
            key={shown === null ? `new ${saves}` : `${shown.id} ${shown.mark}`}
            table={table}
            row={shown}
            rows={rows}
            regions={props.regions}
            acts={props.acts}
            today={props.today}
            onSaved={(saved) => {
              setSaves(saves + 1);
              void props.refetch().then(() => pick(String(saved.id)));
            }}
            onCancel={adding ? () => onAdding(false) : null}
          />
        )}
      </div>
    </>
  );
}

function Group<Draft extends RuleSpan>(props: {
  title: string;
  rows: readonly Row<Draft>[];
  regions: Props<Draft, never>['regions'];
  tagOf: (rule: Draft) => string | null;
  current: number | null;
  onPick: (id: string) => void;
}) {
  const { t, locale } = useT();
  if (props.rows.length === 0) return null;
  return (
    <section aria-label={props.title}>
      <h2 className={`small muted ${css.group}`}>{props.title}</h2>
      {props.rows.map((row) => {
        const region = props.regions.find(({ id }) => id === row.regionId);
        const dates =
          row.validTo === null
            ? t('queue:profile.since', { date: date(row.validFrom) })
            : t('rules:dates', { from: date(row.validFrom), to: date(row.validTo) });
        const tag = props.tagOf(row);
        return (
          <button
            key={row.id}
            type="button"
            className={css.row}
            aria-current={row.id === props.current}
            onClick={() => props.onPick(String(row.id))}
          >
            <span className={css.rowTop}>
              <b className={`clip ${row.state === 'past' ? 'muted' : 'strong'}`}>
                {region === undefined ? t('rules:national') : words(region.name, locale)}
              </b>
              {tag === null ? null : <span className="tag">{tag}</span>}
            </span>
            <span className="small muted clip" title={dates}>
              {dates}
            </span>
          </button>
        );
      })}
    </section>
  );
}
