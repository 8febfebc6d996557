/** What a signed registration at the counter says of the family's application. */
import { z } from 'zod';
import { CONSENT_PROOFS } from '../../domain/registration-decision.ts';
import { day, groupLanguage, queueKind, relation, sha256, words } from './common.ts';

/** A family registered at the counter, as the document says it. */
export const preparedRegistration = z.object({
  relation,
  submittedAt: z.string(),
  queueKind,
  correctionKind: z.string().nullable(),
  groupLanguage,
  desiredFrom: day.nullable(),
  kindergartens: z.array(z.object({ bin: z.string(), name: z.string() })),
  benefit: words.nullable(),
  notification: z.object({ type: z.string(), language: groupLanguage }),
  consent: z.object({ proof: z.enum(CONSENT_PROOFS), scanSha256: sha256.nullable() }),
  packageSha256: sha256,
  scans: z.int(),
});

export type PreparedRegistrationView = z.infer<typeof preparedRegistration>;
