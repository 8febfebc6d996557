/** The families of acts on a child's people. A new one adds its module here and nothing else. */
import type { FamilyAct } from '../../domain/status.ts';
import { companionModule } from '../companions/module.ts';
import { duplicateModule } from '../duplicates/module.ts';
import { linkModule } from '../links/module.ts';
import { linkRequestModule } from '../links/refusal.ts';
import type { FamilyModule } from './module.ts';

const MODULES: readonly FamilyModule[] = [linkModule, companionModule, duplicateModule, linkRequestModule];

/** The module that works out an act. */
export function moduleOf(act: FamilyAct): FamilyModule {
  const found = MODULES.find((module) => module.acts.includes(act));
  if (found === undefined) throw new Error('NO_FAMILY_MODULE');
  return found;
}
