import { capsOf } from './hotkeys.ts';

/** Key caps of a combo ('Ctrl+Enter', 'KeyG KeyJ'), last on a button. Hidden from screen readers: `aria-keyshortcuts` tells them. */
export function KeyCaps(props: { combo: string; className?: string }) {
  return (
    <span className={props.className ?? 'keys'} aria-hidden="true">
      {capsOf(props.combo).map((cap, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a combo may hold the same cap twice, and never reorders
        <kbd key={index}>{cap}</kbd>
      ))}
    </span>
  );
}

/** One bare key cap. */
export function KeyCap(props: { children: string }) {
  return (
    <span aria-hidden="true">
      <kbd>{props.children}</kbd>
    </span>
  );
}
