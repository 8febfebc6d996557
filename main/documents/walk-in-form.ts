import type { Content } from 'pdfmake/interfaces.js';
import { showDate } from '../../domain/civil-date.ts';
import { fullName } from '../../domain/names.ts';
import type { ApplicationPackage } from '../../domain/package.ts';
import type { Words } from '../../preload/contract/common.ts';
import { facts, makePdf } from './pdf.ts';
import { LANGUAGE_WORDS } from './place-words.ts';
import {
  CHANNEL_WORDS,
  CONSENT_WORDS,
  COUNTER_WORDS,
  QUEUE_WORDS,
  RELATION_WORDS,
} from './registration-words.ts';
import { moment, type PaperLanguage } from './words.ts';

/** An application typed at the counter, as the parent signs it on paper. */
export interface WalkInPaper {
  readonly one: ApplicationPackage;
  readonly department: Words;
  readonly benefit: Words | null;
  /** Names in the order of the wish. */
  readonly kindergartens: readonly string[];
  /** Names of the papers handed in. */
  readonly documents: readonly Words[];
  readonly at: Date;
  readonly sample: boolean;
}

/** The application with its consents: a page in Kazakh, a page in Russian, each to be signed. */
export async function makeWalkInForm(paper: WalkInPaper): Promise<Uint8Array> {
  return await makePdf({
    title: `${COUNTER_WORDS.form.kk} · ${paper.one.child.iin}`,
    date: paper.at,
    watermark: paper.sample ? 'ҮЛГІ · ОБРАЗЕЦ' : null,
    footer: `${paper.one.portalId} · ${moment(paper.at)}`,
    content: [{ stack: page(paper, 'kk') }, { stack: page(paper, 'ru'), pageBreak: 'before' }],
  });
}

function page(paper: WalkInPaper, language: PaperLanguage): Content[] {
  const { one } = paper;
  const label = (key: keyof typeof COUNTER_WORDS): string => COUNTER_WORDS[key][language];
  const maybe = (
    key: keyof typeof COUNTER_WORDS,
    value: string | null,
  ): readonly (readonly [string, string])[] => (value === null || value === '' ? [] : [[label(key), value]]);
  const queue =
    one.correctionKind === null
      ? QUEUE_WORDS[one.queueKind][language]
      : `${QUEUE_WORDS[one.queueKind][language]}: ${one.correctionKind}`;
  return [
    { text: paper.department[language], style: 'organisation' },
    { text: COUNTER_WORDS.form[language], style: 'title' },
    facts([
      [label('applicant'), `${fullName(one.applicant)}, ${label('iin')} ${one.applicant.iin}`],
      [label('relation'), RELATION_WORDS[one.applicant.relation][language]],
      [label('phone'), one.contacts.phone],
      ...maybe('email', one.contacts.email),
      [label('child'), `${fullName(one.child)}, ${label('iin')} ${one.child.iin}`],
      [label('born'), showDate(one.child.birthDate)],
      ...maybe('birthAct', one.birthAct),
      [label('permanent'), one.permanentAddress],
      ...maybe('temporary', one.temporaryAddress),
      [label('queue'), queue],
      ...maybe('benefit', paper.benefit?.[language] ?? null),
      [label('kindergartens'), paper.kindergartens.map((name, i) => `${i + 1}. ${name}`).join('; ')],
      [label('language'), LANGUAGE_WORDS[one.language][language]],
      [
        label('notification'),
        `${CHANNEL_WORDS[one.notificationType][language]}, ${LANGUAGE_WORDS[one.notificationLanguage][language]}`,
      ],
      ...maybe('scans', paper.documents.map((name) => name[language]).join('; ')),
    ]),
    { text: COUNTER_WORDS.consents[language], style: 'section' },
    { ol: one.consents.map(({ kind }) => CONSENT_WORDS[kind][language]) },
    {
      columns: (['signName', 'signHere', 'signDate'] as const).map((key) => ({
        stack: [
          { canvas: [{ type: 'line', x1: 0, y1: 0, x2: 140, y2: 0, lineWidth: 0.5 }] },
          { text: label(key), style: 'small' },
        ],
      })),
      columnGap: 20,
      margin: [0, 44, 0, 0],
    },
  ];
}
