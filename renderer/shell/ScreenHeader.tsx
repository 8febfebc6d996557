/** The 48 px header of every screen: title, count, the screen's own middle, key state, language, theme, keys. */
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { api } from '../api.ts';
import { time } from '../format.ts';
import { changeLocale, LOCALES, useT } from '../i18n.ts';
import { keys, useSession } from '../query.ts';
import { useSetting } from '../settings/settings.ts';
import { useTheme } from '../theme/ThemeRoot.tsx';
import { IconAct } from '../ui/Act.tsx';
import { Icon } from '../ui/Icon.tsx';
import { ReopenKeyDialog } from '../ui/ReopenKeyDialog.tsx';
import { openShortcuts } from './overlays.ts';
import styles from './shell.module.css';

/** `lead` stands right after the title, then `count` (bold part and the whole); `children` before the tools. */
export function ScreenHeader(props: {
  title: string;
  lead?: ReactNode;
  count?: ReactNode;
  children?: ReactNode;
  compact?: boolean;
}) {
  return (
    <header className={styles.top}>
      <h1>{props.title}</h1>
      {props.lead}
      {props.count === undefined ? null : <span className="muted">{props.count}</span>}
      <span className="gap" />
      {props.children}
      <HeaderTools />
    </header>
  );
}

/** Key state, language, theme and the shortcuts page; for headers that screens lay out themselves. */
export function HeaderTools(props: {
  /** The key as an icon alone, where the header is full. */ compact?: boolean;
}) {
  const { t } = useT();
  const { dark, setMode } = useTheme();
  const [, saveTheme] = useSetting('theme');
  const toggle = (): void => {
    const mode = dark ? 'light' : 'dark';
    setMode(mode);
    saveTheme(mode);
  };
  return (
    <div className={styles.tools}>
      <KeyState compact={props.compact === true} />
      <LanguageMenu />
      <IconAct
        icon={dark ? 'sun' : 'moon'}
        label={dark ? t('theme.toLight') : t('theme.toDark')}
        onClick={toggle}
      />
      <IconAct icon="help" label={t('act.keys')} combo="Shift+Slash" onClick={openShortcuts} />
    </div>
  );
}

/** Whether the signing key is open and until when; opens its menu: close now, or open again. */
export function KeyState(props: { compact?: boolean }) {
  const { t } = useT();
  const client = useQueryClient();
  const { key } = useSession();
  const anchor = useRef<HTMLButtonElement>(null);
  const [menu, setMenu] = useState(false);
  const [reopening, setReopening] = useState(false);
  const close = useMutation({
    mutationFn: () => api.session.closeKey(),
    onSettled: () => client.invalidateQueries({ queryKey: keys.state }),
  });
  const text = !key.open
    ? t('key.closed')
    : key.openUntil === null
      ? t('key.open')
      : t('key.openUntil', { time: time(key.openUntil) });
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={styles.keystate}
        aria-haspopup="menu"
        aria-expanded={menu}
        aria-label={props.compact === true ? text : undefined}
        title={props.compact === true ? text : undefined}
        onClick={() => setMenu(true)}
      >
        <Icon name={key.open ? 'unlock' : 'lock'} className={key.open ? 'ok-m' : ''} />
        {props.compact === true ? null : <span>{text}</span>}
      </button>
      <Menu anchorEl={anchor.current} open={menu} onClose={() => setMenu(false)}>
        <MenuItem
          disabled={!key.open}
          onClick={() => {
            setMenu(false);
            close.mutate();
          }}
        >
          <Icon name="lock" />
          {t('key.close')}
        </MenuItem>
        <MenuItem
          disabled={key.open}
          onClick={() => {
            setMenu(false);
            setReopening(true);
          }}
        >
          <Icon name="unlock" />
          {t('key.reopen')}
        </MenuItem>
      </Menu>
      {reopening ? <ReopenKeyDialog onClose={() => setReopening(false)} /> : null}
    </>
  );
}

function LanguageMenu() {
  const { t, locale } = useT();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={styles.lang}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={`${t(`language.short.${locale}`)}: ${t('language.label')}`}
        onClick={() => setOpen(true)}
      >
        <span>{t(`language.short.${locale}`)}</span>
        <Icon name="chevronDown" size={12} />
      </button>
      <Menu anchorEl={anchor.current} open={open} onClose={() => setOpen(false)}>
        {LOCALES.map((one) => (
          <MenuItem
            key={one}
            lang={one}
            selected={one === locale}
            onClick={() => {
              setOpen(false);
              void setOfficerLocale(one);
            }}
          >
            {t(`language.${one}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

/** Changes the language of the screens and of what the back end writes for this officer. */
export async function setOfficerLocale(locale: (typeof LOCALES)[number]): Promise<void> {
  await changeLocale(locale);
  // A failure only leaves the back end's own papers in the former language; the screens have changed.
  await api.session.setLocale({ locale }).catch(() => {});
}
