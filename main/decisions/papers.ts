/** What leaves the desk about a decision: the signed XML, the notice and the protocol of its verification. */
import { writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import { actError } from '../errors.ts';
import { readRegistration } from './read-registration.ts';
import { readDecision, showDecision, type WholeDecision } from './show.ts';

export interface Paper {
  readonly fileName: string;
  readonly content: Blob;
}

/** File names without letters that mail programs and old file systems spoil: «2026-Ш-001932» becomes 2026-SH-001932. */
function fileNameOf(number: string, kind: string, extension: string): string {
  return `kezek-${number.replace('Ш', 'SH')}-${kind}.${extension}`;
}

/** The signed document, byte for byte as it was signed. */
export async function xml(ctx: OfficerContext, input: { id: string }): Promise<Paper> {
  const { row } = await readDecision(ctx, input.id);
  await record(ctx, row, 'xml');
  return {
    fileName: fileNameOf(row.number, 'decision', 'xml'),
    content: new Blob([row.signed_xml], { type: 'application/xml' }),
  };
}

/** The bilingual notice for the family. */
export async function noticePdf(ctx: OfficerContext, input: { id: string }): Promise<Paper> {
  const whole = await readDecision(ctx, input.id);
  const decision = await showDecision(ctx, whole.reference, whole);
  if (decision.act === 'register_at_counter') {
    const { makeRegistration } = await import('../documents/registration.ts');
    const made = await makeRegistration(decision, whole.row, registrationOf(whole));
    await record(ctx, whole.row, 'notice');
    return paper(fileNameOf(decision.applicationNumber, 'registration', 'pdf'), made);
  }
  const { makeNotice } = await import('../documents/notice.ts');
  const bytes = await makeNotice(decision, whole.row);
  await record(ctx, whole.row, 'notice');
  return paper(fileNameOf(decision.number, 'notice', 'pdf'), bytes);
}

/** What the family was registered with: read in the very document that was signed. Throws NOT_FOUND for what is none. */
function registrationOf({ row }: WholeDecision) {
  const read = readRegistration(row.signed_xml);
  if (read === null) throw actError('NOT_FOUND');
  return read;
}

/** The protocol of the verification made this moment. */
export async function protocolPdf(ctx: OfficerContext, input: { id: string }): Promise<Paper> {
  const whole = await readDecision(ctx, input.id);
  const decision = await showDecision(ctx, whole.reference, whole);
  const { makeProtocol } = await import('../documents/protocol.ts');
  const bytes = await makeProtocol(decision, whole.row);
  await record(ctx, whole.row, 'protocol');
  return paper(fileNameOf(decision.number, 'protocol', 'pdf'), bytes);
}

function paper(fileName: string, bytes: Uint8Array): Paper {
  return { fileName, content: new Blob([Uint8Array.from(bytes)], { type: 'application/pdf' }) };
}

async function record(
  ctx: OfficerContext,
  row: { readonly id: string; readonly application_id: string; readonly district_id: number },
  what: 'xml' | 'notice' | 'protocol',
): Promise<void> {
  await ctx.desk.db.write(ctx.scope, (tx) =>
    writeHistory(ctx, tx, {
      chain: row.district_id,
      event: 'print',
      applicationId: row.application_id,
      decisionId: row.id,
      detail: { what },
    }),
  );
}
