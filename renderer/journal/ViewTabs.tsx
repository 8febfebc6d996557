/** Tabs of built-in and saved views with their counts; what does not fit is under «Тағы». */
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { JournalFilter, JournalSort, SavedView } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { count } from '../format.ts';
import { useT } from '../i18n.ts';
import { keys } from '../query.ts';
import type { ColumnChoice } from '../settings/settings.ts';
import { Act, IconAct } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useErrorText } from '../ui/errors.ts';
import { Field } from '../ui/Fields.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useViewCounts } from './data.ts';
import styles from './journal.module.css';
import { BUILT_IN_VIEWS, sameFilter } from './views.ts';

export interface TabView {
  readonly id: string;
  readonly name: string;
  readonly filter: JournalFilter;
  readonly saved: SavedView | null;
}

/** All views in the order of Alt+1…9. */
export function useTabViews(saved: readonly SavedView[]): readonly TabView[] {
  const { t } = useT();
  return [
    ...BUILT_IN_VIEWS.map(({ id, filter }) => ({ id, name: t(`journal:views.${id}`), filter, saved: null })),
    ...saved.map((view) => ({ id: view.id, name: view.name, filter: view.filter, saved: view })),
  ];
}

export interface ViewTabsProps {
  readonly views: readonly TabView[];
  readonly saved: readonly SavedView[];
  readonly view: string | null;
  readonly filter: JournalFilter;
  readonly sort: JournalSort;
  readonly columns: ColumnChoice[];
  readonly onView: (view: TabView) => void;
  readonly onSaved: (id: string) => void;
}

export function ViewTabs(props: ViewTabsProps) {
  const { t } = useT();
  const list = useRef<HTMLDivElement>(null);
  const counts = useViewCounts(props.saved);
  const current = props.views.find((view) => view.id === props.view);
  const { filter: shownFilter } = props;
  const changed = current === undefined || !sameFilter(current.filter, shownFilter);
  const fitting = useFitting(
    list,
    props.views.length,
    `${props.views.map((v) => v.name).join()} ${counts?.length} ${current?.saved?.id}`,
  );
  const rest = props.views.slice(fitting);
  return (
    <div className={styles.tabs}>
      <div className={styles.tabList} role="tablist" aria-label={t('journal:views.label')} ref={list}>
        {props.views.map((view, index) => {
          const on = view.id === props.view;
          const value = counts?.[index];
          return (
            <button
              key={view.id}
              type="button"
              role="tab"
              aria-selected={on}
              tabIndex={on || (current === undefined && index === 0) ? 0 : -1}
              hidden={index >= fitting}
              className={`${styles.tab} ${on ? styles.tabOn : ''}`}
              onClick={() => props.onView(view)}
              onKeyDown={(event) => {
                const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
                const next = event.currentTarget.parentElement?.children[index + step];
                if (step !== 0 && next instanceof HTMLElement) {
                  event.preventDefault();
                  next.focus();
                }
              }}
            >
              {view.name}
              {value === undefined ? null : <b>{count(value)}</b>}
            </button>
          );
        })}
      </div>
      {rest.length > 0 ? <MoreViews views={rest} onView={props.onView} current={props.view} /> : null}
      <span className="gap" />
      <ViewActs {...props} current={current?.saved ?? null} changed={changed} />
    </div>
  );
}

/** How many children fit in one line of the list; all of them until measured. */
function useFitting(list: RefObject<HTMLElement | null>, total: number, dependsOn: string): number {
  const [fitting, setFitting] = useState(total);
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when names, counts or the language change
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) {
      return;
    }
    const measure = (): void => {
      const tabs = [...element.children].filter((one): one is HTMLElement => one instanceof HTMLElement);
      const hidden = tabs.map((tab) => tab.hidden);
      for (const tab of tabs) tab.hidden = false;
      const row = element.parentElement;
      const acts = row?.lastElementChild;
      const whole =
        (row?.clientWidth ?? 0) -
        ROW_PADDING -
        (acts instanceof HTMLElement ? acts.offsetWidth : 0) -
        TAB_GAP;
      const ends = tabs.map((tab) => tab.offsetLeft + tab.offsetWidth - element.offsetLeft);
      const fits = ends.every((end) => end <= whole)
        ? tabs.length
        : ends.filter((end) => end <= whole - MORE).length;
      tabs.forEach((tab, index) => {
        tab.hidden = hidden[index] ?? false;
      });
      setFitting(Math.max(1, fits));
    };
    measure();
    const observer = new ResizeObserver(measure);
    if (element.parentElement !== null) observer.observe(element.parentElement);
    return () => observer.disconnect();
  }, [dependsOn, total]);
  return Math.min(fitting, total);
}

const TAB_GAP = 20;
const ROW_PADDING = 32;
/** Room for «Тағы» with its gap, when not every tab fits. */
const MORE = 184;

function MoreViews(props: {
  views: readonly TabView[];
  current: string | null;
  onView: (view: TabView) => void;
}) {
  const { t } = useT();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const current = props.views.find((view) => view.id === props.current);
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={`${styles.tab} ${styles.more} ${current === undefined ? '' : styles.tabOn}`}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <span className="clip">{current?.name ?? t('journal:views.more')}</span>
        <Icon name="chevronDown" size={12} />
      </button>
      <Menu anchorEl={anchor.current} open={open} onClose={() => setOpen(false)}>
        {props.views.map((view) => (
          <MenuItem
            key={view.id}
            selected={view.id === props.current}
            onClick={() => {
              setOpen(false);
              props.onView(view);
            }}
          >
            {view.name}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

type Editing = 'save' | 'rename' | 'delete' | null;

function ViewActs(props: ViewTabsProps & { current: SavedView | null; changed: boolean }) {
  const { t } = useT();
  const client = useQueryClient();
  const anchor = useRef<HTMLButtonElement>(null);
  const [menu, setMenu] = useState(false);
  const [editing, setEditing] = useState<Editing>(null);
  const save = useMutation({
    mutationFn: (view: SavedView) => api.journal.saveView(view),
    onSuccess: (views, view) => {
      client.setQueryData(keys.views, views);
      props.onSaved(view.id);
      setEditing(null);
    },
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.journal.deleteView({ id }),
    onSuccess: (views) => {
      client.setQueryData(keys.views, views);
      setEditing(null);
    },
  });
  const { current } = props;
  const body = { filter: props.filter, sort: props.sort, columns: props.columns };
  return (
    <div className={styles.viewActs}>
      {current === null ? null : (
        <>
          <IconAct
            small
            ref={anchor}
            icon="edit"
            label={t('journal:views.menu', { name: current.name })}
            hasPopup="menu"
            expanded={menu}
            onClick={() => setMenu(true)}
          />
          <Menu anchorEl={anchor.current} open={menu} onClose={() => setMenu(false)}>
            {(['update', 'rename', 'delete'] as const).map((act) => (
              <MenuItem
                key={act}
                disabled={act === 'update' && !props.changed}
                onClick={() => {
                  setMenu(false);
                  if (act === 'update') save.mutate({ ...current, ...body });
                  else setEditing(act);
                }}
              >
                {act === 'update' ? t('journal:views.update') : t(`act.${act}`)}
              </MenuItem>
            ))}
          </Menu>
        </>
      )}
      <button type="button" className={`${styles.tab} ${styles.saveView}`} onClick={() => setEditing('save')}>
        <Icon name="plus" size={12} />
        {t('journal:views.save')}
      </button>
      {editing === 'save' || (editing === 'rename' && current !== null) ? (
        <NameDialog
          name={editing === 'rename' ? (current?.name ?? '') : ''}
          title={editing === 'rename' ? t('act.rename') : t('journal:views.saveTitle')}
          busy={save.isPending}
          error={save.error}
          onClose={() => setEditing(null)}
          onName={(name) =>
            save.mutate(
              editing === 'rename' && current !== null
                ? { ...current, name }
                : { id: crypto.randomUUID(), name, ...body },
            )
          }
        />
      ) : null}
      {editing === 'delete' && current !== null ? (
        <DeleteDialog
          view={current}
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setEditing(null)}
          onDelete={() => remove.mutate(current.id)}
        />
      ) : null}
    </div>
  );
}

function NameDialog(props: {
  name: string;
  title: string;
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onName: (name: string) => void;
}) {
  const { t } = useT();
  const errorText = useErrorText();
  const [name, setName] = useState(props.name);
  const submit = (): void => {
    if (name.trim() !== '' && !props.busy) props.onName(name.trim());
  };
  return (
    <Dialog
      title={props.title}
      width={400}
      onClose={props.onClose}
      footer={
        <>
          <span className="gap" />
          <Act onClick={props.onClose}>{t('act.cancel')}</Act>
          <Act tone="primary" combo="Enter" busy={props.busy} disabled={name.trim() === ''} onClick={submit}>
            {t('act.save')}
          </Act>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          label={t('journal:views.name')}
          hint={t('journal:views.saveHint')}
          error={props.error === null ? null : errorText(props.error)}
        >
          {({ id, describedBy }) => (
            <div className="input">
              <input
                id={id}
                aria-describedby={describedBy}
                autoFocus
                maxLength={60}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            </div>
          )}
        </Field>
      </form>
    </Dialog>
  );
}

function DeleteDialog(props: {
  view: SavedView;
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onDelete: () => void;
}) {
  const { t } = useT();
  const errorText = useErrorText();
  return (
    <Dialog
      title={t('journal:views.deleteTitle', { name: props.view.name })}
      width={400}
      onClose={props.onClose}
      footer={
        <>
          <span className="gap" />
          <Act autoFocus onClick={props.onClose}>
            {t('act.cancel')}
          </Act>
          <Act tone="danger" icon="trash" busy={props.busy} onClick={props.onDelete}>
            {t('act.delete')}
          </Act>
        </>
      }
    >
      <p>{t('journal:views.deleteDetail')}</p>
      {props.error === null ? null : <p className="hint bad-t">{errorText(props.error)}</p>}
    </Dialog>
  );
}
