/** The one session of the desk, its key, and the moments when the key must be forgotten. */
import type { Post, Session } from '../../preload/contract/session.ts';
import type { Clock } from '../clock.ts';
import type { ActingPost, OfficerName } from '../context.ts';
import type { CertificateInfo } from '../eds/certificate.ts';
import type { SignerClient } from '../eds/signer/client.ts';
import { actError } from '../errors.ts';
import type { EventHub } from '../events.ts';
import { showCertificate } from './certificate-view.ts';
import type { TrustPurpose } from './trust.ts';

/** A key open in a signer process of its own. */
export interface OpenKey {
  readonly client: SignerClient;
  readonly handle: string;
}

/** The key of the session: which file, whose, and whether the signer holds it now. */
export interface SessionKey {
  readonly keyId: string;
  readonly certificate: CertificateInfo;
  readonly purpose: TrustPurpose;
  readonly open: (OpenKey & { readonly keepOpenMs: number; readonly until: Date }) | null;
}

export interface ActiveSession {
  readonly officer: OfficerName;
  readonly post: ActingPost;
  readonly postView: Post;
  readonly posts: readonly Post[];
  readonly signedInAt: Date;
  readonly locked: boolean;
  readonly key: SessionKey;
}

export interface SessionHolder {
  readonly current: ActiveSession | null;
  /** Takes the place of any session before it, whose key is forgotten. */
  begin(session: ActiveSession): void;
  /** Changes the running session; throws SIGNED_OUT when there is none. */
  change(change: Partial<Pick<ActiveSession, 'post' | 'postView' | 'posts'>>): ActiveSession;
  /** Puts an opened key in the place of the session's, unlocks the desk, and starts its idle limit (0: closed at once). */
  holdKey(key: Omit<SessionKey, 'open'>, open: OpenKey, keepOpenMs: number): void;
  /** The open key for one use, which starts the idle limit anew. Throws KEY_CLOSED. */
  borrowKey(): OpenKey;
  closeKey(): void;
  /** Forgets the key and hides everything until it is opened again. */
  lock(): void;
  end(): void;
}

/** A session that was begun is ended, locked or closed here only, so that no path leaves a signer process behind. */
export function createSessionHolder(events: EventHub, clock: Clock): SessionHolder {
  let current: ActiveSession | null = null;
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    events.publish({ type: 'session' });
  }

  function forget(): void {
    clearTimeout(timer);
    const open = current?.key.open ?? null;
    if (current !== null && open !== null) {
      current = { ...current, key: { ...current.key, open: null } };
      open.client.forget();
    }
  }

  function watch(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      forget();
      tell();
    }, ms);
    timer.unref();
  }

  function keep(key: Omit<SessionKey, 'open'>, open: OpenKey, keepOpenMs: number): void {
    if (current === null) return;
    if (keepOpenMs <= 0) {
      open.client.forget();
      current = { ...current, locked: false, key: { ...key, open: null } };
      return;
    }
    const until = new Date(clock.now().getTime() + keepOpenMs);
    current = { ...current, locked: false, key: { ...key, open: { ...open, keepOpenMs, until } } };
    // A signer that dies or locks itself leaves no key: the screen must not say that one is open.
    open.client.onLocked(() => {
      if (current?.key.open?.client === open.client) {
        forget();
        tell();
      }
    });
    watch(keepOpenMs);
  }

  return {
    get current() {
      return current;
    },
    begin(session) {
      forget();
      current = session;
      tell();
    },
    change(change) {
      if (current === null) throw actError('SIGNED_OUT', { locked: false });
      current = { ...current, ...change };
      tell();
      return current;
    },
    holdKey(key, open, keepOpenMs) {
      forget();
      keep(key, open, keepOpenMs);
      tell();
    },
    borrowKey() {
      const open = current?.key.open;
      if (current === null || current.locked || !open) throw actError('KEY_CLOSED');
      const until = new Date(clock.now().getTime() + open.keepOpenMs);
      current = { ...current, key: { ...current.key, open: { ...open, until } } };
      watch(open.keepOpenMs);
      return open;
    },
    closeKey() {
      forget();
      tell();
    },
    lock() {
      if (current === null) return;
      forget();
      current = { ...current, locked: true };
      tell();
    },
    end() {
      forget();
      current = null;
      tell();
    },
  };
}

/** The session as the screen gets it. */
export function showSession(session: ActiveSession): Session {
  const { key } = session;
  return {
    officer: session.officer,
    post: session.postView,
    posts: [...session.posts],
    signedInAt: session.signedInAt,
    locked: session.locked,
    key: {
      open: key.open !== null,
      openUntil: key.open?.until ?? null,
      keyId: key.keyId,
      certificate: showCertificate(key.certificate),
      purpose: key.purpose,
    },
  };
}
