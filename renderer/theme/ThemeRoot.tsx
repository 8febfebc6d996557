/** Theme, colour scheme and emotion's nonce around the screens. */
import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { ThemeProvider, useColorScheme } from '@mui/material/styles';
import { type ReactNode, useMemo } from 'react';
import { useT } from '../i18n.ts';
import type { ThemeMode } from '../settings/settings.ts';
import { makeTheme } from './theme.ts';

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
const cache = createCache({
  key: 'k',
  prepend: true,
  ...(nonce === undefined || nonce === '' ? {} : { nonce }),
});

/** Wraps the whole program. The scheme starts from this computer's memory or the system, then follows the officer's setting. */
export function ThemeRoot(props: { children: ReactNode }) {
  const { locale } = useT();
  const theme = useMemo(() => makeTheme(locale), [locale]);
  return (
    <CacheProvider value={cache}>
      <ThemeProvider
        theme={theme}
        defaultMode="system"
        modeStorageKey="kezek.theme"
        disableTransitionOnChange={false}
      >
        {props.children}
      </ThemeProvider>
    </CacheProvider>
  );
}

/** The scheme on the screen and how to change it. */
export function useTheme(): { dark: boolean; mode: ThemeMode; setMode: (mode: ThemeMode) => void } {
  const { mode, systemMode, setMode } = useColorScheme();
  const chosen = mode ?? 'system';
  return { dark: (chosen === 'system' ? systemMode : chosen) === 'dark', mode: chosen, setMode };
}
