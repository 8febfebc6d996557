/**
 * Taking one package: opened and judged outside of any transaction, its signature verified, then one transaction of the database's
 * own function. Whatever is refused leaves one row that says why, and nothing else.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { DbError } from '../../db/db-error.ts';
import { sqlFailure } from '../../db/errors.ts';
import type { OpenDatabase, Scope } from '../../db/open.ts';
import {
  type Brought,
  type BroughtSignature,
  offerScan,
  type PackageSource,
  recordAside,
  takeDocument,
  takenRow,
  takeWithScans,
} from '../../db/queries/packages.ts';
import {
  COUNTER_PORTAL,
  isPackageFault,
  type Package,
  type PackageFaultCode,
  signerOf,
} from '../../domain/package.ts';
import { judgePackage } from '../../domain/package-judge.ts';
import type { Clock } from '../clock.ts';
import { purposeOf, type TrustSource } from '../session/trust.ts';
import { PackageRefusal } from './fault.ts';
import type { OfficeSource } from './office.ts';
import { type CitizenSignature, faceOf, type OpenedPackage, type PackageFace } from './open-package.ts';
import type { Opener } from './opener.ts';
import type { OpenAnswer } from './opener-protocol.ts';

/** In whose name packages are taken, and what that needs. */
export interface IntakeContext {
  readonly db: OpenDatabase;
  /** An officer's on the screen; 'system' for the folder's job and the command line, which nobody has signed in for. */
  readonly scope: Scope;
  readonly clock: Clock;
  readonly trust: TrustSource;
  readonly office: OfficeSource;
  readonly opener: Opener;
  readonly source: PackageSource;
  /** 'job:intake', 'cli:…'; null: the officer of the scope. */
  readonly by: string | null;
}

export type TakeResult = {
  readonly portal: string | null;
  readonly portalId: string | null;
  readonly kind: Package['kind'] | null;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
  readonly packageId: string;
} & (
  | {
      readonly outcome: 'taken' | 'repeated';
      readonly applicationId: string | null;
      readonly number: string | null;
      readonly reason: null;
      readonly place: null;
    }
  | {
      readonly outcome: 'set_aside';
      readonly applicationId: null;
      readonly number: null;
      readonly reason: PackageFaultCode;
      readonly place: string | null;
    }
);

/** A package that is being opened; nothing is known of it to the database. */
export interface BegunPackage {
  readonly face: PackageFace;
  readonly fileName: string | null;
  readonly answer: Promise<OpenAnswer>;
}

/** Scans up to this size go with their package in one statement; larger ones one by one, so that no message holds them all. */
const AT_ONCE_BYTES = 4 * 1024 * 1024;

/** Begins to open a package: several may be on their way while one is taken. The bytes are given away. */
export async function beginPackage(
  ctx: IntakeContext,
  bytes: Buffer,
  fileName: string | null,
): Promise<BegunPackage> {
  const face = faceOf(bytes);
  const answer = ctx.opener.open(bytes, await ctx.trust.store(), ctx.clock.now());
  // Who gives up before it is opened does not ask how it ended.
  answer.catch(() => undefined);
  return { face, fileName: shownFileName(fileName), answer };
}

/**
 * Takes a package whole, or sets it aside. Never half: one transaction, and the row that says why nothing came of it is another one.
 * @throws DbError (DB_UNREACHABLE, DB_BUSY after three attempts) when the database could not be asked: nothing is known of the package.
 */
export async function finishPackage(ctx: IntakeContext, begun: BegunPackage): Promise<TakeResult> {
  const { face, fileName } = begun;
  let opened: OpenedPackage | null = null;
  try {
    const answer = await begun.answer;
    Object.assign(face, answer.whose);
    if (answer.outcome === 'refused') throw new PackageRefusal(answer.code, answer.place);
    opened = answer.opened;
    return await takeOpened(ctx, opened, face, fileName);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    return await setAside(ctx, face, refusal, fileName, opened?.package.department ?? null);
  }
}

/** Opens a package and takes it, or sets it aside, as `finishPackage` does. The bytes are given away. */
export async function takePackage(
  ctx: IntakeContext,
  bytes: Buffer,
  fileName: string | null,
): Promise<TakeResult> {
  return await finishPackage(ctx, await beginPackage(ctx, bytes, fileName));
}

/** Sets a file aside that could not even be read. */
export async function refuseFile(
  ctx: IntakeContext,
  fileName: string,
  refusal: PackageRefusal,
): Promise<TakeResult> {
  return await setAside(ctx, faceOf(Buffer.from(fileName)), refusal, shownFileName(fileName), null);
}

async function takeOpened(
  ctx: IntakeContext,
  opened: OpenedPackage,
  face: PackageFace,
  fileName: string | null,
): Promise<TakeResult> {
  const { package: one, scans } = opened;
  // The counter is no portal: what it hands over never comes as a file.
  if (one.portal === COUNTER_PORTAL) throw new PackageRefusal('PORTAL_CLOSED', 'portal');
  const office = await ctx.office.get();
  const [fault] = judgePackage(one, office.of(one, ctx.clock.now()));
  if (fault !== undefined) throw new PackageRefusal(fault.code, fault.place);
  if (opened.signature === null && office.portals.get(one.portal)?.signature_required === true) {
    throw new PackageRefusal('SIGNATURE_MISSING');
  }
  const signature =
    opened.signature === null ? null : await evidenceOf(ctx.trust, opened.signature, signerOf(one));
  const document = documentOf(one);
  const sha256 = face.sha256.toString('hex');
  const brought: Brought = { source: ctx.source, fileName, by: ctx.by, sha256, signature };
  const weight = scans.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const row = await patiently(async () =>
    weight <= AT_ONCE_BYTES
      ? takenRow(await ctx.db.writeOne(ctx.scope, takeWithScans(scans, document, brought)))
      : await ctx.db.write(ctx.scope, async (tx) => {
          for (const { bytes, pages } of scans) await offerScan(tx, bytes, pages);
          return await takeDocument(tx, document, brought);
        }),
  );
  return {
    portal: face.portal,
    portalId: face.portalId,
    kind: face.kind,
    sha256,
    packageId: row.package_id,
    outcome: row.state,
    applicationId: row.application_id,
    number: row.number,
    reason: null,
    place: null,
  };
}

/** What the database reads: the package without the bytes of its scans. */
export function documentOf(one: Package): Record<string, unknown> {
  return {
    ...one,
    scans: one.scans.map(({ kind, about, fileName, sha256 }) => ({ kind, about, fileName, sha256 })),
  };
}

/** Revocation is asked for before the transaction; a revoked key signs nothing. */
export async function evidenceOf(
  trust: TrustSource,
  { signedXml, verdict }: CitizenSignature,
  iin: string,
): Promise<BroughtSignature> {
  const { certificate, chain, algorithm } = verdict;
  const purpose = chain === null ? null : purposeOf(chain);
  if (chain === null || purpose === null || algorithm === null) {
    throw new PackageRefusal('SIGNATURE_UNTRUSTED');
  }
  const revocation = await trust.revocation(certificate, chain.issuer);
  if (revocation.status === 'revoked') throw new PackageRefusal('SIGNATURE_REVOKED');
  return {
    iin,
    xml: signedXml,
    algorithm,
    certificate: Buffer.from(certificate.der).toString('base64'),
    chainPath: chain.path.join(' > '),
    trustPurpose: purpose,
    revocationStatus: revocation.status,
    revocationSource: revocation.source,
    revocationReason: revocation.reason,
    revocationCheckedAt: revocation.checkedAt.toISOString(),
    revocationEvidence:
      revocation.evidence === null ? null : Buffer.from(revocation.evidence).toString('base64'),
  };
}

async function setAside(
  ctx: IntakeContext,
  face: PackageFace,
  refusal: PackageRefusal,
  fileName: string | null,
  department: string | null,
): Promise<TakeResult> {
  const { portal, portalId, kind } = face;
  const sha256 = face.sha256.toString('hex');
  const place = refusal.place === '' ? null : refusal.place.slice(0, 120);
  const packageId = await patiently(() =>
    ctx.db.write(ctx.scope, (tx) =>
      recordAside(tx, {
        portal,
        portalId,
        kind,
        sha256,
        reason: refusal.code,
        place,
        source: ctx.source,
        fileName,
        by: ctx.by,
        department,
      }),
    ),
  );
  return {
    portal,
    portalId,
    kind,
    sha256,
    packageId,
    outcome: 'set_aside',
    applicationId: null,
    number: null,
    reason: refusal.code,
    place,
  };
}

/** The refusal behind an error; null for what says nothing of the package. */
export function refusalOf(error: unknown): PackageRefusal | null {
  if (error instanceof PackageRefusal) return error;
  if (error instanceof DbError) return null;
  const failure = sqlFailure(error);
  if (failure === null) return null;
  const { sqlState, constraint } = failure;
  if (sqlState === 'KZ080') {
    const code = (constraint ?? '').replace(/^package_/, '').toUpperCase();
    return new PackageRefusal(isPackageFault(code) ? code : 'DATABASE_REFUSED');
  }
  if (constraint === 'application_child_live_unique') return new PackageRefusal('CHILD_QUEUED');
  // A guard or a constraint beside those of packages: told by its name, so that somebody can mend it.
  return /^(KZ|22|23)/.test(sqlState) ? new PackageRefusal('DATABASE_REFUSED', constraint ?? sqlState) : null;
}

const ATTEMPTS = 3;

/** Again after a deadlock or a time-out of a lock; everything else goes on at once. */
async function patiently<T>(fn: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fn();
    } catch (error) {
      if (!(error instanceof DbError && error.code === 'DB_BUSY') || attempt === ATTEMPTS) throw error;
      await wait(50 * attempt);
    }
  }
}

/** The name of a file as the register keeps it: no folders, nothing that turns text around, short. */
export function shownFileName(name: string | null): string | null {
  if (name === null) return null;
  const bare = (name.split(/[\\/]/).at(-1) ?? '')
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029\ufffd]/gu, '')
    .trim();
  const safe = /^[=+\-@]/.test(bare) ? `'${bare}` : bare;
  return safe === '' ? null : [...safe].slice(0, 100).join('');
}
