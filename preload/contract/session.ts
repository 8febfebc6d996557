/** The desk itself, keys, sign-in, lock. No output of any call here carries a password or private key. */
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { blob, id, instant, locale, officer, role, words } from './common.ts';
import { call } from './errors.ts';

export const algorithm = z.enum(['rsa-2048', 'gost-2015-512', 'gost-2015-256', 'gost-2004', 'other']);

/** What a certificate says of its holder. */
export const certificate = z.object({
  holder: z.object({
    surname: z.string(),
    givenName: z.string(),
    patronymic: z.string().nullable(),
    iin: z.string().nullable(),
  }),
  organisation: z.object({ name: z.string(), bin: z.string().nullable() }).nullable(),
  /** 'individual', 'first_head', 'signatory', … see main/eds/certificate.ts */
  roles: z.array(z.string()),
  algorithm,
  notBefore: instant,
  notAfter: instant,
  issuer: z.string(),
  /** May it be used to sign in; may it sign. */
  login: z.boolean(),
  signing: z.boolean(),
  serial: z.string(),
});

/** Chain verdict and revocation evidence of a certificate now. */
export const trust = z.object({
  ok: z.boolean(),
  /** Error reason as in the KEY error when not ok. */
  reason: z.string().nullable(),
  path: z.array(z.string()),
  purpose: z.enum(['production', 'test', 'demo']).nullable(),
});
export const revocation = z.object({
  status: z.enum(['good', 'revoked', 'not_checked']),
  source: z.enum(['ocsp', 'crl']).nullable(),
  reason: z.string().nullable(),
  checkedAt: instant,
});

/** A key file on the list: what is known of it before any password. `certificate` is null until the signer has opened it once. */
export const keyFile = z.object({
  keyId: z.string(),
  fileName: z.string(),
  /** Folder in words, e.g. «Құжаттар › ЭЦҚ»: parts to be joined by the screen; the first may be a known-folder code. */
  folder: z.array(z.string()),
  modifiedAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
  certificate: certificate.nullable(),
  source: z.enum(['found', 'added', 'demo']),
});

export const post = z.object({
  postId: z.int(),
  role,
  /** District, region or kindergarten; null for an administrator of the whole installation. */
  scope: z
    .object({ kind: z.enum(['region', 'district', 'kindergarten']), name: words, organisation: words })
    .nullable(),
});

export const openedKey = z.object({
  /** Names the opened key inside the signer for the next calls; useless elsewhere. */
  ticket: z.string(),
  certificate,
  trust,
  revocation,
  posts: z.array(post),
});

export const session = z.object({
  officer,
  post,
  posts: z.array(post),
  signedInAt: instant,
  locked: z.boolean(),
  key: z.object({
    open: z.boolean(),
    openUntil: instant.nullable(),
    keyId: z.string(),
    certificate,
    purpose: z.enum(['production', 'test', 'demo']),
  }),
});

export const demoOfficer = z.object({ keyId: z.string(), officer, role, scope: words, algorithm });

export const deskState = z.object({
  productVersion: z.string(),
  now: instant,
  database: z.object({ kind: z.enum(['embedded', 'server']), name: z.string() }),
  /** The National CA's test keys are accepted: the amber band of every screen. */
  testCa: z.boolean(),
  demo: z.object({ password: z.string(), officers: z.array(demoOfficer) }).nullable(),
  host: z.enum(['web', 'electron']),
  session: session.nullable(),
});

/** What the desk tells of itself without being asked. No personal data. */
export const deskEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello') }),
  z.object({ type: z.literal('session') }),
  z.object({ type: z.literal('database'), connected: z.boolean() }),
  z.object({ type: z.literal('application'), id, version: z.int(), mine: z.boolean() }),
  /** So many changed at once that every list is stale. */
  z.object({ type: z.literal('applications') }),
]);

export const sessionContract = {
  state: call.output(deskState),
  events: call.output(eventIterator(deskEvent)),
  /** Key files in the usual folders and recently used ones. `refresh` looks again. */
  keys: call.input(z.object({ refresh: z.boolean() })).output(z.array(keyFile)),
  /** Adds a dropped or chosen file for this run of the program; its bytes go to the signer's side only. At most 64 kB. */
  addKey: call.input(z.object({ fileName: z.string().min(1).max(255), content: blob })).output(keyFile),
  /** The host's own file dialog (Electron); null when dismissed, or where the host has none. */
  browseKey: call.output(keyFile.nullable()),
  /** Opens a key in the signer. The password goes straight to the signer process and is kept nowhere else. */
  openKey: call
    .input(z.object({ keyId: z.string(), password: z.string().min(1).max(256) }))
    .output(openedKey),
  /** Enters with an opened key: the signer signs a fresh challenge, the post is checked. `keepOpenMinutes` 0 closes the key at once. */
  enter: call
    .input(z.object({ ticket: z.string(), postId: z.int(), keepOpenMinutes: z.int().min(0).max(60) }))
    .output(session),
  /** Changes the post without leaving. */
  changePost: call.input(z.object({ postId: z.int() })).output(session),
  /** Opens the session's own key again (after the idle limit), or unlocks the desk. */
  reopenKey: call
    .input(z.object({ password: z.string().min(1).max(256), keepOpenMinutes: z.int().min(0).max(60) }))
    .output(session),
  /** Puts another opened key of the same officer in the place of the session's: an RSA signing key after an RSA login key. */
  useKey: call
    .input(z.object({ ticket: z.string(), keepOpenMinutes: z.int().min(0).max(60) }))
    .output(session),
  /** Lets the signer forget the key now; the session stays. */
  closeKey: call.output(session),
  lock: call.output(deskState),
  signOut: call.output(deskState),
  /** Language of messages made by the back end (PDF choice, CLI): kept per officer. */
  setLocale: call.input(z.object({ locale })).output(z.object({ locale })),
};

export type DeskState = z.infer<typeof deskState>;
export type DeskEvent = z.infer<typeof deskEvent>;
export type Session = z.infer<typeof session>;
export type Post = z.infer<typeof post>;
export type KeyFile = z.infer<typeof keyFile>;
export type OpenedKey = z.infer<typeof openedKey>;
export type Certificate = z.infer<typeof certificate>;
