/** Signed acts on companions: approve, refuse, suspend, resume. Signing itself is that of all acts on a child's people. */
import { setPermitState } from '../../db/queries/companion-acts.ts';
import { type PermitRow, permitsWhere } from '../../db/queries/companions.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { nextCompanionState } from '../../domain/companions.ts';
import { type CompanionPart, companionStateAfter, onlyPart } from '../../domain/family-decision.ts';
import { addressName, fullName } from '../../domain/names.ts';
import { COMPANION_EVENTS, type CompanionAct } from '../../domain/status.ts';
import { actError, type Obstacle } from '../errors.ts';
import {
  type FamilyBuilt,
  type FamilyFacts,
  type FamilyGround,
  type FamilyModule,
  type FamilyWorld,
  hindered,
} from '../family/module.ts';
import { askedOf } from './reads.ts';
import { type Judged, judge, told } from './rules.ts';

export const companionModule: FamilyModule = { acts: COMPANION_EVENTS, read };

/** Acts whose companion must be one by the rules on the day. */
const JUDGED: readonly CompanionAct[] = ['approve_companion', 'resume_companion'];

async function read(tx: Reader, world: FamilyWorld, ground: FamilyGround): Promise<FamilyFacts> {
  const act = world.intent.act as CompanionAct;
  const { permitId } = world.intent.details.companion ?? {};
  const [row] = permitId === undefined ? [] : await permitsWhere(tx, { id: permitId });
  if (row === undefined || row.application_id !== ground.application.id) {
    return { facts: null, build: () => hindered([{ code: 'COMPANION_UNKNOWN' }]) };
  }
  const asked = askedOf(row);
  const [judged] = await judge(tx, world.reference, asked, [row.application_id], world.on, row.id);
  return {
    facts: {
      permit: row.id,
      iin: row.iin,
      surname: row.surname,
      givenName: row.given_name,
      patronymic: row.patronymic,
      birthDate: row.birth_date,
      relation: row.relation,
      phone: row.phone,
      state: row.state,
      from: row.valid_from,
      to: row.valid_to,
      kindergarten: row.kindergarten_bin,
      rules: JUDGED.includes(act) ? (judged?.obstacles ?? []).map(({ code }) => code) : [],
    },
    build: () => build(world, act, row, judged),
  };
}

function build(
  world: FamilyWorld,
  act: CompanionAct,
  row: PermitRow,
  judged: Judged | undefined,
): FamilyBuilt {
  const name = { surname: row.surname, givenName: row.given_name, patronymic: row.patronymic };
  const person = { iin: row.iin, fullName: fullName(name) };
  const part: CompanionPart = {
    person,
    relation: row.relation,
    kindergarten: { bin: row.kindergarten_bin, name: row.kindergarten },
    state: companionStateAfter(act),
    validFrom: row.valid_from,
    validTo: row.valid_to,
  };
  const shown = {
    part: onlyPart('companion', part),
    subject: { ...person, addressed: addressName(name) },
  };
  const state = nextCompanionState(row.state, act, world.ctx.post.role);
  const rules = JUDGED.includes(act) && !row.is_applicant ? told(judged?.obstacles ?? []) : [];
  const obstacles: Obstacle[] = [...(state === null ? [{ code: 'COMPANION_STATE_STEP' }] : []), ...rules];
  if (state === null || obstacles.length > 0) return hindered(obstacles, shown);
  return {
    obstacles: [],
    checks: JUDGED.includes(act) ? checksOf(judged) : [],
    ...shown,
    detail: { permit: row.id, relation: row.relation },
    apply: async ({ tx }) => {
      const reason = act === 'refuse_companion' || act === 'suspend_companion' ? world.intent.reason : null;
      if (!(await setPermitState(tx, row.id, state, reason))) throw actError('NOT_FOUND');
    },
  };
}

/** The rules that were looked at, with their figures. */
function checksOf(judged: Judged | undefined): FamilyBuilt['checks'] {
  if (judged === undefined) return [];
  const { rules, row, children } = judged;
  const evidence = {
    least: rules.companionMinAge,
    ofChild: row.live_of_child + 1,
    ofChildMost: rules.companionMaxPerChild,
    children,
    childrenMost: rules.companionMaxChildren,
  };
  return [{ code: 'companion_rules', ok: true, evidence }];
}
