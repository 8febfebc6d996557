import type { WalkInForm } from '../../domain/walk-in.ts';
import type { WalkInCheckView } from '../../preload/contract/walk-in.ts';
import type { OfficerContext } from '../context.ts';
import { drawWalkIn, thisSecond } from './draw.ts';

export { addScan, describeScan, discard, draft, removeScan, saveDraft } from './draft.ts';
export { formPdf } from './form-pdf.ts';
export { signByParent } from './parent-signature.ts';
export { kinship, lookUp } from './people.ts';
export { prepare } from './prepare.ts';

/** What stands against the form as it is. */
export async function check(
  ctx: OfficerContext,
  input: { readonly form: WalkInForm },
): Promise<WalkInCheckView> {
  const { faults, elsewhere, recorded } = await drawWalkIn(ctx, input.form, thisSecond(ctx));
  return { faults: [...faults], elsewhere, recorded };
}
