/** Sign-in and lock: language and theme on top, the panel, the demo strip, the database below. */
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { DeskState, Locale } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { shortName, words } from '../format.ts';
import { changeLocale, LOCALES, useT } from '../i18n.ts';
import { closeOverlay, openShortcuts, useOverlay } from '../shell/overlays.ts';
import { Shortcuts } from '../shell/Shortcuts.tsx';
import { useTheme } from '../theme/ThemeRoot.tsx';
import { IconAct } from '../ui/Act.tsx';
import { type Hotkey, useHotkeys } from '../ui/hotkeys.ts';
import { Icon, Logo } from '../ui/Icon.tsx';
import { KeyCaps } from '../ui/KeyCaps.tsx';
import { Light, OfficerAvatar } from '../ui/Marks.tsx';
import { LostBanner, TestCaBanner } from '../ui/States.tsx';
import { HolderPanel } from './HolderPanel.tsx';
import { KeyList } from './KeyList.tsx';
import { LockPanel } from './LockPanel.tsx';
import styles from './sign-in.module.css';
import { type SignInState, useSignIn } from './sign-in-state.ts';

export function SignIn(props: { state: DeskState }) {
  const { t } = useT();
  const { state } = props;
  const overlay = useOverlay();
  return (
    <div className={styles.page}>
      {state.testCa ? <TestCaBanner /> : null}
      <LostBanner />
      <Top />
      {state.session === null ? (
        <KeySignIn state={state} />
      ) : (
        <LockPanel session={state.session} now={state.now} />
      )}
      <footer className={styles.foot}>
        <Database state={state} />
        <span className="gap" />
        <span>
          {t('product')} {state.productVersion}
        </span>
      </footer>
      {overlay === 'shortcuts' ? <Shortcuts onClose={closeOverlay} /> : null}
    </div>
  );
}

function Top() {
  const { t, locale } = useT();
  const { dark, setMode } = useTheme();
  return (
    <header className={styles.top}>
      <Logo />
      <span className={styles.brand}>{t('product')}</span>
      <span className="muted clip">{t('tagline')}</span>
      <span className="gap" />
      <ToggleButtonGroup
        exclusive
        value={locale}
        aria-label={t('language.label')}
        onChange={(_, value: Locale | null) => {
          if (value !== null) void changeLocale(value);
        }}
      >
        {LOCALES.map((one) => (
          <ToggleButton key={one} value={one} lang={one}>
            {t(`language.${one}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <IconAct
        icon={dark ? 'sun' : 'moon'}
        label={dark ? t('theme.toLight') : t('theme.toDark')}
        onClick={() => setMode(dark ? 'light' : 'dark')}
      />
      <IconAct icon="help" label={t('act.keys')} combo="F1" onClick={openShortcuts} />
    </header>
  );
}

function Database(props: { state: DeskState }) {
  const { t } = useT();
  const open = useConnection().kind === 'open';
  const { database } = props.state;
  return (
    <Light tone={open ? 'ok' : 'warn'}>
      {database.kind === 'embedded' ? t('database.embedded') : t('database.server', { name: database.name })}
    </Light>
  );
}

function KeySignIn(props: { state: DeskState }) {
  const { t } = useT();
  const { state } = props;
  const sign = useSignIn(state);
  const password = useRef<HTMLInputElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const dragging = useDrop(sign.addFile);
  /** Chooses, and puts the focus on the password before the next key arrives: Enter right after Alt+1 must not be lost. */
  const chooseAndFocus = (choose: () => void): void => {
    flushSync(choose);
    password.current?.focus();
  };
  const browse = (): void => {
    if (state.host === 'electron') {
      sign.browse();
    } else {
      file.current?.click();
    }
  };
  const demo = state.demo;
  const pickDemo = (keyId: string): void =>
    chooseAndFocus(() => {
      sign.choose(keyId);
      sign.setPassword(demo?.password ?? '');
    });
  const pick = (keyId: string): void =>
    chooseAndFocus(() => {
      // The one chosen already keeps what was typed for it.
      if (keyId !== sign.chosen?.keyId) sign.choose(keyId);
    });
  // Until the keys are listed there is nothing to choose, and what was pressed would show later and do nothing.
  const listed = !sign.list.isPending;
  const hotkeys: readonly Hotkey[] = [
    { combo: 'Ctrl+KeyO', label: t('session:browse'), run: browse },
    { combo: 'F5', label: t('session:refresh'), run: sign.refresh },
    { combo: 'F1', label: t('act.keys'), run: openShortcuts },
    { combo: 'Shift+Slash', run: openShortcuts },
    ...(demo?.officers ?? []).slice(0, 9).map((one, index) => ({
      combo: `Alt+Digit${index + 1}`,
      label: shortName(one.officer),
      enabled: listed,
      run: () => pickDemo(one.keyId),
    })),
  ];
  useHotkeys(t('session:title'), hotkeys);
  return (
    <main className={styles.body}>
      <h1 className="h20">{t('session:title')}</h1>
      <div className={styles.panel}>
        <KeyList sign={sign} now={state.now} onBrowse={browse} onChoose={pick} />
        <section className={styles.right} aria-label={t('session:formLabel')}>
          <HolderPanel sign={sign} now={state.now} passwordRef={password} />
        </section>
      </div>
      {demo === null ? null : <DemoStrip demo={demo} sign={sign} disabled={!listed} onPick={pickDemo} />}
      <input
        ref={file}
        type="file"
        accept=".p12,.pfx"
        hidden
        onChange={(event: ChangeEvent<HTMLInputElement>) => {
          const chosen = event.target.files?.[0];
          event.target.value = '';
          if (chosen !== undefined) sign.addFile(chosen);
        }}
      />
      {dragging ? (
        <div className={styles.dropping}>
          <Icon name="key" size={24} />
          <b>{t('session:dropNow')}</b>
        </div>
      ) : null}
    </main>
  );
}

function DemoStrip(props: {
  demo: NonNullable<DeskState['demo']>;
  sign: SignInState;
  disabled: boolean;
  onPick: (keyId: string) => void;
}) {
  const { t, locale } = useT();
  return (
    <section className={styles.demos} aria-label={t('session:demo.title')}>
      <div className={styles.demoHead}>
        <h2 className="h14">{t('session:demo.title')}</h2>
        <span className="muted">
          {t('session:demo.password')} <b className="ink">{props.demo.password}</b>. {t('session:demo.hint')}
        </span>
      </div>
      <div className={styles.demoGrid}>
        {props.demo.officers.map((one, index) => {
          const on = props.sign.chosen?.keyId === one.keyId;
          const second = `${t(`role.${one.role}`)} · ${words(one.scope, locale)}`;
          return (
            <button
              key={one.keyId}
              type="button"
              className={`${styles.demo} ${on ? styles.on : ''}`}
              aria-pressed={on}
              disabled={props.disabled}
              aria-keyshortcuts={index < 9 ? `Alt+${index + 1}` : undefined}
              onClick={() => props.onPick(one.keyId)}
            >
              <span className={styles.demoName}>
                <OfficerAvatar officer={one.officer} mine={on} />
                <span className="strong clip" title={shortName(one.officer)}>
                  {shortName({ ...one.officer, patronymic: null })}
                </span>
                {index < 9 ? <KeyCaps combo={`Alt+Digit${index + 1}`} /> : null}
              </span>
              <span className="sub clip" title={second}>
                {second}
              </span>
              <span className="clip">{t(`session:algorithm.${one.algorithm}`)}</span>
            </button>
          );
        })}
      </div>
    </section>
  );
}

/** Takes a file dropped anywhere on the window; true while one hangs over it. */
function useDrop(onFile: (file: File) => void): boolean {
  const [dragging, setDragging] = useState(false);
  const latest = useRef(onFile);
  useEffect(() => {
    latest.current = onFile;
  });
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const over = (event: DragEvent): void => {
      if (hasFiles(event)) {
        event.preventDefault();
        setDragging(true);
      }
    };
    const leave = (event: DragEvent): void => {
      // Null only when the pointer leaves the window itself.
      if (event.relatedTarget === null) setDragging(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setDragging(false);
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) latest.current(file);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return dragging;
}
