/** The MUI theme: tokens as CSS variables in both schemes, and MUI's own pieces brought to the sizes of ui/README.md. */
import { enUS, kkKZ, ruRU } from '@mui/material/locale';
import { createTheme, type Theme } from '@mui/material/styles';
import type { Locale } from '../../preload/contract/index.ts';
import { DARK, type KezekTokens, LIGHT } from './tokens.ts';

const FONT = '"Inter Variable","Segoe UI","Noto Sans",system-ui,sans-serif';
const MUI_LOCALES = { kk: kkKZ, ru: ruRU, en: enUS } as const;

function palette(t: KezekTokens) {
  return {
    kezek: t,
    primary: { main: t.accent, dark: t.accentHover, light: t.accentHover, contrastText: t.onAccent },
    error: { main: t.badMark, dark: t.bad, light: t.bad, contrastText: t.surface },
    warning: { main: t.warnMark, dark: t.warn, light: t.warn, contrastText: t.surface },
    success: { main: t.okMark, dark: t.ok, light: t.ok, contrastText: t.surface },
    info: { main: t.accent, dark: t.accentHover, light: t.accentHover, contrastText: t.onAccent },
    text: { primary: t.ink, secondary: t.ink2, disabled: t.ink3 },
    divider: t.line,
    background: { default: t.surface, paper: t.raised },
    action: { hover: t.hover, selected: t.accentSoft, disabled: t.ink3, disabledBackground: t.neutralSoft },
  };
}

const NO_SHADOWS = ['none', ...Array.from({ length: 24 }, () => 'var(--shadow)')] as Theme['shadows'];

/** Makes the theme for a language: MUI's own few words (pagination, Autocomplete) follow it. */
export function makeTheme(locale: Locale): Theme {
  return createTheme(
    {
      cssVariables: { cssVarPrefix: 'k', colorSchemeSelector: 'class' },
      colorSchemes: { light: { palette: palette(LIGHT) }, dark: { palette: palette(DARK) } },
      spacing: 4,
      shape: { borderRadius: 4 },
      focusVisible: { outlineWidth: 2, outlineOffset: 2 },
      motion: { reducedMotion: 'system' },
      shadows: NO_SHADOWS,
      transitions: {
        duration: {
          shortest: 120,
          shorter: 120,
          short: 120,
          standard: 120,
          complex: 120,
          enteringScreen: 120,
          leavingScreen: 120,
        },
      },
      typography: {
        fontFamily: FONT,
        htmlFontSize: 16,
        fontSize: 13,
        fontWeightRegular: 400,
        fontWeightMedium: 500,
        fontWeightBold: 600,
        body1: { fontSize: 13, lineHeight: '20px', letterSpacing: '-0.006em' },
        body2: { fontSize: 12, lineHeight: '16px', letterSpacing: '-0.006em' },
        button: {
          fontSize: 13,
          lineHeight: '20px',
          fontWeight: 500,
          textTransform: 'none',
          letterSpacing: '-0.006em',
        },
        h1: { fontSize: 20, lineHeight: '28px', fontWeight: 600, letterSpacing: '-0.01em' },
        h2: { fontSize: 16, lineHeight: '24px', fontWeight: 600, letterSpacing: '-0.01em' },
        h3: { fontSize: 14, lineHeight: '20px', fontWeight: 600, letterSpacing: '-0.006em' },
        caption: { fontSize: 12, lineHeight: '16px', letterSpacing: '-0.006em' },
      },
      components: components(),
    },
    MUI_LOCALES[locale],
  );
}

function components(): NonNullable<Parameters<typeof createTheme>[0]>['components'] {
  return {
    MuiButtonBase: { defaultProps: { disableRipple: true } },
    MuiButton: {
      defaultProps: { disableElevation: true, variant: 'outlined', color: 'inherit', size: 'medium' },
      styleOverrides: {
        root: {
          gap: 8,
          minWidth: 0,
          flex: 'none',
          whiteSpace: 'nowrap',
          cursor: 'default',
          borderColor: 'var(--line2)',
          '& .i': { marginLeft: -2 },
          // The marks of dangerous and good acts keep their colour.
          '& .i:not(.bad-m, .ok-m)': { color: 'var(--ink2)' },
          '&:hover': { background: 'var(--hover)', borderColor: 'var(--line2)' },
          '&.Mui-disabled': { color: 'var(--ink3)', borderColor: 'var(--line)', background: 'transparent' },
          variants: [
            { props: { size: 'small' }, style: { height: 28, padding: '0 8px', fontSize: 13 } },
            { props: { size: 'medium' }, style: { height: 32, padding: '0 12px', fontSize: 13 } },
            { props: { size: 'large' }, style: { height: 36, padding: '0 12px', fontSize: 13 } },
            { props: { variant: 'outlined' }, style: { background: 'var(--surface)' } },
            { props: { variant: 'text' }, style: { background: 'transparent' } },
            {
              props: { variant: 'contained' },
              style: {
                background: 'var(--accent)',
                color: 'var(--on-accent)',
                border: '1px solid var(--accent)',
                '& .i:not(.bad-m, .ok-m)': { color: 'inherit' },
                '&:hover': { background: 'var(--accent-hover)', borderColor: 'var(--accent-hover)' },
                '&.Mui-disabled': { border: '1px solid var(--line)' },
                '& kbd': {
                  background: 'transparent',
                  color: 'inherit',
                  borderColor: 'color-mix(in srgb, currentColor 44%, transparent)',
                },
              },
            },
          ],
        },
      },
    },
    MuiIconButton: {
      styleOverrides: {
        root: {
          width: 32,
          height: 32,
          padding: 0,
          borderRadius: 4,
          color: 'var(--ink2)',
          cursor: 'default',
          '&:hover': { background: 'var(--hover)', color: 'var(--ink)' },
          '&[aria-pressed="true"]': { background: 'var(--accent-soft)', color: 'var(--accent-ink)' },
          variants: [{ props: { size: 'small' }, style: { width: 28, height: 28 } }],
        },
      },
    },
    MuiToggleButtonGroup: {
      styleOverrides: { root: { height: 28, background: 'var(--surface)', borderRadius: 4 } },
    },
    MuiToggleButton: {
      styleOverrides: {
        root: {
          padding: '0 8px',
          gap: 4,
          color: 'var(--ink2)',
          borderColor: 'var(--line2)',
          cursor: 'default',
          '&:hover': { background: 'var(--hover)' },
          '&.Mui-selected, &.Mui-selected:hover': {
            background: 'var(--accent-soft)',
            color: 'var(--accent-ink)',
            boxShadow: 'inset 0 0 0 1px var(--accent)',
            borderColor: 'var(--accent)',
          },
        },
      },
    },
    MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: 'none' } } },
    MuiDialog: {
      defaultProps: { slotProps: { paper: { elevation: 24 } } },
      styleOverrides: {
        paper: { borderRadius: 8, margin: 24, background: 'var(--raised)', boxShadow: 'var(--shadow)' },
      },
    },
    MuiBackdrop: {
      styleOverrides: { root: { '&:not(.MuiBackdrop-invisible)': { background: 'var(--scrim)' } } },
    },
    MuiMenu: {
      defaultProps: { elevation: 8 },
      styleOverrides: { paper: { borderRadius: 8, background: 'var(--raised)' }, list: { padding: '4px 0' } },
    },
    MuiPopover: { defaultProps: { elevation: 8 }, styleOverrides: { paper: { borderRadius: 8 } } },
    MuiMenuItem: {
      styleOverrides: {
        root: {
          minHeight: 32,
          '@media (min-width:600px)': { minHeight: 32 },
          padding: '0 12px',
          gap: 8,
          fontSize: 13,
          cursor: 'default',
          '&.Mui-selected, &.Mui-selected:hover': {
            background: 'var(--accent-soft)',
            color: 'var(--accent-ink)',
          },
        },
      },
    },
    MuiTooltip: {
      defaultProps: { enterDelay: 400, enterNextDelay: 200, disableInteractive: true },
      styleOverrides: {
        tooltip: {
          background: 'var(--raised)',
          color: 'var(--ink)',
          boxShadow: 'var(--shadow)',
          fontSize: 12,
          lineHeight: '16px',
          fontWeight: 400,
          padding: '4px 8px',
          maxWidth: 360,
        },
      },
    },
    MuiCheckbox: {
      defaultProps: { disableRipple: true, size: 'small' },
      styleOverrides: { root: { padding: 0 } },
    },
    MuiRadio: {
      defaultProps: { disableRipple: true, size: 'small' },
      styleOverrides: { root: { padding: 0 } },
    },
    MuiOutlinedInput: {
      defaultProps: { notched: false, size: 'small' },
      styleOverrides: {
        root: {
          minHeight: 32,
          fontSize: 13,
          lineHeight: '20px',
          background: 'var(--surface)',
          '& .MuiOutlinedInput-notchedOutline': { borderColor: 'var(--field)' },
          '&:hover .MuiOutlinedInput-notchedOutline': { borderColor: 'var(--field)' },
          '&.Mui-focused .MuiOutlinedInput-notchedOutline': { borderColor: 'var(--accent)', borderWidth: 2 },
          '&.Mui-error .MuiOutlinedInput-notchedOutline': { borderColor: 'var(--bad-mark)' },
        },
        input: { padding: '5px 8px', height: 'auto', '&::placeholder': { color: 'var(--ink3)', opacity: 1 } },
        multiline: { padding: 0 },
      },
    },
    MuiFormHelperText: {
      styleOverrides: {
        root: {
          margin: '4px 0 0',
          fontSize: 12,
          lineHeight: '16px',
          color: 'var(--ink3)',
          '&.Mui-error': { color: 'var(--bad)' },
        },
      },
    },
    MuiAutocomplete: { styleOverrides: { paper: { boxShadow: 'var(--shadow)' }, option: { minHeight: 32 } } },
    MuiTabs: {
      styleOverrides: {
        root: { minHeight: 36, height: 36 },
        indicator: { height: 2, background: 'var(--accent)' },
        list: { gap: 20 },
      },
    },
    MuiTab: {
      styleOverrides: {
        root: {
          minWidth: 0,
          minHeight: 36,
          padding: 0,
          gap: 8,
          flexDirection: 'row',
          color: 'var(--ink2)',
          fontWeight: 400,
          cursor: 'default',
          '&.Mui-selected': { color: 'var(--ink)', fontWeight: 600 },
        },
      },
    },
    MuiChip: { defaultProps: { size: 'small' }, styleOverrides: { root: { borderRadius: 4, height: 20 } } },
    MuiAvatar: { styleOverrides: { root: { width: 20, height: 20, fontSize: 10, fontWeight: 600 } } },
    MuiLinearProgress: {
      styleOverrides: { root: { height: 4, borderRadius: 2, background: 'var(--neutral-soft)' } },
    },
    MuiSkeleton: {
      defaultProps: { animation: false },
      styleOverrides: { root: { background: 'var(--neutral-soft)' } },
    },
    MuiAlert: { styleOverrides: { root: { padding: '4px 12px', alignItems: 'center', fontSize: 13 } } },
  };
}
