import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Application } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { date, shortName, time } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { keys } from '../query.ts';
import { useClaimOne } from '../review/use-bundle.ts';
import { navigate } from '../router.ts';
import { Act } from '../ui/Act.tsx';
import { obstacleText, useErrorText } from '../ui/errors.ts';
import { type Hotkey, useHotkeys } from '../ui/hotkeys.ts';
import { usePaletteActions } from '../ui/palette.ts';
import css from './application.module.css';

/** What the officer may do with this application now: exactly what the back end permits. 48 high. */
export function ActBar(props: {
  application: Application;
  onRelease: () => void;
  onDecide: () => void;
  /** Null where the screen offers it elsewhere. */
  onCorrect: (() => void) | null;
  onRestore: () => void;
  onMove: (move: 'transfer' | 'exchange') => void;
}) {
  const { t } = useT();
  const client = useQueryClient();
  const errorText = useErrorText();
  const connected = useConnection().kind === 'open';
  const { application } = props;
  const may = (act: Application['permitted'][number]): boolean =>
    connected && application.permitted.includes(act);
  const claimOne = useClaimOne();
  const claim = useMutation({
    mutationFn: () => claimOne({ id: application.id, expectedVersion: application.version }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.application(application.id) });
      void client.invalidateQueries({ queryKey: keys.journal });
    },
  });
  const review = (): void => navigate({ name: 'review', id: application.id });
  const place = (): void => navigate({ name: 'queue', id: application.id });
  const queued = application.status === 'queued';
  const decide = may('approve') || may('return') || may('refuse');
  const hotkeys: readonly Hotkey[] = [
    { combo: 'KeyC', label: t('application:act.claim'), enabled: may('claim'), run: () => claim.mutate() },
    { combo: 'KeyU', label: t('application:act.release'), enabled: may('release'), run: props.onRelease },
    { combo: 'Enter', label: t('application:act.review'), run: review },
    { combo: 'KeyQ', label: t('application:act.place'), enabled: queued, run: place },
    { combo: 'Ctrl+Enter', label: t('application:act.decide'), enabled: decide, run: props.onDecide },
  ];
  useHotkeys(t('application:keys.application'), [...hotkeys, ...placeKeys(t, may, props)]);
  usePaletteActions([
    { id: 'review', label: t('application:act.review'), icon: 'eye', combo: 'Enter', run: review },
    ...(decide
      ? [
          {
            id: 'decide',
            label: t('application:act.decide'),
            icon: 'key' as const,
            combo: 'Ctrl+Enter',
            run: props.onDecide,
          },
        ]
      : []),
  ]);
  return (
    <footer className={css.acts}>
      <span className="small sub clip" role="status">
        {claim.error === null ? (
          <Standing application={application} />
        ) : (
          t('application:act.failed', { error: errorText(claim.error) })
        )}
      </span>
      <span className="gap" />
      {may('claim') ? (
        <Act combo="KeyC" busy={claim.isPending} onClick={() => claim.mutate()}>
          {t('application:act.claim')}
        </Act>
      ) : null}
      {may('release') ? (
        <Act combo="KeyU" hasPopup="dialog" onClick={props.onRelease}>
          {t('application:act.release')}
        </Act>
      ) : null}
      {may('correct') && props.onCorrect !== null ? (
        <Act icon="return" hasPopup="dialog" onClick={props.onCorrect}>
          {t('application:act.correct')}
        </Act>
      ) : null}
      {queued ? (
        <Act icon="queue" combo="KeyQ" onClick={place}>
          {t('application:act.place')}
        </Act>
      ) : null}
      {may('transfer') ? (
        <Act icon="forward" combo="KeyT" hasPopup="dialog" onClick={() => props.onMove('transfer')}>
          {t('application:act.transfer')}
        </Act>
      ) : null}
      {may('exchange') ? (
        <Act icon="cycle" combo="KeyX" hasPopup="dialog" onClick={() => props.onMove('exchange')}>
          {t('application:act.exchange')}
        </Act>
      ) : null}
      {may('restore') ? (
        <Act icon="return" combo="KeyR" hasPopup="dialog" onClick={props.onRestore}>
          {t('application:act.restore')}
        </Act>
      ) : null}
      <Act icon="eye" combo="Enter" tone={decide ? 'outline' : 'primary'} onClick={review}>
        {t('application:act.review')}
      </Act>
      {decide ? (
        <Act tone="primary" combo="Ctrl+Enter" hasPopup="dialog" onClick={props.onDecide}>
          {t('application:act.decide')}
        </Act>
      ) : null}
    </footer>
  );
}

type May = (act: Application['permitted'][number]) => boolean;

/** Acts on a place that was given, or may come back. */
function placeKeys(
  t: T,
  may: May,
  on: { onRestore: () => void; onMove: (move: 'transfer' | 'exchange') => void },
): readonly Hotkey[] {
  return [
    { combo: 'KeyR', label: t('application:act.restore'), enabled: may('restore'), run: on.onRestore },
    {
      combo: 'KeyT',
      label: t('application:act.transfer'),
      enabled: may('transfer'),
      run: () => on.onMove('transfer'),
    },
    {
      combo: 'KeyX',
      label: t('application:act.exchange'),
      enabled: may('exchange'),
      run: () => on.onMove('exchange'),
    },
  ];
}

/** Whether an inactive application may come back, and until when; else whose it is. */
function Standing({ application }: { readonly application: Application }) {
  const { t } = useT();
  const { restore } = application;
  if (restore === null) {
    return <Holder application={application} />;
  }
  if (restore.obstacle !== null) {
    return t('application:act.restoreNot', { why: obstacleText(t, { code: restore.obstacle }) });
  }
  return restore.until === null ? null : t('application:act.restoreUntil', { date: date(restore.until) });
}

function Holder({ application }: { readonly application: Application }) {
  const { t } = useT();
  const { claim } = application;
  if (claim === null) {
    return t('application:act.free');
  }
  const until = time(claim.until);
  return claim.mine
    ? t('application:act.mine', { until })
    : t('application:act.others', { by: shortName(claim.by), until });
}
