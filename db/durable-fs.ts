/**
 * A file system for PGlite on which fsync is real.
 *
 * PGlite starts PostgreSQL with `-F` (fsync off) because its Node file system has no fsync. It takes little to give it one: the
 * compiled `fsync(2)` ends in `stream_ops.fsync`, which NODEFS leaves undefined. With it defined, and PostgreSQL told to use
 * fsync for its WAL, the engine's own order of writes holds: WAL before the answer to COMMIT, data files before a checkpoint.
 */
import { fsyncSync } from 'node:fs';
import { type PGlite, PGlite as PGliteClass } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** The part of Emscripten's NODEFS that is touched here; it has no published types. */
interface NodeFsModule {
  readonly FS: { readonly ErrnoError: new (errno: number) => Error };
  readonly NODEFS: { readonly stream_ops: { fsync?: (stream: { readonly nfd: number }) => number } };
}

/** WASI number of EIO: PostgreSQL stops with a PANIC rather than believe a failed fsync. */
const EIO = 29;

export class DurableNodeFs extends NodeFS {
  override async init(
    pg: PGlite,
    options: Parameters<NodeFS['init']>[1],
  ): Promise<Awaited<ReturnType<NodeFS['init']>>> {
    const result = await super.init(pg, options);
    const preRun = result.emscriptenOpts.preRun ?? [];
    const enable = (module: unknown) => {
      const { FS, NODEFS } = module as NodeFsModule;
      NODEFS.stream_ops.fsync = (stream) => {
        try {
          fsyncSync(stream.nfd);
          return 0;
        } catch {
          throw new FS.ErrnoError(EIO);
        }
      };
    };
    return { emscriptenOpts: { ...result.emscriptenOpts, preRun: [...preRun, enable] } };
  }
}

/** Start parameters of PGlite without `-F`, and with the one way of syncing WAL that reaches the file system. */
export function durableStartParams(): string[] {
  return [
    ...PGliteClass.defaultStartParams.filter((parameter) => parameter !== '-F'),
    '-c',
    'wal_sync_method=fsync',
  ];
}
