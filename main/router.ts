/** The contract, answered: each call goes to one plain function of its area. */
import { implement } from '@orpc/server';
import { contract } from '../preload/contract/index.ts';
import * as admissions from './admissions/index.ts';
import * as card from './applications/card.ts';
import * as companions from './companions/index.ts';
import { type Desk, type OfficerContext, officerContext, requireRole } from './context.ts';
import * as decisions from './decisions/index.ts';
import * as desk from './desk/catalogue.ts';
import * as duplicates from './duplicates/index.ts';
import * as intake from './intake/calls.ts';
import * as interest from './interest/index.ts';
import * as claims from './journal/claim.ts';
import { exportCsv } from './journal/export.ts';
import * as journal from './journal/page.ts';
import * as views from './journal/views.ts';
import * as links from './links/index.ts';
import * as notices from './notices/index.ts';
import * as places from './places/index.ts';
import * as queue from './queue/index.ts';
import * as referrals from './referrals/index.ts';
import * as review from './review/open.ts';
import * as verdicts from './review/verdict.ts';
import * as rules from './rules/index.ts';
import * as session from './session/acts.ts';
import { deskState } from './session/state.ts';
import * as walkIn from './walk-in/index.ts';

/** What every call is given. */
export interface CallContext {
  readonly desk: Desk;
}

const os = implement(contract).$context<CallContext>();

/** For an officer of any post. */
function anyOfficer<I, O>(fn: (ctx: OfficerContext, input: I) => O) {
  return ({ context, input }: { context: CallContext; input: I }): O =>
    fn(officerContext(context.desk), input);
}

/** For the posts that read applications. */
function reader<I, O>(fn: (ctx: OfficerContext, input: I) => O) {
  return anyOfficer((ctx, input: I) => {
    requireRole(ctx, 'clerk', 'supervisor');
    return fn(ctx, input);
  });
}

/** For the post that reviews and decides. */
function clerk<I, O>(fn: (ctx: OfficerContext, input: I) => O) {
  return anyOfficer((ctx, input: I) => {
    requireRole(ctx, 'clerk');
    return fn(ctx, input);
  });
}

/** For the head of a kindergarten. */
function head<I, O>(fn: (ctx: OfficerContext, input: I) => O) {
  return anyOfficer((ctx, input: I) => {
    requireRole(ctx, 'head');
    return fn(ctx, input);
  });
}

/** For the posts that sign: which act each may is judged by the act. */
function signer<I, O>(fn: (ctx: OfficerContext, input: I) => O) {
  return anyOfficer((ctx, input: I) => {
    requireRole(ctx, 'clerk', 'head');
    return fn(ctx, input);
  });
}

/** For the post that writes the rules. */
function admin<I, O>(fn: (ctx: OfficerContext, input: I) => O) {
  return anyOfficer((ctx, input: I) => {
    requireRole(ctx, 'admin');
    return fn(ctx, input);
  });
}

/** For the posts that deal with places: a head sees what is its kindergarten's, the others what is of their districts. */
function placesReader<I, O>(fn: (ctx: OfficerContext, input: I) => O) {
  return anyOfficer((ctx, input: I) => {
    requireRole(ctx, 'clerk', 'head', 'supervisor');
    return fn(ctx, input);
  });
}

/** For anyone at the desk, signed in or not. */
function anyone<I, O>(fn: (desk: Desk, input: I) => O) {
  return ({ context, input }: { context: CallContext; input: I }): O => fn(context.desk, input);
}

const sessionRouter = {
  state: os.session.state.handler(anyone(deskState)),
  events: os.session.events.handler(({ context, signal }) => context.desk.events.subscribe(signal)),
  keys: os.session.keys.handler(anyone(session.keys)),
  addKey: os.session.addKey.handler(anyone(session.addKey)),
  browseKey: os.session.browseKey.handler(anyone(session.browseKey)),
  openKey: os.session.openKey.handler(anyone(session.openKey)),
  enter: os.session.enter.handler(anyone(session.enter)),
  changePost: os.session.changePost.handler(anyone(session.changePost)),
  reopenKey: os.session.reopenKey.handler(anyone(session.reopenKey)),
  useKey: os.session.useKey.handler(anyone(session.useKey)),
  closeKey: os.session.closeKey.handler(anyone(session.closeKey)),
  lock: os.session.lock.handler(anyone((at: Desk) => session.lock(at))),
  signOut: os.session.signOut.handler(anyone(session.signOut)),
  setLocale: os.session.setLocale.handler(anyone(session.setLocale)),
};

const linksRouter = {
  find: os.links.find.handler(reader(links.find)),
  card: os.links.card.handler(reader(links.card)),
  page: os.links.page.handler(reader(links.page)),
  check: os.links.check.handler(clerk(links.check)),
  requests: os.links.requests.handler(reader(links.requests)),
};

const journalRouter = {
  page: os.journal.page.handler(reader(journal.page)),
  counts: os.journal.counts.handler(reader(journal.counts)),
  viewCounts: os.journal.viewCounts.handler(reader(journal.viewCounts)),
  rail: os.journal.rail.handler(anyOfficer(journal.rail)),
  select: os.journal.select.handler(reader(journal.select)),
  claim: os.journal.claim.handler(reader(claims.claim)),
  release: os.journal.release.handler(reader(claims.release)),
  colleagues: os.journal.colleagues.handler(reader(claims.colleagues)),
  views: os.journal.views.handler(anyOfficer(views.views)),
  saveView: os.journal.saveView.handler(anyOfficer(views.saveView)),
  deleteView: os.journal.deleteView.handler(anyOfficer(views.deleteView)),
  exportCsv: os.journal.exportCsv.handler(reader(exportCsv)),
};

const applicationsRouter = {
  get: os.applications.get.handler(reader(card.get)),
  history: os.applications.history.handler(reader(card.history)),
  scans: os.applications.scans.handler(reader(card.scans)),
  duplicates: os.applications.duplicates.handler(reader(card.duplicates)),
};

const reviewRouter = {
  open: os.review.open.handler(reader(review.open)),
  start: os.review.start.handler(reader(review.start)),
  bytes: os.review.bytes.handler(reader(review.bytes)),
  saveVerdict: os.review.saveVerdict.handler(clerk(verdicts.saveVerdict)),
  clearVerdict: os.review.clearVerdict.handler(clerk(verdicts.clearVerdict)),
  saveDraft: os.review.saveDraft.handler(clerk(verdicts.saveDraft)),
};

const decisionsRouter = {
  prepare: os.decisions.prepare.handler(signer(decisions.prepare)),
  sign: os.decisions.sign.handler(({ context, input, signal }) =>
    decisions.sign(officerContext(context.desk), input, signal),
  ),
  signed: os.decisions.signed.handler(signer(decisions.signed)),
  list: os.decisions.list.handler(placesReader(decisions.list)),
  get: os.decisions.get.handler(
    placesReader((ctx, input: { id: string }) => decisions.show(ctx, input.id, 'asked')),
  ),
  verify: os.decisions.verify.handler(placesReader(decisions.verify)),
  xml: os.decisions.xml.handler(placesReader(decisions.xml)),
  noticePdf: os.decisions.noticePdf.handler(placesReader(decisions.noticePdf)),
  protocolPdf: os.decisions.protocolPdf.handler(placesReader(decisions.protocolPdf)),
};

const deskRouter = {
  catalogue: os.desk.catalogue.handler(anyOfficer(desk.catalogue)),
  settings: os.desk.settings.handler(anyOfficer(desk.settings)),
  saveSetting: os.desk.saveSetting.handler(anyOfficer(desk.saveSetting)),
};

const queueRouter = {
  list: os.queue.list.handler(reader(queue.list)),
  profile: os.queue.profile.handler(reader(queue.profile)),
  page: os.queue.page.handler(reader(queue.page)),
  explain: os.queue.explain.handler(reader(queue.explain)),
  steps: os.queue.steps.handler(reader(queue.steps)),
  replay: os.queue.replay.handler(reader(queue.replay)),
  parentPdf: os.queue.parentPdf.handler(reader(queue.parentPdf)),
  profiles: os.queue.profiles.handler(anyOfficer(queue.profiles)),
  saveProfile: os.queue.saveProfile.handler(admin(queue.saveProfile)),
};

const rulesRouter = {
  dated: os.rules.dated.handler(admin(rules.dated)),
  saveFamily: os.rules.saveFamily.handler(admin(rules.saveFamily)),
  saveDelivery: os.rules.saveDelivery.handler(admin(rules.saveDelivery)),
};

const placesRouter = {
  occupancy: os.places.occupancy.handler(placesReader(places.occupancy)),
  groups: os.places.groups.handler(placesReader(places.groups)),
  seats: os.places.seats.handler(placesReader(places.seats)),
  requests: os.places.requests.handler(placesReader(places.requests)),
  request: os.places.request.handler(head(places.request)),
  decide: os.places.decide.handler(clerk(places.decide)),
  bulletin: os.places.bulletin.handler(placesReader(places.bulletin)),
  bulletinPdf: os.places.bulletinPdf.handler(placesReader(places.bulletinPdf)),
};

const referralsRouter = {
  page: os.referrals.page.handler(reader(referrals.page)),
  card: os.referrals.card.handler(reader(referrals.card)),
  plan: os.referrals.plan.handler(clerk(referrals.plan)),
  exchangeable: os.referrals.exchangeable.handler(clerk(referrals.exchangeable)),
  transferable: os.referrals.transferable.handler(clerk(referrals.transferable)),
  // A head prints the referral it admits by.
  pdf: os.referrals.pdf.handler(placesReader(referrals.pdf)),
  jobs: os.referrals.jobs.handler(anyOfficer(referrals.jobs)),
};

const admissionsRouter = {
  incoming: os.admissions.incoming.handler(head(admissions.incoming)),
  card: os.admissions.card.handler(head(admissions.card)),
  receiveDocument: os.admissions.receiveDocument.handler(head(admissions.receiveDocument)),
  children: os.admissions.children.handler(head(admissions.children)),
  rail: os.admissions.rail.handler(head(admissions.rail)),
};

const companionsRouter = {
  page: os.companions.page.handler(placesReader(companions.page)),
  card: os.companions.card.handler(placesReader(companions.card)),
  photo: os.companions.photo.handler(placesReader(companions.photo)),
  children: os.companions.children.handler(signer(companions.children)),
  lookUp: os.companions.lookUp.handler(signer(companions.lookUp)),
  check: os.companions.check.handler(signer(companions.check)),
  register: os.companions.register.handler(signer(companions.register)),
  resend: os.companions.resend.handler(signer(companions.resend)),
  staff: os.companions.staff.handler(placesReader(companions.staff)),
  addStaff: os.companions.addStaff.handler(signer(companions.addStaff)),
  endStaff: os.companions.endStaff.handler(signer(companions.endStaff)),
  rail: os.companions.rail.handler(placesReader(companions.rail)),
};

const intakeRouter = {
  take: os.intake.take.handler(clerk(intake.take)),
  page: os.intake.page.handler(reader(intake.page)),
  portals: os.intake.portals.handler(reader(intake.portals)),
};

const noticesRouter = {
  page: os.notices.page.handler(reader(notices.page)),
  card: os.notices.card.handler(reader(notices.card)),
  ofApplication: os.notices.ofApplication.handler(reader(notices.ofApplication)),
  resend: os.notices.resend.handler(clerk(notices.resend)),
  printLetters: os.notices.printLetters.handler(clerk(notices.printLetters)),
  templates: os.notices.templates.handler(admin(notices.templates)),
  saveTemplate: os.notices.saveTemplate.handler(admin(notices.saveTemplate)),
};

const interestRouter = {
  page: os.interest.page.handler(reader(interest.page)),
  counts: os.interest.counts.handler(reader(interest.counts)),
  confirm: os.interest.confirm.handler(clerk(interest.confirm)),
};

const walkInRouter = {
  draft: os.walkIn.draft.handler(clerk(walkIn.draft)),
  saveDraft: os.walkIn.saveDraft.handler(clerk(walkIn.saveDraft)),
  discard: os.walkIn.discard.handler(clerk(walkIn.discard)),
  addScan: os.walkIn.addScan.handler(clerk(walkIn.addScan)),
  describeScan: os.walkIn.describeScan.handler(clerk(walkIn.describeScan)),
  removeScan: os.walkIn.removeScan.handler(clerk(walkIn.removeScan)),
  lookUp: os.walkIn.lookUp.handler(clerk(walkIn.lookUp)),
  kinship: os.walkIn.kinship.handler(clerk(walkIn.kinship)),
  check: os.walkIn.check.handler(clerk(walkIn.check)),
  formPdf: os.walkIn.formPdf.handler(clerk(walkIn.formPdf)),
  signByParent: os.walkIn.signByParent.handler(clerk(walkIn.signByParent)),
  prepare: os.walkIn.prepare.handler(clerk(walkIn.prepare)),
};

const duplicatesRouter = {
  page: os.duplicates.page.handler(reader(duplicates.page)),
  rail: os.duplicates.rail.handler(reader(duplicates.rail)),
  card: os.duplicates.card.handler(reader(duplicates.card)),
  judge: os.duplicates.judge.handler(clerk(duplicates.judge)),
};

/** Every procedure of the contract; leaving one out does not compile. */
export const router = os.router({
  session: sessionRouter,
  journal: journalRouter,
  applications: applicationsRouter,
  review: reviewRouter,
  decisions: decisionsRouter,
  desk: deskRouter,
  queue: queueRouter,
  rules: rulesRouter,
  places: placesRouter,
  referrals: referralsRouter,
  admissions: admissionsRouter,
  companions: companionsRouter,
  links: linksRouter,
  intake: intakeRouter,
  notices: noticesRouter,
  interest: interestRouter,
  walkIn: walkInRouter,
  duplicates: duplicatesRouter,
});
