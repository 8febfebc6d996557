import type { WalkInForm } from '../../domain/walk-in.ts';
import type { OfficerContext } from '../context.ts';
import { PREPARED_LIFE_MS } from '../decisions/prepared.ts';
import { drawWalkIn } from './draw.ts';
import { memoryOf, type ParentSignature } from './memory.ts';

/** What the parent signed lives as long as what an officer was shown. */
const LIFE_MS = PREPARED_LIFE_MS;

/** The parent's signature, where it is on exactly what the form says now. */
export async function liveSignature(ctx: OfficerContext, form: WalkInForm): Promise<ParentSignature | null> {
  const { signature } = memoryOf(ctx.desk);
  if (signature === null || signature.officerIin !== ctx.officer.iin) return null;
  if (ctx.desk.clock.now().getTime() - signature.at.getTime() > LIFE_MS) return null;
  const drawn = await drawWalkIn(ctx, form, signature.at);
  return drawn.xml === signature.xml ? signature : null;
}
