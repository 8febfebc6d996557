/** One row of dated rules: its terms, its days, and what saving changes, told before it is saved. */
import type { ReactNode } from 'react';
import { type RuleSpan, ruleInForce } from '../../domain/dated-rule.ts';
import { date, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { useSession } from '../query.ts';
import { Inline } from '../ui/States.tsx';
import type { DatedFieldsProps } from './DatedFields.tsx';
import {
  changedFields,
  type DatedKind,
  effectOf,
  faultsOf,
  type LegalAct,
  newForm,
  type Row,
  type RuleEffect,
  type SaveKind,
  saveKind,
} from './dated-form.ts';
import { datedFaultText } from './dated-words.ts';
import { Section, Slot } from './fields.tsx';
import { Days, RegionPick } from './head-fields.tsx';
import { RuleFrame } from './RuleFrame.tsx';
import { serverFaultsOf } from './rule-fault.ts';
import css from './rules.module.css';
import { useRuleForm } from './use-rule-form.ts';

type Named = { readonly kk: string; readonly ru: string; readonly en: string };
type FormDays = {
  readonly regionId: number | null;
  readonly validFrom: string | null;
  readonly validTo: string | null;
};

/** What a table of dated rules brings to its form. */
export interface DatedTable<Draft extends RuleSpan, Form extends FormDays> {
  readonly id: 'family' | 'delivery';
  readonly kind: DatedKind<Draft, Form>;
  readonly fields: readonly (keyof Draft & string)[];
  /** The name of a field and what a row says of it. */
  readonly fieldName: (field: keyof Draft & string) => string;
  readonly valueOf: (rule: Draft, field: keyof Draft & string) => string;
  /** What a row of the list says beside its region; null: nothing. */
  readonly tagOf: (rule: Draft) => string | null;
  /** Fields of the head beside the region and the days. */
  readonly head: (props: DatedFieldsProps<Form>) => ReactNode;
  readonly body: (props: DatedFieldsProps<Form>) => ReactNode;
  readonly save: (id: number | null, mark: string | null, rule: Draft) => Promise<Row<Draft>>;
}

export interface DatedFormProps<Draft extends RuleSpan, Form extends FormDays> {
  readonly table: DatedTable<Draft, Form>;
  /** Null: a new row. */
  readonly row: Row<Draft> | null;
  readonly rows: readonly Row<Draft>[];
  readonly regions: readonly { readonly id: number; readonly name: Named }[];
  readonly acts: readonly LegalAct[];
  readonly today: string;
  readonly onSaved: (saved: Row<Draft>) => void;
  readonly onCancel: (() => void) | null;
}

export function DatedForm<Draft extends RuleSpan, Form extends FormDays>(props: DatedFormProps<Draft, Form>) {
  const { t, locale } = useT();
  const { table, row, rows, today } = props;
  const { kind } = table;
  const { post } = useSession();
  const national = post.scope === null;
  const mayEdit =
    row === null ||
    (row.state !== 'past' && (national || props.regions.some(({ id }) => id === row.regionId)));
  const state = useRuleForm<Form, Row<Draft>>({
    first: () => {
      // An administrator of a region writes its own region's rules.
      const own = national ? null : (props.regions[0]?.id ?? null);
      const form = row === null ? newForm(kind, rows, own, today) : kind.formOf(row);
      if (form === null) throw new Error('NO_RULES');
      return form;
    },
    faultsOf: (form) =>
      row !== null && saveKind(kind, row, form) === 'nothing'
        ? []
        : faultsOf(kind, rows, row, form, props.acts, today),
    toldOf: (form, obstacles) => serverFaultsOf(form, obstacles),
    faultText: (code, field) => datedFaultText(t, code, field),
    mayRun: (form) => mayEdit && saveKind(kind, row, form) !== 'nothing',
    run: (form) => table.save(row?.id ?? null, row?.mark ?? null, kind.read(form)),
    onSaved: props.onSaved,
  });
  const { form } = state;
  const saving = saveKind(kind, row, form);
  // Whether a row of the very region ends where this one begins.
  const follows = ruleInForce(rows, form.regionId, form.validFrom ?? today)?.regionId === form.regionId;
  const effect = mayEdit && state.sound ? effectOf(kind, rows, row, form) : null;
  const fields = { form, change: state.change, errorOf: state.errorOf, disabled: !mayEdit };
  const region = props.regions.find(({ id }) => id === form.regionId);
  return (
    <RuleFrame
      state={state}
      label={t(`rules:dated.${table.id}.form`)}
      will={willText(t, saving, form, follows)}
      saveLabel={t(saving === 'add' ? 'rules:saveVersion' : 'act.save')}
      same={saving === 'nothing'}
      onCancel={props.onCancel}
      effect={
        effect === null ? null : (
          <Effect
            table={table}
            effect={effect}
            region={region === undefined ? t('rules:dated.everywhere') : words(region.name, locale)}
          />
        )
      }
    >
      {row === null ? null : <Standing t={t} row={row} mayEdit={mayEdit} />}
      <p className={`small muted ${css.standing}`}>{t(`rules:dated.${table.id}.about`)}</p>
      <Section title={t('rules:section.general')} ground={null}>
        <Slot field="regionId">
          <RegionPick
            value={form.regionId}
            regions={props.regions}
            national={national}
            disabled={!mayEdit || row !== null}
            error={state.errorOf('regionId')}
            onChange={(regionId) => state.change({ regionId } as Partial<Form>)}
          />
        </Slot>
        <Days
          form={form}
          change={(part) => state.change(part as Partial<Form>)}
          errorOf={(field) => state.errorOf(field)}
        />
        {table.head(fields)}
      </Section>
      {table.body(fields)}
    </RuleFrame>
  );
}

/** Whether the row holds, holds no longer, or is not this officer's to change. */
function Standing(props: { t: T; row: { state: string }; mayEdit: boolean }) {
  const { t, row } = props;
  if (row.state === 'past') return <Inline tone="warn">{t('rules:dated.past')}</Inline>;
  if (!props.mayEdit) return <Inline tone="warn">{t('rules:dated.otherRegion')}</Inline>;
  return row.state === 'in_force' ? <Inline tone="warn">{t('rules:dated.begun')}</Inline> : null;
}

/** What saving will do, in words beside the button. */
function willText(t: T, saving: SaveKind, form: FormDays, follows: boolean): string {
  switch (saving) {
    case 'add':
      return form.validFrom === null
        ? t('rules:kind.supersedeOpen')
        : t(follows ? 'rules:dated.will.add' : 'rules:dated.will.first', { date: date(form.validFrom) });
    case 'change':
      return t('rules:dated.will.change');
    case 'end':
    case 'nothing':
      return t(`rules:kind.${saving}`);
  }
}

/** What changes for the region, from which day, and what stays. */
function Effect<Draft extends RuleSpan, Form extends FormDays>(props: {
  table: DatedTable<Draft, Form>;
  effect: RuleEffect<Draft>;
  region: string;
}) {
  const { t } = useT();
  const { table, effect } = props;
  const changed = changedFields<Draft>(table.fields, effect) as (keyof Draft & string)[];
  return (
    <section className={css.effect} aria-label={t('rules:effect.title')}>
      <b>{t('rules:effect.from', { date: date(effect.from), region: props.region })}</b>
      {changed.length === 0 ? <p>{t('rules:effect.same')}</p> : null}
      <dl>
        {changed.map((field) => (
          <div key={field}>
            <dt className="muted">{table.fieldName(field)}</dt>
            <dd>
              {effect.before === null ? null : (
                <>
                  <span className="muted">{table.valueOf(effect.before, field)}</span>
                  {' → '}
                </>
              )}
              <b>{table.valueOf(effect.after, field)}</b>
            </dd>
          </div>
        ))}
      </dl>
      <p className="small muted">{t(`rules:effect.${table.id}`)}</p>
    </section>
  );
}
