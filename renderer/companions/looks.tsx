/** How the state of a permit and of its way out look: shape, colour and words. */
import { timeWith } from '../../domain/kazakh.ts';
import type { CompanionRow, ExportState } from '../../preload/contract/index.ts';
import { shortDate, time } from '../format.ts';
import { currentLocale, type T, useT } from '../i18n.ts';
import type { IconName } from '../ui/Icon.tsx';
import { Chip, Light, type LightTone } from '../ui/Marks.tsx';

const STATES = {
  waiting: ['accent', 'inbox'],
  approved: ['ok', 'check'],
  refused: ['bad', 'x'],
  suspended: ['warn', 'pause'],
  ended: ['neutral', 'minus'],
} as const satisfies Record<CompanionRow['state'], readonly [string, IconName]>;

export function PermitChip(props: { state: CompanionRow['state'] }) {
  const { t } = useT();
  const [tone, icon] = STATES[props.state];
  return (
    <Chip tone={tone} icon={icon}>
      {t(`companions:state.${props.state}`)}
    </Chip>
  );
}

const TONES: Readonly<Record<ExportState['state'], LightTone>> = {
  none: 'done',
  off: 'pause',
  waiting: 'pause',
  sending: 'pause',
  sent: 'ok',
  failed: 'warn',
  refused: 'bad',
};

/** Where the newest change is on its way to the attendance system; nothing where there is nothing to tell. */
export function ExportLight(props: { value: ExportState }) {
  const { t } = useT();
  const { value } = props;
  if (value.state === 'none') return <span className="muted">—</span>;
  const tone = value.late && value.state !== 'refused' ? 'warn' : TONES[value.state];
  return (
    <span className="lamp-wrap" title={exportDetail(t, value)}>
      <Light tone={tone}>{exportText(t, value)}</Light>
    </span>
  );
}

function exportText(t: T, { state, late, at }: ExportState): string {
  if (state === 'sent' && at !== null) return t('companions:export.sentAt', { at: moment(at) });
  return late ? t('companions:export.late') : t(`companions:export.${state}`);
}

/** The whole of it: what happened, when again. */
export function exportDetail(t: T, value: ExportState): string {
  const { error, againAt } = value;
  const parts = [t(`companions:export.${value.state}`)];
  if (error !== null) parts.push(exportError(t, error));
  if (againAt !== null) {
    const at = time(againAt);
    parts.push(
      t('companions:export.again', { at: currentLocale() === 'kk' ? timeWith(at, 'locative') : at }),
    );
  }
  return parts.join(' · ');
}

/** A code of the way out in words. */
export function exportError(t: T, code: string): string {
  const status = /^ATTENDANCE_STATUS_(\d{3})$/.exec(code)?.[1];
  if (status !== undefined) return t('companions:error.status', { status });
  switch (code) {
    case 'ATTENDANCE_TIMEOUT':
    case 'ATTENDANCE_UNREACHABLE':
    case 'ATTENDANCE_FOLDER':
      return t(`companions:error.${code}`);
    default:
      return code;
  }
}

export function moment(at: Date): string {
  return `${shortDate(at)} ${time(at)}`;
}
