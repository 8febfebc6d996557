/** State, kind and faults of notices in words and chips. */
import type { WordingFault } from '../../domain/template.ts';
import type { NoticeRow } from '../../preload/contract/index.ts';
import { dateTime } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import kk from '../locales/kk/notices.json' with { type: 'json' };
import type { IconName } from '../ui/Icon.tsx';
import { Chip } from '../ui/Marks.tsx';

type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'bad';

const STATES: Readonly<Record<NoticeRow['state'], readonly [Tone, IconName]>> = {
  waiting: ['neutral', 'clock'],
  sending: ['accent', 'send'],
  sent: ['ok', 'check'],
  dead: ['bad', 'alert'],
};

export function NoticeState(props: { state: NoticeRow['state'] }) {
  const { t } = useT();
  const [tone, icon] = STATES[props.state];
  return (
    <Chip tone={tone} icon={icon}>
      {t(`notices:state.${props.state}`)}
    </Chip>
  );
}

type KindCode = keyof (typeof kk)['kind'];
export const KINDS = Object.keys(kk.kind).filter((code) => code !== 'other') as readonly KindCode[];

/** What a notice tells; a kind this program does not know is shown by its code. */
export function kindText(t: T, kind: string): string {
  const known = KINDS.find((code) => code === kind);
  return known === undefined ? t('notices:kind.other', { code: kind }) : t(`notices:kind.${known}`);
}

type ErrorCode = keyof (typeof kk)['error'];

/** What an attempt failed with, and what to do. */
export function noticeErrorText(t: T, code: string): string {
  const known = (Object.keys(kk.error) as ErrorCode[]).find((one) => one === code);
  return t(`notices:error.${known ?? 'other'}`, { code });
}

/** Where a notice stands, in one line: when it goes next, why it waits, what failed. */
export function standingText(t: T, row: NoticeRow): string {
  if (row.held !== null && row.held !== 'quiet') return t(`notices:held.${row.held}`);
  switch (row.state) {
    case 'waiting':
      return row.error !== null
        ? t('notices:again', { error: noticeErrorText(t, row.error), at: at(row.nextAt) })
        : row.held === 'quiet'
          ? t('notices:held.quiet')
          : t('notices:next', { at: at(row.nextAt) });
    case 'sending':
      return t('notices:underWay');
    case 'sent':
      return at(row.endedAt);
    case 'dead':
      return noticeErrorText(t, row.error ?? '');
  }
}

function at(moment: Date | null): string {
  return moment === null ? '—' : dateTime(moment);
}

type TextCode = keyof (typeof kk)['textName'];

/** The name of a text: of its kind, and which of its several it is. */
export function textName(t: T, code: string): string {
  const known = (Object.keys(kk.textName) as TextCode[]).find((one) => one === code);
  return known === undefined ? kindText(t, code) : t(`notices:textName.${known}`);
}

type PlaceholderCode = keyof (typeof kk)['placeholder'];

/** What a placeholder stands for. */
export function placeholderText(t: T, name: string): string {
  const known = (Object.keys(kk.placeholder) as PlaceholderCode[]).find((one) => one === name);
  return known === undefined ? name : t(`notices:placeholder.${known}`);
}

/** What is wrong with a text, and what to do. */
export function wordingFaultText(t: T, fault: WordingFault): string {
  return t(`notices:fault.${fault.code}`, {
    name: fault.placeholder === null ? '' : `{${fault.placeholder}}`,
    most: 'most' in fault ? fault.most : 0,
  });
}
