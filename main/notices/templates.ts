/** The words of notices: what there are, and how an administrator words one anew. */
import { addTemplate, noticeTemplates } from '../../db/queries/notices.ts';
import { actorName } from '../../domain/names.ts';
import {
  limitsOf,
  NOTICE_TEXT_CODES,
  type NoticeChannel,
  type NoticeLanguage,
  type NoticeTextCode,
} from '../../domain/notice-template.ts';
import { wordingFaults } from '../../domain/template.ts';
import type { TemplateVersion } from '../../preload/contract/notices.ts';
import { once, writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import { BadInput, type Obstacle, refused } from '../errors.ts';
import { today } from '../reference.ts';

/** Every wording of every text, newest first. */
export async function templates(
  ctx: OfficerContext,
): Promise<{ versions: TemplateVersion[]; today: string }> {
  const { rows, staff } = await ctx.desk.db.read(ctx.scope, async (tx) => ({
    rows: await noticeTemplates(tx),
    staff: await tx.selectFrom('staff').select(['iin', 'surname', 'given_name', 'patronymic']).execute(),
  }));
  const names = new Map(
    staff.map((one) => [
      one.iin,
      actorName({ surname: one.surname, givenName: one.given_name, patronymic: one.patronymic }),
    ]),
  );
  return {
    versions: rows.toReversed().map((row) => ({
      id: row.id,
      code: row.code,
      language: row.language,
      channel: row.channel,
      body: row.body,
      validFrom: row.valid_from,
      madeAt: row.made_at,
      madeBy: names.get(row.made_by) ?? null,
    })),
    today: today(ctx.desk.clock),
  };
}

export interface SaveTemplate {
  readonly code: string;
  readonly language: NoticeLanguage;
  readonly channel: NoticeChannel | null;
  readonly body: string;
  readonly validFrom: string;
  readonly idempotencyKey: string;
}

/**
 * Adds a wording; what was in force before stays as it was written. Throws REFUSED with codes of domain/template.ts,
 * TEMPLATE_DATED for a day gone by. The words are the whole installation's, as reasons and categories are.
 */
export async function saveTemplate(ctx: OfficerContext, input: SaveTemplate): Promise<{ id: number }> {
  const { idempotencyKey, ...request } = input;
  const code = NOTICE_TEXT_CODES.find((one) => one === input.code);
  if (code === undefined) throw new BadInput('code');
  const body = input.body.trim();
  const faults = faultsOf(ctx, code, body, input.validFrom);
  if (faults.length > 0) throw refused(...faults);
  const key = { key: idempotencyKey, act: 'notices.saveTemplate', request };
  const saved = await once(ctx, key, async (tx) => {
    const id = await addTemplate(tx, {
      ...request,
      code,
      body,
      at: ctx.desk.clock.now(),
      by: ctx.officer.iin,
    });
    await writeHistory(ctx, tx, {
      chain: 0,
      event: 'template_saved',
      detail: { id, code, language: input.language, channel: input.channel, from: input.validFrom },
    });
    return { id };
  });
  ctx.desk.reference.forget();
  return saved;
}

function faultsOf(ctx: OfficerContext, code: NoticeTextCode, body: string, validFrom: string): Obstacle[] {
  const faults: Obstacle[] = wordingFaults(body, limitsOf(code)).map((fault) => ({
    code: fault.code,
    ...('most' in fault ? { count: fault.most } : {}),
    ...(fault.placeholder === null ? {} : { field: fault.placeholder }),
  }));
  if (validFrom < today(ctx.desk.clock)) faults.push({ code: 'TEMPLATE_DATED', field: 'validFrom' });
  return faults;
}
