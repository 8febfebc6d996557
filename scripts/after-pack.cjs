'use strict';
// electron-builder's hook after the files are in place and before anything is signed.

const path = require('node:path');
const { flipFuses } = require('@electron/fuses');
const { FUSES } = require('./fuses.cjs');

module.exports = async function afterPack(context) {
  const { electronPlatformName, appOutDir, packager } = context;
  const names = {
    win32: `${packager.appInfo.productFilename}.exe`,
    linux: packager.executableName,
    darwin: `${packager.appInfo.productFilename}.app`,
  };
  await flipFuses(path.join(appOutDir, names[electronPlatformName]), FUSES);
};
