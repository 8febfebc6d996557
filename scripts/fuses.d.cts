import type { FuseV1Config, FuseV1Options } from '@electron/fuses';

/** What each fuse of the packaged program is set to. */
export const FUSES: FuseV1Config & Readonly<Record<FuseV1Options, boolean>>;
