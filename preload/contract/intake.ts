/** Packages of portals: taken from files on this screen, and the register of everything that came. */
import { z } from 'zod';
import { PACKAGE_FAULTS, PACKAGE_KINDS } from '../../domain/package.ts';
import { blob, id, instant, uuid, words } from './common.ts';
import { call } from './errors.ts';
import { count } from './journal.ts';

export const packageState = z.enum(['taken', 'repeated', 'set_aside']);
export const packageKind = z.enum(PACKAGE_KINDS);
export const packageSource = z.enum(['folder', 'screen', 'cli', 'database', 'counter']);
export const packageReason = z.enum(PACKAGE_FAULTS);

/** What became of one file. */
export const packageResult = z.object({
  outcome: packageState,
  packageId: id,
  portal: z.string().nullable(),
  portalId: z.string().nullable(),
  kind: packageKind.nullable(),
  applicationId: id.nullable(),
  number: z.string().nullable(),
  /** Exactly where it was set aside; its words are domain/package-words.ts. */
  reason: packageReason.nullable(),
  /** Where in the package: `child/iin`. */
  place: z.string().nullable(),
});

export const packageRow = z.object({
  id,
  portal: z.string().nullable(),
  portalId: z.string().nullable(),
  kind: packageKind.nullable(),
  state: packageState,
  reason: packageReason.nullable(),
  place: z.string().nullable(),
  applicationId: id.nullable(),
  applicationNumber: z.string().nullable(),
  child: z.object({ surname: z.string(), givenName: z.string() }).nullable(),
  fileName: z.string().nullable(),
  source: packageSource,
  /** The officer's short name; null: no officer brought it. */
  broughtBy: z.string().nullable(),
  arrivals: z.int(),
  firstAt: instant,
  lastAt: instant,
  signed: z.boolean(),
});

/** Absent means "any". */
export const packageFilter = z.object({
  portal: z.string().max(60).optional(),
  state: packageState.optional(),
});

export const intakeContract = {
  /**
   * One part of a file, at most PACKAGE_LIMITS.partBytes; the answer to the last one is what became of it (before that null). One upload at a time: a part of another
   * one forgets it. Stopping between files or parts leaves nothing behind.
   */
  take: call
    .input(
      z.object({
        upload: uuid,
        name: z.string().max(1000),
        part: z.int().nonnegative(),
        parts: z.int().min(1).max(9),
        content: blob,
      }),
    )
    .output(packageResult.nullable()),
  /** The register, the latest first. `after`: id of the last row of the page before. */
  page: call
    .input(z.object({ filter: packageFilter, after: id.nullable(), limit: z.int().min(1).max(200) }))
    .output(z.object({ rows: z.array(packageRow), next: id.nullable(), matching: count.nullable() })),
  portals: call.output(
    z.array(z.object({ code: z.string(), name: words, open: z.boolean(), signatureRequired: z.boolean() })),
  ),
};

export type PackageResult = z.infer<typeof packageResult>;
export type PackageRow = z.infer<typeof packageRow>;
export type PackageFilter = z.infer<typeof packageFilter>;
