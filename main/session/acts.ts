/** Opening keys, entering, locking, leaving. */

import { DbError } from '../../db/db-error.ts';
import { sqlFailure } from '../../db/errors.ts';
import { appendHistory } from '../../db/queries/acts.ts';
import { putSetting } from '../../db/queries/desk.ts';
import type { DeskState, KeyFile, OpenedKey, Session } from '../../preload/contract/session.ts';
import { type Desk, officerContext } from '../context.ts';
import type { CertificateInfo } from '../eds/certificate.ts';
import { EdsError } from '../eds/errors.ts';
import { mayLogIn, maySign } from '../eds/usage.ts';
import { actError } from '../errors.ts';
import { safeErrorFields } from '../log.ts';
import { showCertificate } from './certificate-view.ts';
import { type ActiveSession, type SessionKey, showSession } from './holder.ts';
import type { PendingKey } from './pending.ts';
import { actingPost, findStaff, postsForBin, showPost } from './posts.ts';
import { proveKey } from './prove.ts';
import { createSigner } from './signer.ts';
import { deskState } from './state.ts';
import { purposeOf, showChain, showRevocation } from './trust.ts';

export async function keys(desk: Desk, input: { refresh: boolean }): Promise<KeyFile[]> {
  return await desk.keys.list(input.refresh);
}

export async function addKey(desk: Desk, input: { fileName: string; content: Blob }): Promise<KeyFile> {
  return desk.keys.add(input.fileName, new Uint8Array(await input.content.arrayBuffer()));
}

export async function browseKey(desk: Desk): Promise<KeyFile | null> {
  const path = (await desk.host.openFileDialog?.({ kind: 'key' })) ?? null;
  return path === null ? null : await desk.keys.addPath(path);
}

/** Opens a key in a signer of its own and says whose it is, whether it is trusted, and which posts its holder has. */
export async function openKey(desk: Desk, input: { keyId: string; password: string }): Promise<OpenedKey> {
  const pending = await openInSigner(desk, input.keyId, input.password);
  const { certificate } = pending;
  try {
    const now = desk.clock.now();
    const chain = await desk.trust.chain(certificate, now);
    const revocation = await desk.trust.revocation(certificate, chain.ok ? chain.issuer : null);
    const staff =
      chain.ok && certificate.subject.iin !== null ? await findStaff(desk, certificate.subject.iin) : null;
    const posts = postsForBin(staff?.posts ?? [], certificate.subject.bin);
    return {
      ticket: desk.pending.put(pending),
      certificate: showCertificate(certificate),
      trust: showChain(chain),
      revocation: showRevocation(revocation),
      posts: posts.map(showPost),
    };
  } catch (error) {
    pending.open.client.forget();
    throw error;
  }
}

/** The key file in a fresh signer. A key out of date is remembered for the list and refused here. */
async function openInSigner(desk: Desk, keyId: string, password: string): Promise<PendingKey> {
  const source = await desk.keys.source(keyId);
  const client = createSigner(desk.host);
  try {
    const now = desk.clock.now();
    const { handle, certificate, problem } = await client.open(source, password, { at: now });
    await desk.keys.remember(keyId, certificate, now);
    if (problem !== null) {
      throw new EdsError(problem.code, problem.at);
    }
    return { keyId, certificate, open: { client, handle } };
  } catch (error) {
    client.forget();
    throw error;
  }
}

/** What must hold of a certificate before it may act; answers the family of its authority. Throws KEY with the reason. */
async function requireTrusted(desk: Desk, certificate: CertificateInfo): Promise<SessionKey['purpose']> {
  const now = desk.clock.now();
  const chain = await desk.trust.chain(certificate, now);
  const purpose = purposeOf(chain);
  if (purpose === null) {
    throw actError('KEY', { reason: chain.code });
  }
  const revocation = await desk.trust.revocation(certificate, chain.issuer);
  if (revocation.status === 'revoked') {
    throw actError('KEY', { reason: 'KEY_REVOKED' });
  }
  return purpose;
}

/** Enters: the key signs a fresh challenge, its holder is on the staff list, and the post is the holder's and in force. */
export async function enter(
  desk: Desk,
  input: { ticket: string; postId: number; keepOpenMinutes: number },
): Promise<Session> {
  const pending = desk.pending.take(input.ticket);
  try {
    const { certificate } = pending;
    if (!mayLogIn(certificate)) {
      throw actError('KEY', { reason: 'KEY_USAGE_LOGIN' });
    }
    const purpose = await requireTrusted(desk, certificate);
    const { officer, posts, post } = await requirePost(desk, certificate, input.postId);
    await proveKey(desk, pending.open, certificate);
    const key = { keyId: pending.keyId, certificate, purpose };
    const session: ActiveSession = {
      officer,
      post: actingPost(post),
      postView: showPost(post),
      posts: posts.map(showPost),
      signedInAt: desk.clock.now(),
      locked: false,
      key: { ...key, open: null },
    };
    await audit(desk, session, 'sign_in', {
      algorithm: certificate.algorithm,
      serial: certificate.serial,
      purpose,
    });
    if (desk.session.current !== null) {
      await auditQuietly(desk, desk.session.current, 'sign_out', { replaced: true });
    }
    desk.session.begin(session);
    desk.prepared.clear();
    desk.signings.clear();
    desk.plans.clear();
    desk.session.holdKey(key, pending.open, await keepOpenMs(desk, input.keepOpenMinutes));
    return showSession(requireCurrent(desk));
  } catch (error) {
    pending.open.client.forget();
    throw notOfficer(error);
  }
}

/** The database knows no such role, or not for this post: told as not being on the staff list. */
function notOfficer(error: unknown): unknown {
  return error instanceof DbError && (error.code === 'NO_STAFF_ROLE' || error.code === 'POST_NOT_IN_FORCE')
    ? actError('KEY', { reason: 'NOT_ON_STAFF' })
    : error;
}

async function requirePost(desk: Desk, certificate: CertificateInfo, postId: number) {
  const { iin, bin } = certificate.subject;
  const staff = iin === null ? null : await findStaff(desk, iin);
  if (staff === null || staff.posts.length === 0) {
    throw actError('KEY', { reason: 'NOT_ON_STAFF', ...(iin === null ? {} : { iin }) });
  }
  const posts = postsForBin(staff.posts, bin);
  if (posts.length === 0) {
    throw actError('KEY', { reason: 'BIN_OTHER_ORGANISATION' });
  }
  const post = posts.find((one) => one.id === postId);
  if (post === undefined) {
    throw actError('FORBIDDEN');
  }
  return { officer: staff.officer, posts, post };
}

async function keepOpenMs(desk: Desk, minutes: number): Promise<number> {
  const { installation } = await desk.reference.get();
  return Math.min(minutes, installation.key_idle_minutes) * 60_000;
}

function requireCurrent(desk: Desk): ActiveSession {
  const { current } = desk.session;
  if (current === null) {
    throw actError('SIGNED_OUT', { locked: false });
  }
  return current;
}

/** Another post of the same officer; its own history row, and everything prepared in the old post is dropped. */
export async function changePost(desk: Desk, input: { postId: number }): Promise<Session> {
  const ctx = officerContext(desk);
  const staff = await findStaff(desk, ctx.officer.iin);
  const { certificate } = requireCurrent(desk).key;
  const posts = postsForBin(staff?.posts ?? [], certificate.subject.bin);
  const post = posts.find((one) => one.id === input.postId);
  if (post === undefined) {
    throw actError('FORBIDDEN');
  }
  const change = { post: actingPost(post), postView: showPost(post), posts: posts.map(showPost) };
  await audit(desk, { ...requireCurrent(desk), ...change }, 'post_change', { from: ctx.post.postId });
  desk.prepared.clear();
  desk.signings.clear();
  desk.plans.clear();
  return showSession(desk.session.change(change));
}

/** Opens the session's own key again: after the idle limit, or to unlock the desk. */
export async function reopenKey(
  desk: Desk,
  input: { password: string; keepOpenMinutes: number },
): Promise<Session> {
  const session = requireCurrent(desk);
  const pending = await openInSigner(desk, session.key.keyId, input.password);
  return await takeKey(desk, session, pending, input.keepOpenMinutes);
}

/** Puts another key of the same officer in the place of the session's: an RSA signing key after an RSA login key. */
export async function useKey(
  desk: Desk,
  input: { ticket: string; keepOpenMinutes: number },
): Promise<Session> {
  const session = requireCurrent(desk);
  return await takeKey(desk, session, desk.pending.take(input.ticket), input.keepOpenMinutes);
}

async function takeKey(
  desk: Desk,
  session: ActiveSession,
  pending: PendingKey,
  keepOpenMinutes: number,
): Promise<Session> {
  try {
    const { certificate } = pending;
    if (certificate.subject.iin !== session.officer.iin) {
      throw actError('KEY', { reason: 'KEY_OTHER_HOLDER' });
    }
    if (!mayLogIn(certificate) && !maySign(certificate)) {
      throw actError('KEY', { reason: 'KEY_USAGE_SIGN' });
    }
    const purpose = await requireTrusted(desk, certificate);
    await proveKey(desk, pending.open, certificate);
    await requirePost(desk, certificate, session.post.postId);
    if (session.locked) {
      await audit(desk, session, 'unlock', {});
    }
    // Another sign-in or sign-out while the key was being opened: this key is not that session's.
    if (desk.session.current?.signedInAt !== session.signedInAt) {
      throw actError('SIGNED_OUT', { locked: false });
    }
    desk.session.holdKey(
      { keyId: pending.keyId, certificate, purpose },
      pending.open,
      await keepOpenMs(desk, keepOpenMinutes),
    );
    return showSession(requireCurrent(desk));
  } catch (error) {
    pending.open.client.forget();
    throw notOfficer(error);
  }
}

export async function closeKey(desk: Desk): Promise<Session> {
  officerContext(desk);
  desk.session.closeKey();
  return showSession(requireCurrent(desk));
}

/** Locks at once; the history row follows, and a database that cannot be reached does not keep the desk open. */
export async function lock(desk: Desk, reason = 'officer'): Promise<DeskState> {
  const { current } = desk.session;
  desk.pending.forget();
  if (current !== null && !current.locked) {
    desk.session.lock();
    await auditQuietly(desk, current, 'lock', { reason });
  }
  return await deskState(desk);
}

export async function signOut(desk: Desk): Promise<DeskState> {
  const { current } = desk.session;
  desk.pending.forget();
  desk.session.end();
  desk.prepared.clear();
  desk.signings.clear();
  desk.plans.clear();
  if (current !== null) {
    await auditQuietly(desk, current, 'sign_out', {});
  }
  return await deskState(desk);
}

export async function setLocale(
  desk: Desk,
  input: { locale: 'kk' | 'ru' | 'en' },
): Promise<{ locale: 'kk' | 'ru' | 'en' }> {
  const { current } = desk.session;
  if (current !== null && !current.locked) {
    const ctx = officerContext(desk);
    await desk.db.write(ctx.scope, (tx) => putSetting(tx, ctx.officer.iin, 'locale', input.locale));
  }
  return { locale: input.locale };
}

type SessionEvent = 'sign_in' | 'sign_out' | 'lock' | 'unlock' | 'post_change';

async function audit(
  desk: Desk,
  session: ActiveSession,
  event: SessionEvent,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { officer, post } = session;
  await desk.db.write({ iin: officer.iin, postId: post.postId }, (tx) =>
    appendHistory(tx, {
      chain: 0,
      at: desk.clock.now(),
      actor: officer.iin,
      postId: post.postId,
      event,
      detail,
    }),
  );
}

async function auditQuietly(
  desk: Desk,
  session: ActiveSession,
  event: SessionEvent,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  try {
    await audit(desk, session, event, detail);
  } catch (error) {
    desk.log.error('AUDIT_FAILED', {
      event,
      sqlState: sqlFailure(error)?.sqlState ?? null,
      ...safeErrorFields(error),
    });
  }
}
