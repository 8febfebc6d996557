/** The page of `?`: every key that acts now, by the screen that owns it. */
import { useMemo, useState } from 'react';
import { useT } from '../i18n.ts';
import { useSetting } from '../settings/settings.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { useHotkeyLayers } from '../ui/hotkeys.ts';
import { KeyCaps } from '../ui/KeyCaps.tsx';
import { Inline } from '../ui/States.tsx';
import styles from './shell.module.css';

export function Shortcuts(props: { onClose: () => void }) {
  const { t } = useT();
  const layers = useHotkeyLayers();
  const [singleLetters] = useSetting('singleLetters');
  // The layers under this dialog, as they were when it opened.
  const [below] = useState(() => layers);
  const groups = useMemo(() => {
    const byTitle = new Map<string, Map<string, string[]>>();
    for (const layer of below.toReversed()) {
      const group = byTitle.get(layer.title) ?? new Map<string, string[]>();
      for (const { label, combo } of layer.hotkeys) {
        if (label !== undefined) {
          group.set(label, [...(group.get(label) ?? []), combo]);
        }
      }
      if (group.size > 0) {
        byTitle.set(layer.title, group);
      }
    }
    return [...byTitle];
  }, [below]);
  return (
    <Dialog title={t('shortcuts.title')} width={920} onClose={props.onClose}>
      <p className="small muted dlg-lead">{t('shortcuts.note')}</p>
      {singleLetters ? null : <Inline tone="warn">{t('shortcuts.off')}</Inline>}
      <div className={styles.kmap}>
        {groups.map(([title, rows]) => (
          <section key={title} className={styles.kgroup}>
            <h3 className="h14">{title}</h3>
            {[...rows].map(([label, combos]) => (
              <div key={label} className={styles.krow}>
                <span>{label}</span>
                {combos.map((combo) => (
                  <KeyCaps key={combo} combo={combo} />
                ))}
              </div>
            ))}
          </section>
        ))}
      </div>
    </Dialog>
  );
}
