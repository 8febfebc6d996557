import Tooltip from '@mui/material/Tooltip';
import type { ReactNode } from 'react';
import { useT } from '../../i18n.ts';
import { capsOf } from '../../ui/hotkeys.ts';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { KeyCaps } from '../../ui/KeyCaps.tsx';
import type { View, ViewAction } from './geometry.ts';
import css from './stage.module.css';

type ToolbarProps = {
  /** Short; the whole name stands in the tooltip. */
  readonly name: string;
  readonly fullName: string;
  readonly position: string | null;
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
  readonly view: View;
  /** The scale the eye sees. */
  readonly scale: number;
  readonly dispatch: (action: ViewAction) => void;
  readonly comparing: boolean;
  /** Null where there is nothing to compare with. */
  readonly onCompare: (() => void) | null;
  readonly extra?: ReactNode;
};

/** Pages, zoom, turn, clarity and comparison of the stage: 40 high. */
export function StageToolbar(props: ToolbarProps) {
  const { t } = useT();
  const { view, dispatch, page, pages } = props;
  return (
    <div className={css.bar} role="toolbar" aria-label={t('review:stage.label')}>
      <Tooltip title={props.fullName}>
        <b className="clip" data-may-truncate>
          {props.name}
        </b>
      </Tooltip>
      {props.position === null ? null : (
        <span className={`muted nowrap ${css.position}`}>{props.position}</span>
      )}
      {props.extra}
      <span className="gap" />
      <span className={css.group}>
        <Tool
          icon="chevronLeft"
          label={t('review:stage.previousPage')}
          combo="PageUp"
          disabled={page <= 1}
          onClick={() => props.onPage(page - 1)}
        />
        <span className={css.pages}>{t('review:stage.pageOf', { at: page, of: pages })}</span>
        <Tool
          icon="chevronRight"
          label={t('review:stage.nextPage')}
          combo="PageDown"
          disabled={page >= pages}
          onClick={() => props.onPage(page + 1)}
        />
      </span>
      <span className="vr" />
      <span className={css.group}>
        <Tool
          icon="minus"
          label={t('review:stage.zoomOut')}
          combo="Minus"
          onClick={() => dispatch({ type: 'step', by: -1, from: props.scale })}
        />
        <Tooltip title={`${t('review:stage.natural')} (0)`}>
          <button
            type="button"
            className={css.zoom}
            aria-label={`${Math.round(props.scale * 100)} %. ${t('review:stage.natural')}`}
            onClick={() => dispatch({ type: 'natural' })}
          >
            {Math.round(props.scale * 100)} %
          </button>
        </Tooltip>
        <Tool
          icon="plus"
          label={t('review:stage.zoomIn')}
          combo="Equal"
          onClick={() => dispatch({ type: 'step', by: 1, from: props.scale })}
        />
        <Tool
          icon="fitWidth"
          label={t('review:stage.fitWidth')}
          combo="KeyW"
          pressed={view.mode === 'width'}
          onClick={() => dispatch({ type: 'mode', mode: 'width' })}
        />
        <Tool
          icon="fitPage"
          label={t('review:stage.fitPage')}
          combo="KeyF"
          pressed={view.mode === 'page'}
          onClick={() => dispatch({ type: 'mode', mode: 'page' })}
        />
      </span>
      <span className="vr" />
      <span className={css.group}>
        <Tool
          icon="rotateLeft"
          label={t('review:stage.rotateLeft')}
          combo="BracketLeft"
          onClick={() => dispatch({ type: 'turn', by: -90 })}
        />
        <Tool
          icon="rotateRight"
          label={t('review:stage.rotateRight')}
          combo="BracketRight"
          onClick={() => dispatch({ type: 'turn', by: 90 })}
        />
        <Tool
          icon="contrast"
          label={t('review:stage.clarity')}
          combo="KeyB"
          pressed={view.clarity}
          onClick={() => dispatch({ type: 'clarity' })}
        />
      </span>
      {props.onCompare === null ? null : (
        <>
          <span className="vr" />
          <button
            type="button"
            className={css.wide}
            aria-pressed={props.comparing}
            aria-keyshortcuts="D"
            onClick={props.onCompare}
          >
            <Icon name="compare" />
            {t('review:stage.compare')}
            <KeyCaps combo="KeyD" />
          </button>
        </>
      )}
    </div>
  );
}

/** One tool: an icon whose name and key stand in the tooltip. */
export function Tool(props: {
  icon: IconName;
  label: string;
  combo: string;
  onClick: () => void;
  disabled?: boolean;
  pressed?: boolean;
}) {
  const caps = capsOf(props.combo).join('+');
  const button = (
    <button
      type="button"
      className={css.tool}
      aria-label={props.label}
      aria-keyshortcuts={caps}
      aria-pressed={props.pressed}
      disabled={props.disabled === true}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
  return props.disabled === true ? button : <Tooltip title={`${props.label} (${caps})`}>{button}</Tooltip>;
}
