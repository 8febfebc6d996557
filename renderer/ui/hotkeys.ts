/**
 * Keys are bound to the physical key (`event.code`), so Kazakh, Russian and English layouts act alike. Layers stack: the
 * screen over the shell, a dialog over the screen; a modal layer hides everything under it. Keys without Ctrl or Alt never act
 * while a text field has focus, and single letters can be switched off.
 */
import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';

export interface Hotkey {
  /** 'KeyJ', 'Ctrl+KeyK', 'Shift+Slash', 'Alt+Digit1', 'ArrowDown', or a sequence 'KeyG KeyJ'. */
  readonly combo: string;
  /** Translated, for the shortcuts page and tooltips; absent: not listed (an alias of another). */
  readonly label?: string;
  /** Returning false lets the key pass on to the next layer and to the browser. */
  readonly run: (event: KeyboardEvent) => unknown;
  readonly enabled?: boolean;
  /** Acts also while held down. */
  readonly repeat?: boolean;
  /** Moves through a list: acts while held down, and Enter and Space are the list's again. */
  readonly moves?: boolean;
}

export interface HotkeyLayer {
  readonly id: number;
  readonly title: string;
  readonly modal: boolean;
  /** 0 the shell, 1 a screen, 2 a dialog: a higher layer is asked first. */
  readonly level: 0 | 1 | 2;
  readonly hotkeys: readonly Hotkey[];
}

const SEQUENCE_MS = 1200;
let nextId = 1;
let layers: readonly HotkeyLayer[] = [];
const listeners = new Set<() => void>();
let singleLetters = true;
let pending: { code: string; at: number } | null = null;

function publish(next: readonly HotkeyLayer[]): void {
  // Effects of children run before their parents', so the order of mounting does not tell who stands over whom.
  layers = next.toSorted((a, b) => a.level - b.level || a.id - b.id);
  for (const listener of listeners) listener();
}

/** Switches keys that are one letter, digit or sign on or off (a setting; WCAG 2.1.4). */
export function setSingleLetters(on: boolean): void {
  singleLetters = on;
}

/** What a keyboard event is called here: modifiers in the order Ctrl, Alt, Shift, then the code. */
export function comboOf(
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string {
  const code = event.code === 'NumpadEnter' ? 'Enter' : event.code;
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${event.shiftKey ? 'Shift+' : ''}${code}`;
}

const CHARACTER =
  /^(Shift\+)?(Key[A-Z]|Digit\d|Slash|BracketLeft|BracketRight|Minus|Equal|Numpad(Add|Subtract|\d))$/;
/** Editing keys of the browser that a text field keeps for itself. */
const EDITING =
  /^Ctrl\+(Shift\+)?(Key[ACVXZY]|ArrowLeft|ArrowRight|ArrowUp|ArrowDown|Backspace|Delete|Home|End)$/;

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) {
    return false;
  }
  if (target instanceof HTMLInputElement) {
    return !['checkbox', 'radio', 'button', 'submit', 'reset', 'file', 'range', 'color'].includes(
      target.type,
    );
  }
  return (
    target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
  );
}

const PRESSABLE =
  'a[href],button,summary,input,[role="button"],[role="tab"],[role="menuitem"],[role="menuitemradio"],[role="menuitemcheckbox"],[role="option"],[role="radio"],[role="checkbox"],[role="switch"]';

function keepsKey(event: KeyboardEvent, combo: string): boolean {
  if (isTextField(event.target)) {
    return !/^(Ctrl\+|Alt\+)/.test(combo) || EDITING.test(combo);
  }
  // Enter and Space press what has focus before they act on the list behind it.
  return (
    /^(Shift\+)?(Enter|Space)$/.test(combo) &&
    event.target instanceof Element &&
    event.target.closest(PRESSABLE) !== null
  );
}

/** Whoever moves through a list again means its rows: Enter and Space no longer press the button a dialog gave the focus back to. */
function leavePressed(target: EventTarget | null): void {
  const pressed = target instanceof Element ? target.closest<HTMLElement>('button,a[href]') : null;
  if (pressed?.closest('[role="dialog"]') === null) pressed.blur();
}

/** Finds and runs what a key press means now; true when something acted. Exported for tests. */
export function dispatchKey(event: KeyboardEvent, now: number = Date.now()): boolean {
  if (event.defaultPrevented || event.isComposing) {
    return false;
  }
  const combo = comboOf(event);
  if (keepsKey(event, combo) || (!singleLetters && CHARACTER.test(combo))) {
    pending = null;
    return false;
  }
  const first = pending !== null && now - pending.at <= SEQUENCE_MS ? pending.code : null;
  pending = null;
  const wanted = first === null ? combo : `${first} ${combo}`;
  let starts = false;
  for (let index = layers.length - 1; index >= 0; index -= 1) {
    const layer = layers[index];
    if (layer === undefined) {
      continue;
    }
    for (const hotkey of layer.hotkeys) {
      if (hotkey.enabled === false || (event.repeat && hotkey.repeat !== true && hotkey.moves !== true)) {
        continue;
      }
      if (hotkey.combo === wanted && hotkey.run(event) !== false) {
        event.preventDefault();
        if (hotkey.moves === true) leavePressed(event.target);
        return true;
      }
      starts ||= first === null && hotkey.combo.startsWith(`${combo} `);
    }
    if (layer.modal) {
      break;
    }
  }
  if (starts) {
    pending = { code: combo, at: now };
    event.preventDefault();
    return true;
  }
  return false;
}

/** Listens on the window; called once at start. Answers a function that stops it. */
export function startHotkeys(target: Window): () => void {
  const listen = (event: KeyboardEvent) => void dispatchKey(event);
  target.addEventListener('keydown', listen);
  return () => target.removeEventListener('keydown', listen);
}

/** Adds a layer outside React (tests). Answers a function that removes it. */
export function addLayer(title: string, hotkeys: readonly Hotkey[], modal = false): () => void {
  const id = nextId;
  nextId += 1;
  publish([...layers, { id, title, modal, level: modal ? 2 : 1, hotkeys }]);
  return () => publish(layers.filter((layer) => layer.id !== id));
}

/**
 * Binds keys while the component lives. `title` heads the group on the shortcuts page (translated). `modal` hides the layers
 * under it: give it in dialogs.
 */
export function useHotkeys(
  title: string,
  hotkeys: readonly Hotkey[],
  options: { modal?: boolean; enabled?: boolean; level?: 0 | 1 | 2 } = {},
): void {
  const modal = options.modal === true;
  const level = options.level ?? (modal ? 2 : 1);
  const enabled = options.enabled !== false;
  const id = useRef(0);
  useLayoutEffect(() => {
    if (!enabled) {
      return;
    }
    id.current = nextId;
    nextId += 1;
    const mine = id.current;
    publish([...layers, { id: mine, title, modal, level, hotkeys: [] }]);
    return () => publish(layers.filter((layer) => layer.id !== mine));
  }, [title, modal, level, enabled]);
  // With the layout: a key pressed right after a frame must not act on the state of the frame before.
  useLayoutEffect(() => {
    const layer = layers.find((one) => one.id === id.current);
    if (layer !== undefined) {
      // In place: a new list of layers at every render would make whoever reads it render for ever.
      (layer as { hotkeys: readonly Hotkey[] }).hotkeys = hotkeys;
    }
  });
}

/** The layers now, for the shortcuts page. */
export function useHotkeyLayers(): readonly HotkeyLayer[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => layers,
  );
}

const CAPS: Readonly<Record<string, string>> = {
  Enter: '↵',
  Escape: 'Esc',
  Slash: '/',
  'Shift+Slash': '?',
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  BracketLeft: '[',
  BracketRight: ']',
  Minus: '−',
  Equal: '+',
  NumpadAdd: '+',
  NumpadSubtract: '−',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};

/** Key caps of a combo as printed: 'Ctrl+KeyK' → ['Ctrl', 'K'], 'KeyG KeyJ' → ['G', 'J']. */
export function capsOf(combo: string): readonly string[] {
  return combo.split(' ').flatMap((step) => {
    const known = CAPS[step];
    if (known !== undefined) {
      return [known];
    }
    return step.split('+').map((part) => CAPS[part] ?? part.replace(/^(Key|Digit|Numpad)/, ''));
  });
}
