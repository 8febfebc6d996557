/** Bands and the states every screen has beside its data: empty, loading, error. */

import { type ReactNode, useEffect, useState } from 'react';
import { connection, useConnection } from '../api.ts';
import { useT } from '../i18n.ts';
import { Act } from './Act.tsx';
import { useErrorText } from './errors.ts';
import { Icon, type IconName } from './Icon.tsx';

/** A band over the work area: test mode, lost connection. */
export function Banner(props: {
  tone: 'warn' | 'bad';
  icon: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  role?: 'alert' | 'status';
}) {
  return (
    <div className={`banner ${props.tone}`} role={props.role ?? 'status'}>
      <Icon name={props.icon} />
      <b className="nowrap">{props.title}</b>
      {props.children === undefined ? null : <span className="grow">{props.children}</span>}
      {props.children === undefined ? <span className="gap" /> : null}
      {props.action}
    </div>
  );
}

/** The band of the test certification authority, above the header of every screen while it is on. */
export function TestCaBanner() {
  const { t } = useT();
  return (
    <Banner tone="warn" icon="alert" title={t('testCa.title')}>
      {t('testCa.detail')}
    </Banner>
  );
}

/** Whole seconds left until an epoch ms, ticking each second; null for null. */
export function useSecondsUntil(at: number | null): number | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (at === null) {
      return;
    }
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [at]);
  return at === null ? null : Math.max(0, Math.ceil((at - now) / 1000));
}

/** The band of a lost connection with its countdown; nothing while the line is open. */
export function LostBanner() {
  const { t } = useT();
  const state = useConnection();
  const seconds = useSecondsUntil(state.kind === 'lost' ? state.retryAt : null);
  if (state.kind !== 'lost' || seconds === null) {
    return null;
  }
  return (
    <Banner
      tone="warn"
      icon="wifiOff"
      title={t('connection.lost')}
      action={
        <Act size="sm" tone="quiet" onClick={() => connection.retryNow()}>
          {t('connection.retryNow')}
        </Act>
      }
    >
      {/* The countdown would be read out every second. */}
      <span aria-live="off">
        {seconds === 0 ? t('connection.retrying') : t('connection.lostDetail', { seconds })}
      </span>
    </Banner>
  );
}

/** A message in the place of the work: what happened, what is kept, what to do. */
export function Inline(props: {
  tone?: 'bad' | 'warn' | 'ok';
  children: ReactNode;
  action?: ReactNode;
  onClose?: () => void;
}) {
  const { t } = useT();
  const tone = props.tone ?? 'bad';
  return (
    <div className={`inl ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={tone === 'ok' ? 'checkCircle' : 'alert'} />
      <span className="inl-text">{props.children}</span>
      {props.action}
      {props.onClose === undefined ? null : (
        <Act size="sm" tone="quiet" onClick={props.onClose}>
          {t('act.close')}
        </Act>
      )}
    </div>
  );
}

/** Nothing here: what is true and the next useful act. */
export function EmptyState(props: {
  icon: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="emp">
      <Icon name={props.icon} size={24} />
      <b>{props.title}</b>
      {props.children === undefined ? null : <p className="sub">{props.children}</p>}
      {props.action}
    </div>
  );
}

/** What failed, what is kept, one button. */
export function ErrorState(props: { error: unknown; title?: string; onRetry?: () => void }) {
  const { t } = useT();
  const errorText = useErrorText();
  return (
    <div className="emp" role="alert">
      <Icon name="alert" size={24} className="bad-m" />
      <b>{props.title ?? t('state.errorTitle')}</b>
      <p className="sub">{errorText(props.error)}</p>
      {props.onRetry === undefined ? null : (
        <Act icon="cycle" combo="F5" onClick={props.onRetry}>
          {t('act.retry')}
        </Act>
      )}
    </div>
  );
}

/** True after `ms` of `on`: spinners after 200 ms, dimming after 400 ms. */
export function useDelayed(on: boolean, ms: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!on) {
      setLate(false);
      return;
    }
    const timer = setTimeout(() => setLate(true), ms);
    return () => clearTimeout(timer);
  }, [on, ms]);
  return on && late;
}

const WIDTHS = [
  [12, 64, 96, 120],
  [12, 72, 128, 96],
  [12, 60, 88, 140],
  [12, 80, 112, 104],
] as const;

/** Grey rows on first load only, after 200 ms. */
export function SkeletonRows(props: { rows: number; height?: number }) {
  const { t } = useT();
  const shown = useDelayed(true, 200);
  return (
    <div role="status" aria-label={t('state.loading')} style={{ minHeight: 0, overflow: 'hidden' }}>
      {shown
        ? Array.from({ length: props.rows }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: identical grey rows
            <div key={row} className="skr" style={{ height: props.height ?? 32 }}>
              {(WIDTHS[row % WIDTHS.length] ?? []).map((width, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: identical grey bars
                <span key={index} style={{ width }} />
              ))}
            </div>
          ))
        : null}
    </div>
  );
}
