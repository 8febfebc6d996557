/** How a package looks: its outcome, its portal, its reason. */
import { packageFaultWords, packageRemedy, REMEDY_WORDS } from '../../domain/package-words.ts';
import type { Locale, PackageResult, PackageRow } from '../../preload/contract/index.ts';
import { words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import type { IconName } from '../ui/Icon.tsx';
import { Chip } from '../ui/Marks.tsx';
import { usePortals } from './data.ts';

type State = PackageRow['state'];

const TONES = { taken: 'ok', repeated: 'neutral', set_aside: 'warn' } as const;
const ICONS: Readonly<Record<State, IconName>> = { taken: 'check', repeated: 'cycle', set_aside: 'alert' };

export function StateChip({ state }: { readonly state: State }) {
  const { t } = useT();
  return (
    <Chip tone={TONES[state]} icon={ICONS[state]}>
      {t(`intake:state.${state}`)}
    </Chip>
  );
}

export function kindText(t: T, kind: PackageRow['kind']): string {
  return t(`intake:kind.${kind ?? 'unknown'}`);
}

/** Why, and what to do: the very words that are written beside the file. */
export function reasonWords(
  reason: NonNullable<PackageResult['reason']>,
  locale: Locale,
): { readonly why: string; readonly todo: string } {
  return {
    why: words(packageFaultWords(reason), locale),
    todo: words(REMEDY_WORDS[packageRemedy(reason)], locale),
  };
}

/** The name of a portal; its code while names are on their way, a dash for none. */
export function usePortalName(): (code: string | null) => string {
  const { locale } = useT();
  const portals = usePortals().data;
  return (code) => {
    if (code === null) return '—';
    const portal = portals?.find((one) => one.code === code);
    return portal === undefined ? code : words(portal.name, locale);
  };
}
