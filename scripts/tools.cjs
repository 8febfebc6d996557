'use strict';
// What the scripts and the tests need to find on a machine. Plain CommonJS: boot.cjs runs it on whatever Node is there.

const fs = require('node:fs');
const path = require('node:path');

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'msedge'];

const WINDOWS_CHROMIUM = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/** Full path of an executable found on PATH, or null. Reads folders only; starts nothing. */
function findOnPath(name) {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of (process.env.PATH || '').split(path.delimiter)) {
    for (const suffix of suffixes) {
      const file = path.join(folder || '.', name + suffix);
      try {
        fs.accessSync(file, fs.constants.X_OK);
        if (fs.statSync(file).isFile()) return file;
      } catch {
        // not here: look in the next folder
      }
    }
  }
  return null;
}

/**
 * Full path of a Chromium-family browser, or null. KEZEK_CHROMIUM names one outright; a wrong name there is an
 * answer of null, not a search for something else.
 */
function findChromium() {
  const named = process.env.KEZEK_CHROMIUM;
  if (named) return fs.existsSync(named) ? named : null;
  for (const name of CHROMIUM_NAMES) {
    const found = findOnPath(name);
    if (found) return found;
  }
  if (process.platform !== 'win32') return null;
  for (const root of [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]) {
    for (const tail of WINDOWS_CHROMIUM) {
      const file = root && path.join(root, tail);
      if (file && fs.existsSync(file)) return file;
    }
  }
  return null;
}

/**
 * Full path of the Chromium the tests drive, or null: its shell without a window where there is one (the same engine, a third
 * less work for the processor), else any Chromium-family browser.
 */
function findTestChromium() {
  return (process.env.KEZEK_CHROMIUM ? null : findOnPath('chromium-headless-shell')) || findChromium();
}

module.exports = { findOnPath, findChromium, findTestChromium };
