import type { Content } from 'pdfmake/interfaces.js';
import type { DecisionRecord } from '../../db/queries/decisions.ts';
import { showDate } from '../../domain/civil-date.ts';
import { fullName } from '../../domain/names.ts';
import type { Decision } from '../../preload/contract/decisions.ts';
import type { SignedRegistration } from '../decisions/read-registration.ts';
import { facts, makePdf, watermarkFor } from './pdf.ts';
import { LANGUAGE_WORDS } from './place-words.ts';
import { signedXmlSha256 } from './qr-text.ts';
import { COUNTER_WORDS, QUEUE_WORDS, successWords } from './registration-words.ts';
import { ALGORITHMS, moment, type PaperLanguage, printedPath, TEXTS } from './words.ts';

const LANGUAGES = ['kk', 'ru'] as const satisfies readonly PaperLanguage[];

/** What a family takes home from the counter: the number in the queue, Kazakh then Russian, with a QR code of the signed act. */
export async function makeRegistration(
  decision: Decision,
  row: DecisionRecord,
  signed: SignedRegistration,
): Promise<Uint8Array> {
  const number = decision.applicationNumber;
  return await makePdf({
    title: `${COUNTER_WORDS.registration.kk} № ${number}`,
    date: decision.decidedAt,
    watermark: watermarkFor(decision.trustPurpose),
    footer: `№ ${number} · SHA-256 ${signedXmlSha256(row.signed_xml)}`,
    content: [...LANGUAGES.flatMap((language) => half(decision, row, signed, language)), proof(decision)],
  });
}

function half(
  decision: Decision,
  row: DecisionRecord,
  signed: SignedRegistration,
  language: PaperLanguage,
): Content[] {
  const label = (key: keyof typeof COUNTER_WORDS): string => COUNTER_WORDS[key][language];
  const number = decision.applicationNumber;
  const queue =
    signed.correctionKind === null
      ? QUEUE_WORDS[signed.queueKind][language]
      : `${QUEUE_WORDS[signed.queueKind][language]}: ${signed.correctionKind}`;
  return [
    { text: decision.organisation[language], style: 'organisation' },
    { text: COUNTER_WORDS.registration[language], style: 'title', margin: [0, 2, 0, 4] },
    {
      text: successWords(number)[language],
      fontSize: 13,
      bold: true,
      color: '#00668a',
      margin: [0, 0, 0, 6],
    },
    facts([
      [label('number'), `№ ${number}`],
      [label('at'), moment(signed.submittedAt)],
      [label('child'), signed.child.fullName],
      [label('bornIin'), `${showDate(signed.child.birthDate)}, ${signed.child.iin}`],
      [label('applicant'), signed.applicant.fullName],
      [label('queue'), `${queue}, ${LANGUAGE_WORDS[signed.language][language]}`],
      ...(signed.benefit === null ? [] : [[label('benefit'), signed.benefit[language]] as const]),
      [label('kindergartens'), signed.kindergartens.map((name, i) => `${i + 1}. ${name}`).join('; ')],
      [label('scans'), String(signed.scans)],
      [label('officer'), fullName(decision.officer)],
      [label('decision'), `№ ${decision.number}, ${moment(decision.decidedAt)}`],
      [label('signature'), `${ALGORITHMS[decision.algorithm]}; ${printedPath(row.chain_path)}`],
    ]),
    { text: COUNTER_WORDS.next[language], style: 'small', margin: [0, 4, 0, 12] },
  ];
}

function proof(decision: Decision): Content {
  const sample = decision.trustPurpose !== 'production';
  const small = (text: string, color?: string): Content => ({
    text,
    style: 'small',
    margin: [0, 0, 0, 2],
    ...(color === undefined ? {} : { color }),
  });
  return {
    unbreakable: true,
    columns: [
      { qr: decision.qr, fit: 88, eccLevel: 'M', width: 100 },
      {
        stack: LANGUAGES.flatMap((language): Content[] => [
          small(COUNTER_WORDS.electronic[language]),
          small(TEXTS.qr[language]),
          ...(sample ? [small(TEXTS.sample[language], '#b02318')] : []),
        ]),
      },
    ],
  };
}
