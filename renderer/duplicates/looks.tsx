/** How pairs look: their kind, what is near in them, how they stand. */
import type { DuplicatePair } from '../../preload/contract/index.ts';
import type { T } from '../i18n.ts';
import type { IconName } from '../ui/Icon.tsx';
import { Chip } from '../ui/Marks.tsx';

export const KIND_ICONS = {
  same_child: 'user',
  same_scan: 'copy',
  near: 'compare',
} as const satisfies Record<DuplicatePair['kind'], IconName>;

/** «Аты ұқсас · күні мен айы ауысқан»; for the other kinds their name. */
export function kindText(t: T, pair: Pick<DuplicatePair, 'kind' | 'near'>): string {
  const { near } = pair;
  return near === null
    ? t(`duplicates:kind.${pair.kind}`)
    : `${t(`duplicates:names.${near.names}`)} · ${t(`duplicates:date.${near.date}`)}`;
}

const LOOK = {
  open: ['warn', 'alert'],
  not_duplicate: ['neutral', 'check'],
  duplicate: ['neutral', 'copy'],
  removed: ['neutral', 'x'],
} as const;

export function PairChip(props: { t: T; state: DuplicatePair['state'] }) {
  const [tone, icon] = LOOK[props.state];
  return (
    <Chip tone={tone} icon={icon}>
      {props.t(`duplicates:state.${props.state}`)}
    </Chip>
  );
}
