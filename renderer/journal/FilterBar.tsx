/** The filter row: pills with menus, the deadline lights as one-click filters, columns and download. */
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Popover from '@mui/material/Popover';
import Tooltip from '@mui/material/Tooltip';
import { type ReactNode, useRef, useState } from 'react';
import type { Deadline, JournalCounts, JournalFilter } from '../../preload/contract/index.ts';
import { count } from '../format.ts';
import { useT } from '../i18n.ts';
import { useCatalogue } from '../query.ts';
import { Act } from '../ui/Act.tsx';
import { DateField } from '../ui/Fields.tsx';
import { Icon } from '../ui/Icon.tsx';
import { LIGHT_TONES, Light } from '../ui/Marks.tsx';
import { useColleagues } from './data.ts';
import {
  availableFilters,
  type FilterContext,
  type FilterId,
  isMany,
  isSet,
  optionsOf,
  pillText,
  without,
} from './filters.ts';
import styles from './journal.module.css';

export interface FilterBarProps {
  readonly filter: JournalFilter;
  readonly counts: JournalCounts | undefined;
  readonly onFilter: (filter: JournalFilter) => void;
  /** The menu of «+ Сүзгі», also opened by the key F. */
  readonly adding: boolean;
  readonly onAdding: (open: boolean) => void;
  readonly children: ReactNode;
}

export function FilterBar(props: FilterBarProps) {
  const { t } = useT();
  const catalogue = useCatalogue().data;
  const colleagues = useColleagues().data ?? [];
  const context: FilterContext = { t, catalogue, colleagues };
  const [open, setOpen] = useState<FilterId | null>(null);
  const add = useRef<HTMLButtonElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const available = availableFilters(context);
  const shown = available.filter((id) => isSet(props.filter, id) || id === open);
  return (
    <div className={styles.filters} role="toolbar" aria-label={t('journal:filter.label')} ref={bar}>
      <div className={styles.pills}>
        {shown.map((id) => (
          <Pill
            key={id}
            id={id}
            filter={props.filter}
            context={context}
            open={open === id}
            onOpen={() => setOpen(id)}
            onClose={() => setOpen(null)}
            onFilter={props.onFilter}
          />
        ))}
        <button
          ref={add}
          type="button"
          className={`${styles.pill} ${styles.add}`}
          aria-haspopup="menu"
          aria-expanded={props.adding}
          aria-keyshortcuts="F"
          onClick={() => props.onAdding(true)}
        >
          <Icon name="plus" size={12} />
          {t('journal:filter.add')}
        </button>
        {shown.length > 0 ? (
          <Act
            size="sm"
            tone="quiet"
            onClick={() =>
              props.onFilter(props.filter.search === undefined ? {} : { search: props.filter.search })
            }
          >
            {t('journal:filter.clear')}
          </Act>
        ) : null}
      </div>
      <Menu anchorEl={add.current} open={props.adding} onClose={() => props.onAdding(false)}>
        {available
          .filter((id) => !isSet(props.filter, id))
          .map((id) => (
            <MenuItem
              key={id}
              onClick={() => {
                props.onAdding(false);
                setOpen(id);
              }}
            >
              {t(`journal:filter.name.${id}`)}
            </MenuItem>
          ))}
      </Menu>
      <LightCounts filter={props.filter} counts={props.counts} onFilter={props.onFilter} />
      <span className="vr" />
      {props.children}
    </div>
  );
}

interface PillProps {
  readonly id: FilterId;
  readonly filter: JournalFilter;
  readonly context: FilterContext;
  readonly open: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
  readonly onFilter: (filter: JournalFilter) => void;
}

function Pill(props: PillProps) {
  const { t } = useT();
  // State, not a ref: a pill just added must exist before its menu can hang from it.
  const [anchor, setAnchor] = useState<HTMLButtonElement | null>(null);
  const name = t(`journal:filter.name.${props.id}`);
  const text = pillText(props.id, props.filter, props.context);
  const period = props.id === 'submitted' || props.id === 'deadline';
  return (
    <>
      <button
        ref={setAnchor}
        type="button"
        className={styles.pill}
        aria-haspopup={period ? 'dialog' : 'menu'}
        aria-expanded={props.open}
        onClick={props.onOpen}
      >
        <span>{name}:</span>
        <b className="clip" title={text}>
          {text}
        </b>
        <Icon name="chevronDown" size={12} />
      </button>
      {anchor === null ? null : period ? (
        <PeriodPopover {...props} anchor={anchor} name={name} />
      ) : (
        <OptionMenu {...props} anchor={anchor} />
      )}
    </>
  );
}

function OptionMenu(props: PillProps & { anchor: HTMLElement }) {
  const { t } = useT();
  const several = isMany(props.id);
  return (
    <Menu
      anchorEl={props.anchor}
      open={props.open}
      onClose={props.onClose}
      slotProps={{ paper: { style: { maxHeight: 448 } } }}
    >
      {optionsOf(props.id, props.filter, props.context).map((option) => (
        <MenuItem
          key={option.value}
          role={several ? 'menuitemcheckbox' : 'menuitemradio'}
          aria-checked={option.on}
          onClick={() => {
            props.onFilter(option.apply());
            if (!several) props.onClose();
          }}
        >
          <span className={styles.tick}>{option.on ? <Icon name="check" /> : null}</span>
          {option.label}
        </MenuItem>
      ))}
      <MenuItem
        divider={false}
        onClick={() => {
          props.onClose();
          props.onFilter(without(props.filter, props.id));
        }}
      >
        <span className={styles.tick}>
          <Icon name="x" />
        </span>
        {t('journal:filter.remove', { name: t(`journal:filter.name.${props.id}`) })}
      </MenuItem>
    </Menu>
  );
}

function PeriodPopover(props: PillProps & { anchor: HTMLElement; name: string }) {
  const { t } = useT();
  const { filter, id } = props;
  const submitted = id === 'submitted';
  const from = (submitted ? filter.submittedFrom : filter.deadlineFrom) ?? null;
  const to = (submitted ? filter.submittedTo : filter.deadlineTo) ?? null;
  const put = (range: { from: string | null; to: string | null }): void => {
    const bare = without(filter, id);
    const start =
      range.from === null ? {} : submitted ? { submittedFrom: range.from } : { deadlineFrom: range.from };
    const end = range.to === null ? {} : submitted ? { submittedTo: range.to } : { deadlineTo: range.to };
    props.onFilter({ ...bare, ...start, ...end });
  };
  return (
    <Popover
      anchorEl={props.anchor}
      open={props.open}
      onClose={props.onClose}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
      slotProps={{ paper: { role: 'dialog', 'aria-label': props.name, style: { width: 296, marginTop: 4 } } }}
    >
      <div className={styles.period}>
        {optionsOf(id, filter, props.context).map((option) => (
          <button
            key={option.value}
            type="button"
            className={styles.periodOption}
            aria-pressed={option.on}
            onClick={() => {
              props.onFilter(option.apply());
              props.onClose();
            }}
          >
            <span className={styles.tick}>{option.on ? <Icon name="check" /> : null}</span>
            {option.label}
          </button>
        ))}
        <div className={styles.range}>
          <DateField
            label={t('journal:filter.from')}
            value={from}
            onChange={(day) => put({ from: day, to })}
          />
          <DateField label={t('journal:filter.to')} value={to} onChange={(day) => put({ from, to: day })} />
        </div>
        <div className={styles.periodFoot}>
          <Act
            size="sm"
            tone="quiet"
            icon="x"
            onClick={() => {
              props.onClose();
              props.onFilter(without(filter, id));
            }}
          >
            {t('journal:filter.clear')}
          </Act>
          <span className="gap" />
          <Act size="sm" onClick={props.onClose}>
            {t('act.close')}
          </Act>
        </div>
      </div>
    </Popover>
  );
}

const LIGHTS = ['red', 'amber', 'green', 'paused', 'done'] as const satisfies readonly Deadline['light'][];

function LightCounts(props: Pick<FilterBarProps, 'filter' | 'counts' | 'onFilter'>) {
  const { t } = useT();
  const chosen = props.filter.lights ?? [];
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons of one choice, not form fields
    <div className={styles.lights} role="group" aria-label={t('journal:lights.label')}>
      {LIGHTS.map((light) => {
        const on = chosen.length === 1 && chosen[0] === light;
        const value = props.counts?.lights[light];
        const name = t(`deadline.light.${light}`);
        return (
          <Tooltip key={light} title={name}>
            <button
              type="button"
              aria-pressed={on}
              aria-label={value === undefined ? name : `${name}: ${count(value)}`}
              onClick={() =>
                props.onFilter(on ? without(props.filter, 'light') : { ...props.filter, lights: [light] })
              }
            >
              <Light tone={LIGHT_TONES[light]}>{value === undefined ? '–' : count(value)}</Light>
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}
