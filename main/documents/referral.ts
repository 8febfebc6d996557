import type { Content } from 'pdfmake/interfaces.js';
import { almatyDate, almatyTime } from '../../domain/calendar.ts';
import { type CivilDate, showDate } from '../../domain/civil-date.ts';
import { timeWith } from '../../domain/kazakh.ts';
import type { Words } from '../../preload/contract/common.ts';
import { facts, makePdf, watermarkFor } from './pdf.ts';
import { LANGUAGE_WORDS } from './place-words.ts';
import { REFERRAL_WORDS, VALIDITY } from './referral-words.ts';
import { ALGORITHMS, moment, type PaperLanguage, printedPath } from './words.ts';

/** Everything on a printed referral. */
export interface ReferralPaper {
  readonly number: string;
  readonly organisation: Words;
  readonly child: { readonly fullName: string; readonly iin: string; readonly birthDate: CivilDate };
  readonly applicant: string;
  readonly applicationNumber: string;
  readonly kindergarten: { readonly name: string; readonly address: string };
  readonly group: { readonly name: string; readonly age: number; readonly language: 'kk' | 'ru' };
  readonly issuedAt: Date;
  /** What holds of it now: its term runs, its benefit is to be confirmed, the documents are in, or it ended. */
  readonly standing:
    | { readonly kind: 'running' | 'pending'; readonly until: Date }
    | { readonly kind: 'handed_in' }
    | { readonly kind: 'ended'; readonly on: Date };
  readonly documents: readonly { readonly name: Words; readonly required: boolean }[];
  /** The signed decision that issued it; null where none is stored here. */
  readonly signed: {
    readonly decisionNumber: string;
    readonly decidedAt: Date;
    readonly officer: string;
    readonly algorithm: keyof typeof ALGORITHMS;
    readonly chainPath: string;
    readonly qr: string;
    readonly hash: string;
  } | null;
  readonly purpose: 'production' | 'test' | 'demo';
}

const LANGUAGES = ['kk', 'ru'] as const satisfies readonly PaperLanguage[];

/** The referral for the family and the kindergarten: Kazakh, then Russian, with a QR code that leads to the signature's check. */
export async function makeReferral(paper: ReferralPaper): Promise<Uint8Array> {
  return await makePdf({
    title: `${REFERRAL_WORDS.title.kk} № ${paper.number}`,
    date: paper.issuedAt,
    watermark: watermarkFor(paper.purpose),
    footer: `№ ${paper.number}${paper.signed === null ? '' : ` · SHA-256 ${paper.signed.hash}`}`,
    content: [
      ...LANGUAGES.flatMap((language): Content[] => [
        { text: paper.organisation[language], style: 'organisation' },
        { text: `${REFERRAL_WORDS.title[language]} № ${paper.number}`, style: 'title' },
        { text: validity(paper, language), bold: true, margin: [0, 0, 0, 8] },
      ]),
      table(paper),
      proof(paper),
    ],
  });
}

type Word = keyof typeof REFERRAL_WORDS;
const both = (word: Word): string => `${REFERRAL_WORDS[word].kk} / ${REFERRAL_WORDS[word].ru}`;

/** Names and dates are the same in both languages and stand once; the list of documents stands in each. */
function table(paper: ReferralPaper): Content {
  const { child, kindergarten, group, signed } = paper;
  const language = LANGUAGE_WORDS[group.language];
  return facts([
    [both('child'), child.fullName],
    [both('born'), `${showDate(child.birthDate)}, ${child.iin}`],
    [both('applicant'), paper.applicant],
    [both('application'), `№ ${paper.applicationNumber}`],
    [both('kindergarten'), `${kindergarten.name}, ${kindergarten.address}`],
    [both('group'), `${group.name}, ${group.age} жас / лет, ${language.kk} / ${language.ru}`],
    [both('issued'), moment(paper.issuedAt)],
    ...LANGUAGES.map((each) => [REFERRAL_WORDS.documents[each], documentLine(paper, each)] as const),
    ...(signed === null
      ? []
      : [
          [both('officer'), signed.officer] as const,
          [both('decision'), `№ ${signed.decisionNumber}, ${moment(signed.decidedAt)}`] as const,
          [both('signature'), `${ALGORITHMS[signed.algorithm]}; ${printedPath(signed.chainPath)}`] as const,
        ]),
  ]);
}

function documentLine({ documents }: ReferralPaper, language: PaperLanguage): string {
  return documents
    .map(({ name, required }) =>
      required ? name[language] : `${name[language]} (${REFERRAL_WORDS.optional[language]})`,
    )
    .join('; ');
}

/** How long it is good, in a sentence. */
function validity({ standing }: ReferralPaper, language: PaperLanguage): string {
  switch (standing.kind) {
    case 'ended':
      return `${REFERRAL_WORDS.ended[language]}: ${showDate(almatyDate(standing.on))}.`;
    case 'handed_in':
      return VALIDITY.handed_in({ kk: '', ru: '' })[language];
    default: {
      const day = showDate(almatyDate(standing.until));
      const time = almatyTime(standing.until);
      const until = { kk: `${day} күні сағат ${timeWith(time, 'dative')}`, ru: `${time} ${day}` };
      return VALIDITY[standing.kind](until)[language];
    }
  }
}

function proof({ signed, purpose }: ReferralPaper): Content {
  const small = (text: string, color?: string): Content => ({
    text,
    style: 'small',
    margin: [0, 0, 0, 2],
    ...(color === undefined ? {} : { color }),
  });
  const words = LANGUAGES.flatMap((language): Content[] => [
    small((signed === null ? REFERRAL_WORDS.unsigned : REFERRAL_WORDS.electronic)[language]),
    ...(signed === null ? [] : [small(REFERRAL_WORDS.qr[language])]),
    ...(purpose === 'production' ? [] : [small(REFERRAL_WORDS.sample[language], '#b02318')]),
  ]);
  return {
    unbreakable: true,
    margin: [0, 8, 0, 0],
    columns:
      signed === null
        ? [{ stack: words }]
        : [{ qr: signed.qr, fit: 88, eccLevel: 'M', width: 100 }, { stack: words }],
  };
}
