import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/**
 * What pdf.js fetches while it draws: decoders of JPEG 2000 and JBIG2 (a scan in them is a blank page without), colour
 * profiles, the fonts PDF readers must bring along, character maps. Served from ./pdfjs/<folder>/; the renderer names
 * them in `wasmUrl`, `iccUrl`, `standardFontDataUrl` and `cMapUrl`.
 */
const PDFJS_FOLDERS = ['wasm', 'iccs', 'standard_fonts', 'cmaps'] as const;
/** Scripts inside a PDF are never run, so their engine does not ship; nor do fallbacks for engines without WebAssembly. */
const PDFJS_LEFT_OUT = /quickjs|QUICKJS|nowasm_fallback/;

function pdfjsData(): Plugin {
  const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  return {
    name: 'kezek-pdfjs-data',
    apply: 'build',
    generateBundle() {
      for (const folder of PDFJS_FOLDERS) {
        for (const name of readdirSync(join(root, folder)).filter((n) => !PDFJS_LEFT_OUT.test(n))) {
          const source = readFileSync(join(root, folder, name));
          this.emitFile({ type: 'asset', fileName: `pdfjs/${folder}/${name}`, source });
        }
      }
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react(), pdfjsData()],
  // The host puts a fresh nonce in its place at every load.
  html: { cspNonce: '__NONCE__' },
  worker: { format: 'es' },
  build: {
    // Electron 45 and the Chromium of the web host; nothing older opens the desk.
    target: 'chrome140',
    assetsDir: 'assets',
    // The policy admits fonts and workers of this origin only, not data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
});
