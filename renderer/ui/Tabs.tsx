/** Tabs of a screen: Alt and a digit, or arrows while one has focus. What each shows is the screen's own. */
import type { ReactNode } from 'react';
import styles from './tabs.module.css';

export function Tabs<Tab extends string>(props: {
  label: string;
  tabs: readonly Tab[];
  tab: Tab;
  onTab: (tab: Tab) => void;
  name: (tab: Tab) => ReactNode;
}) {
  const { tabs } = props;
  return (
    <div className={styles.tabs} role="tablist" aria-label={props.label}>
      {tabs.map((one, index) => (
        <button
          key={one}
          type="button"
          role="tab"
          aria-selected={one === props.tab}
          tabIndex={one === props.tab ? 0 : -1}
          className={`${styles.tab} ${one === props.tab ? styles.tabOn : ''}`}
          title={`Alt+${index + 1}`}
          onClick={() => props.onTab(one)}
          onKeyDown={(event) => {
            const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
            const at = (index + by + tabs.length) % tabs.length;
            const next = tabs[at];
            if (by !== 0 && next !== undefined) {
              event.preventDefault();
              props.onTab(next);
              event.currentTarget.parentElement?.querySelectorAll('button')[at]?.focus();
            }
          }}
        >
          {props.name(one)}
        </button>
      ))}
    </div>
  );
}
