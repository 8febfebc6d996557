import type { KezekTokens } from './tokens.ts';

declare module '@mui/material/styles' {
  interface Palette {
    kezek: KezekTokens;
  }
  interface PaletteOptions {
    kezek: KezekTokens;
  }
  interface CssThemeVariables {
    enabled: true;
  }
}
