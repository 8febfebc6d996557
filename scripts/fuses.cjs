'use strict';
// The fuses of the Electron binary: what the program can still be made to do from outside once it is packaged.

const { FuseV1Options, FuseVersion } = require('@electron/fuses');

/** All nine are set; a tenth in a later Electron stops the build until someone has decided on it. */
const FUSES = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  // No plain Node hiding in the signed program, and no flags or environment to open it.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  // Code comes from app.asar alone, and on Windows only if its hash is the one in the program.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // No snapshot of our own is built; asking for one that is not there would not start.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // The desk lives at app:, file: has no rights.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // PGlite is WebAssembly: without the handlers every memory access is checked by hand.
  [FuseV1Options.WasmTrapHandlers]: true,
};

module.exports = { FUSES };
