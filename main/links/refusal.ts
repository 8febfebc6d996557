/** The signed refusal of a portal's request to link a parent; yes is a link (new-link.ts). Who asked is told, not the family. */
import { sqlFailure } from '../../db/errors.ts';
import {
  type LinkRequestRow,
  type RequestScanRow,
  refuseRequest,
  requestById,
  requestScans,
} from '../../db/queries/link-requests.ts';
import { nameIn } from '../../db/queries/names.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { almatyIso } from '../../domain/calendar.ts';
import type { FactValue } from '../../domain/facts.ts';
import { type LinkRequestPart, onlyPart } from '../../domain/family-decision.ts';
import { actorName, addressName, fullName } from '../../domain/names.ts';
import { LINK_REQUEST_EVENTS } from '../../domain/status.ts';
import type { OfficerContext } from '../context.ts';
import { ActError, actError, refused } from '../errors.ts';
import {
  type FamilyBuilt,
  type FamilyFacts,
  type FamilyGround,
  type FamilyModule,
  type FamilyWorld,
  hindered,
  type LostAct,
} from '../family/module.ts';

export const linkRequestModule: FamilyModule = { acts: LINK_REQUEST_EVENTS, read, told };

async function read(tx: Reader, world: FamilyWorld, ground: FamilyGround): Promise<FamilyFacts> {
  const { requestId } = world.intent.details.linkRequest ?? {};
  const request = requestId === undefined ? undefined : await requestById(tx, requestId);
  // A child's other application has requests of its own: they are refused on that one.
  if (request === undefined || request.application_id !== ground.application.id) {
    return { facts: null, build: () => hindered([{ code: 'LINK_REQUEST_UNKNOWN' }]) };
  }
  const scans = await requestScans(tx, [request.id]);
  return { facts: factsOf(request, scans), build: () => build(request) };
}

function build(request: LinkRequestRow): FamilyBuilt {
  const name = nameIn(request);
  const shown = {
    part: onlyPart('linkRequest', partOf(request)),
    subject: { iin: request.iin, fullName: fullName(name), addressed: addressName(name) },
    tells: request.phone,
  };
  if (request.state !== 'waiting') {
    return { ...hindered([{ code: 'LINK_REQUEST_ANSWERED' }]), ...shown };
  }
  return {
    obstacles: [],
    checks: [],
    ...shown,
    detail: { request: request.id },
    async apply({ tx }) {
      if (!(await refuseRequest(tx, request.id))) throw refused({ code: 'LINK_REQUEST_ANSWERED' });
    },
  };
}

function partOf(request: LinkRequestRow): LinkRequestPart {
  return {
    person: { iin: request.iin, fullName: fullName(nameIn(request)) },
    role: request.role,
    state: 'refused',
    portal: request.portal,
    portalId: request.portal_id,
    askedAt: almatyIso(request.asked_at),
  };
}

/** What was asked and what was looked at: a request never changes, but its papers are judged. */
function factsOf(request: LinkRequestRow, scans: readonly RequestScanRow[]): FactValue {
  return {
    id: request.id,
    person: {
      iin: request.iin,
      surname: request.surname,
      givenName: request.given_name,
      patronymic: request.patronymic,
      birthDate: request.birth_date,
    },
    role: request.role,
    portal: request.portal,
    portalId: request.portal_id,
    askedAt: almatyIso(request.asked_at),
    signed: request.signed,
    phone: request.phone,
    state: request.state,
    scans: scans.map((scan) => ({ sha256: scan.sha256, kind: scan.document_kind, verdict: scan.verdict })),
  };
}

/** Two clerks answer one request: the second is told how it was answered, by whom and when, whatever stopped the signature. */
async function told(ctx: OfficerContext, lost: LostAct, error: unknown): Promise<unknown> {
  const { requestId } = lost.intent.details.linkRequest ?? {};
  const isLost =
    error instanceof ActError
      ? error.code === 'CHANGED' || error.code === 'REFUSED'
      : sqlFailure(error) !== null;
  if (requestId === undefined || !isLost) return error;
  const request = await ctx.desk.db.read(ctx.scope, (tx) => requestById(tx, requestId));
  if (request === undefined || request.state === 'waiting' || request.answered_at === null) return error;
  const { answered_surname: surname, answered_given_name: givenName } = request;
  return actError('LINK_REQUEST_ANSWERED', {
    state: request.state,
    at: request.answered_at,
    by:
      surname === null || givenName === null
        ? null
        : actorName({ surname, givenName, patronymic: request.answered_patronymic }),
  });
}
