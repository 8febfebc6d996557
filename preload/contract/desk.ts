/** Catalogues the screens name things by, and what the program keeps for the officer. */
import { z } from 'zod';
import { REASON_USES } from '../../domain/data/reasons.ts';
import { checkCode } from './applications.ts';
import { day, groupLanguage, priorityClass, queueKind, words } from './common.ts';
import { call } from './errors.ts';

const named = z.object({ code: z.string(), name: words, short: words });

export const catalogue = z.object({
  districts: z.array(
    z.object({
      id: z.int(),
      code: z.string(),
      bin: z.string(),
      name: words,
      department: words,
      regionName: words,
    }),
  ),
  cohortYears: z.array(z.int()),
  documentKinds: z.array(named),
  categories: z.array(
    named.extend({
      priorityClass,
      legalAct: z.string(),
      documents: z.array(
        z.object({
          kind: z.string(),
          about: z.enum(['child', 'applicant', 'second_parent']),
          required: z.boolean(),
          validDays: z.int().nullable(),
          signedAndSealed: z.boolean(),
        }),
      ),
    }),
  ),
  reasons: z.array(
    named.extend({
      usedFor: z.enum(REASON_USES),
      check: checkCode.nullable(),
      position: z.int(),
      messageKk: z.string(),
      messageRu: z.string(),
    }),
  ),
  /** Kindergartens the post looks after with their groups: a head's own, else those of its districts. */
  kindergartens: z.array(
    z.object({
      id: z.int(),
      districtId: z.int(),
      name: z.string(),
      bin: z.string(),
      groups: z.array(
        z.object({
          id: z.int(),
          name: z.string(),
          cohortYear: z.int(),
          language: groupLanguage,
          kind: queueKind,
          correctionKind: z.string().nullable(),
        }),
      ),
    }),
  ),
  legalActs: z.array(z.object({ code: z.string(), title: words, signedOn: day, url: z.string().nullable() })),
  ruleProfile: z
    .object({
      code: z.string(),
      name: words,
      legalAct: z.string(),
      decisionWorkingDays: z.int(),
      correctionWorkingDays: z.int(),
      claimLeaseMinutes: z.int(),
    })
    .nullable(),
});

export const deskContract = {
  /** Catalogues in force today for the officer's scope. */
  catalogue: call.output(catalogue),
  /** Everything kept for this officer: theme, density, columns, single-letter keys on or off … keyed by name. */
  settings: call.output(z.record(z.string(), z.unknown())),
  saveSetting: call
    .input(z.object({ key: z.string().min(1).max(80), value: z.unknown() }))
    .output(z.object({ ok: z.literal(true) })),
};

export type Catalogue = z.infer<typeof catalogue>;
