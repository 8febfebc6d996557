import type { Random } from '../random.ts';
import type { ScanFacts, ScanKind } from './facts.ts';
import { drawAnnex } from './kinds/annex.ts';
import { drawAddress, drawFamily, drawService, drawTeacher } from './kinds/certificates.ts';
import { CARD, drawCardBack, drawCardFront, drawCardSheet } from './kinds/identity-card.ts';
import { drawAward, drawDeathNotice, drawStaffOrder } from './kinds/orders.ts';
import { type Draft, specimenNote } from './kinds/parts.ts';
import { drawBirth, drawDeath, drawDisability, drawGuardianship, drawPmpc } from './kinds/state-forms.ts';
import { A4, type Measure, type Page, Sketch } from './sketch.ts';

/** Kinds of one paper; the rest of the pages are annexes. */
const ONE_PAPER: Readonly<Record<Exclude<ScanKind, Bundle>, (draft: Draft) => void>> = {
  birth_certificate: (draft) => drawBirth(draft),
  applicant_id: drawCardSheet,
  service_certificate: drawService,
  service_death_notice: drawDeathNotice,
  workplace_certificate: drawTeacher,
  disability_certificate_adult: drawDisability,
  disability_certificate_child: drawDisability,
  mother_award: drawAward,
  guardianship_decision: drawGuardianship,
  pmpc_conclusion: drawPmpc,
  staff_order: drawStaffOrder,
  address_certificate: drawAddress,
  family_certificate: drawFamily,
};

/** Kinds that are several papers of one sort in one file. */
type Bundle = 'siblings_birth_certificates' | 'parents_death_certificates';

export type DocumentWish = {
  readonly kind: ScanKind;
  readonly facts: ScanFacts;
  readonly random: Random;
  readonly sealed: boolean;
  readonly pages: number;
  /** For photographs: an identity card is a card, not a photocopied sheet. */
  readonly asObject: boolean;
};

/** Draws a document: its first page, then annexes (for a photographed card its back; for a bundle its papers). */
export function drawDocument(wish: DocumentWish, measure: Measure): readonly Page[] {
  const isCard = wish.asObject && wish.kind === 'applicant_id';
  return Array.from({ length: wish.pages }, (_, i) => {
    const sketch = new Sketch(isCard ? CARD : A4, measure);
    const draft: Draft = {
      sketch,
      random: wish.random.fork(`page${i}`),
      facts: wish.facts,
      sealed: wish.sealed,
    };
    drawPage(wish, draft, i, isCard);
    return sketch.page();
  });
}

function drawPage(wish: DocumentWish, draft: Draft, index: number, isCard: boolean): void {
  if (isCard) {
    (index === 0 ? drawCardFront : drawCardBack)(draft);
    return;
  }
  const { kind } = wish;
  if (kind === 'siblings_birth_certificates' || kind === 'parents_death_certificates') {
    const papers = bundle(kind, wish.facts);
    const paper = papers[index];
    if (wish.pages === 1 && papers.length > 1) {
      photocopy(draft, papers.slice(0, 4));
    } else if (paper !== undefined) {
      paper(draft);
    } else {
      drawAnnex(draft, index + 1, wish.pages);
    }
    return;
  }
  if (index === 0) {
    ONE_PAPER[kind](draft);
  } else {
    drawAnnex(draft, index + 1, wish.pages);
  }
}

function bundle(kind: Bundle, facts: ScanFacts): readonly ((draft: Draft) => void)[] {
  if (kind === 'parents_death_certificates') {
    return facts.deceased.map((_, i) => (draft: Draft) => drawDeath(draft, i));
  }
  return facts.children.map((child) => (draft: Draft) => drawBirth(draft, child));
}

/** Two to four papers reduced onto one sheet. */
function photocopy(draft: Draft, papers: readonly ((draft: Draft) => void)[]): void {
  const { sketch, random } = draft;
  papers.forEach((paper, i) => {
    const x = 12 + (i % 2) * 290 + random.int(-3, 3);
    const y = 14 + Math.floor(i / 2) * 405 + random.int(-3, 3);
    sketch.within(x, y, random.normal(0, 0.4), 0.475, () => paper(draft));
  });
  specimenNote(draft, 12);
}
