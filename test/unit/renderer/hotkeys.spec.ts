import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  addLayer,
  capsOf,
  comboOf,
  dispatchKey,
  type Hotkey,
  setSingleLetters,
} from '../../../renderer/ui/hotkeys.ts';

/** As much of the DOM as the registry asks about its targets. */
class FakeElement {
  isContentEditable = false;
  pressable: boolean;
  inDialog = false;
  blurred = false;
  constructor(pressable = false) {
    this.pressable = pressable;
  }
  closest(selector: string): FakeElement | null {
    return (selector.includes('dialog') ? this.inDialog : this.pressable) ? this : null;
  }
  blur(): void {
    this.blurred = true;
  }
}
class FakeInput extends FakeElement {
  type: string;
  constructor(type = 'text') {
    super(true);
    this.type = type;
  }
}
class FakeTextArea extends FakeElement {}
class FakeSelect extends FakeElement {}

beforeAll(() => {
  Object.assign(globalThis, {
    Element: FakeElement,
    HTMLElement: FakeElement,
    HTMLInputElement: FakeInput,
    HTMLTextAreaElement: FakeTextArea,
    HTMLSelectElement: FakeSelect,
  });
});

const removers: (() => void)[] = [];
afterEach(() => {
  for (const remove of removers.splice(0)) remove();
  setSingleLetters(true);
});

interface Press {
  ctrl?: boolean;
  alt?: boolean;
  shift?: boolean;
  repeat?: boolean;
  target?: object;
  key?: string;
}

function press(code: string, how: Press = {}, now = 0): { acted: boolean; prevented: boolean } {
  let prevented = false;
  const event = {
    code,
    key: how.key ?? '',
    ctrlKey: how.ctrl === true,
    altKey: how.alt === true,
    shiftKey: how.shift === true,
    metaKey: false,
    repeat: how.repeat === true,
    isComposing: false,
    defaultPrevented: false,
    target: how.target ?? new FakeElement(),
    preventDefault: () => {
      prevented = true;
    },
  };
  const acted = dispatchKey(event as unknown as KeyboardEvent, now);
  return { acted, prevented };
}

function layer(title: string, hotkeys: readonly Hotkey[], modal = false): void {
  removers.push(addLayer(title, hotkeys, modal));
}

function recorder() {
  const log: string[] = [];
  return { log, key: (combo: string, name = combo): Hotkey => ({ combo, run: () => void log.push(name) }) };
}

describe('keys', () => {
  it('are bound to the place of the key, whatever the layout types', () => {
    const { log, key } = recorder();
    layer('list', [key('KeyJ')]);
    expect(press('KeyJ', { key: 'о' })).toEqual({ acted: true, prevented: true });
    expect(press('KeyO', { key: 'j' }).acted).toBe(false);
    expect(log).toEqual(['KeyJ']);
  });

  it('tell modifiers apart', () => {
    const { log, key } = recorder();
    layer('list', [
      key('KeyA', 'plain'),
      key('Ctrl+KeyA', 'ctrl'),
      key('Shift+KeyA', 'shift'),
      key('Alt+Digit1', 'alt'),
    ]);
    press('KeyA');
    press('KeyA', { ctrl: true });
    press('KeyA', { shift: true });
    press('Digit1', { alt: true });
    press('Digit1');
    expect(log).toEqual(['plain', 'ctrl', 'shift', 'alt']);
  });

  it('take the enter of the number block for Enter', () => {
    expect(
      comboOf({ code: 'NumpadEnter', ctrlKey: true, metaKey: false, altKey: false, shiftKey: false }),
    ).toBe('Ctrl+Enter');
  });

  it('never act in a text field without Ctrl or Alt', () => {
    const { log, key } = recorder();
    layer('list', [key('KeyC'), key('Slash'), key('Escape'), key('Ctrl+KeyK'), key('Alt+Digit1')]);
    for (const target of [
      new FakeInput('text'),
      new FakeInput('password'),
      new FakeTextArea(),
      new FakeSelect(),
    ]) {
      expect(press('KeyC', { target }).prevented).toBe(false);
      expect(press('Slash', { target }).acted).toBe(false);
      expect(press('Escape', { target }).acted).toBe(false);
    }
    expect(log).toEqual([]);
    press('KeyK', { ctrl: true, target: new FakeInput() });
    press('Digit1', { alt: true, target: new FakeInput() });
    expect(log).toEqual(['Ctrl+KeyK', 'Alt+Digit1']);
  });

  it('leave a text field its own editing keys', () => {
    const { log, key } = recorder();
    layer('list', [key('Ctrl+KeyA'), key('Ctrl+KeyZ')]);
    expect(press('KeyA', { ctrl: true, target: new FakeInput() }).prevented).toBe(false);
    expect(press('KeyZ', { ctrl: true, target: new FakeTextArea() }).prevented).toBe(false);
    expect(log).toEqual([]);
    press('KeyA', { ctrl: true, target: new FakeInput('checkbox') });
    expect(log).toEqual(['Ctrl+KeyA']);
  });

  it('of a list take Enter and Space back from the button that had the focus, but not inside a dialog', () => {
    const { key } = recorder();
    layer('list', [{ ...key('KeyJ'), moves: true }, { ...key('Equal'), repeat: true }, key('KeyC')]);
    const button = new FakeElement(true);
    press('KeyC', { target: button });
    press('Equal', { target: button });
    expect(button.blurred).toBe(false);
    press('KeyJ', { target: button });
    expect(button.blurred).toBe(true);
    const inside = new FakeElement(true);
    inside.inDialog = true;
    press('KeyJ', { target: inside });
    expect(inside.blurred).toBe(false);
  });

  it('let Enter and Space press what has the focus', () => {
    const { log, key } = recorder();
    layer('list', [key('Enter'), key('Space'), key('KeyJ')]);
    const button = new FakeElement(true);
    expect(press('Enter', { target: button }).acted).toBe(false);
    expect(press('Space', { target: button }).acted).toBe(false);
    press('KeyJ', { target: button });
    press('Enter');
    expect(log).toEqual(['KeyJ', 'Enter']);
  });

  it('can be switched off one letter at a time, and those with Ctrl or Alt stay', () => {
    const { log, key } = recorder();
    layer('list', [
      key('KeyC'),
      key('Shift+Slash'),
      key('Digit1'),
      key('Ctrl+KeyK'),
      key('Escape'),
      key('ArrowDown'),
    ]);
    setSingleLetters(false);
    for (const code of ['KeyC', 'Digit1']) press(code);
    press('Slash', { shift: true });
    expect(log).toEqual([]);
    press('KeyK', { ctrl: true });
    press('Escape');
    press('ArrowDown');
    expect(log).toEqual(['Ctrl+KeyK', 'Escape', 'ArrowDown']);
  });

  it('do not repeat while held, except those that may', () => {
    const { log, key } = recorder();
    layer('list', [key('KeyC'), { ...key('KeyJ'), repeat: true }, { ...key('KeyK'), moves: true }]);
    press('KeyC', { repeat: true });
    press('KeyJ', { repeat: true });
    press('KeyK', { repeat: true });
    expect(log).toEqual(['KeyJ', 'KeyK']);
  });
});

describe('layers', () => {
  it('ask the newest first, and pass on what it declines', () => {
    const { log, key } = recorder();
    layer('under', [key('Escape', 'under')]);
    layer('over', [
      {
        combo: 'Escape',
        run: () => {
          log.push('over');
          return false;
        },
      },
    ]);
    press('Escape');
    expect(log).toEqual(['over', 'under']);
  });

  it('sleep under a dialog', () => {
    const { log, key } = recorder();
    layer('list', [key('KeyC'), key('KeyU')]);
    layer('dialog', [key('KeyU', 'dialog')], true);
    press('KeyC');
    press('KeyU');
    expect(log).toEqual(['dialog']);
  });

  it('do not run what is switched off', () => {
    const { log, key } = recorder();
    layer('list', [{ ...key('KeyC'), enabled: false }]);
    expect(press('KeyC')).toEqual({ acted: false, prevented: false });
    expect(log).toEqual([]);
  });
});

describe('sequences', () => {
  it('run on the second key in time', () => {
    const { log, key } = recorder();
    layer('shell', [key('KeyG KeyJ')]);
    layer('list', [key('KeyJ', 'next')]);
    press('KeyG', {}, 0);
    press('KeyJ', {}, 900);
    expect(log).toEqual(['KeyG KeyJ']);
  });

  it('are forgotten when the second key is late, and the key acts by itself', () => {
    const { log, key } = recorder();
    layer('shell', [key('KeyG KeyJ')]);
    layer('list', [key('KeyJ', 'next')]);
    press('KeyG', {}, 0);
    press('KeyJ', {}, 2000);
    expect(log).toEqual(['next']);
  });
});

describe('key caps', () => {
  it.each([
    ['Ctrl+KeyK', ['Ctrl', 'K']],
    ['KeyG KeyJ', ['G', 'J']],
    ['Alt+Digit1', ['Alt', '1']],
    ['Shift+Slash', ['?']],
    ['Slash', ['/']],
    ['Ctrl+Enter', ['Ctrl', '↵']],
    ['F5', ['F5']],
  ])('of %s are printed in Latin', (combo, caps) => {
    expect(capsOf(combo)).toEqual(caps);
  });
});
