import { useT } from '../../i18n.ts';
import { Act } from '../../ui/Act.tsx';
import { Icon } from '../../ui/Icon.tsx';
import type { ScanErrorCode } from './scan-error.ts';
import css from './stage.module.css';

const RETRIABLE: ReadonlySet<ScanErrorCode> = new Set(['UNREACHABLE', 'TOO_SLOW']);

/** In the place of a scan that cannot be shown: what happened, what to do about it. */
export function BrokenScan(props: {
  code: ScanErrorCode;
  fileName: string | null;
  onRetry: () => void;
  /** Null where nothing may be judged. */
  onMarkInvalid: (() => void) | null;
}) {
  const { t } = useT();
  const { code } = props;
  return (
    <div className={css.broken} role="alert">
      <Icon name="alert" size={24} />
      <b>{t(`review:stage.error.${code}.title`)}</b>
      {props.fileName === null ? null : <span className="muted small">{props.fileName}</span>}
      <p className="sub">{t(`review:stage.error.${code}.detail`)}</p>
      <div className={css.acts}>
        {RETRIABLE.has(code) ? (
          <Act icon="cycle" onClick={props.onRetry}>
            {t('act.retry')}
          </Act>
        ) : null}
        {props.onMarkInvalid === null || code === 'UNREACHABLE' ? null : (
          <Act tone="danger" icon="x" onClick={props.onMarkInvalid}>
            {t('review:stage.markInvalid')}
          </Act>
        )}
      </div>
    </div>
  );
}
