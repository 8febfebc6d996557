import type { Content } from 'pdfmake/interfaces.js';
import type { DecisionRecord } from '../../db/queries/decisions.ts';
import { showDate } from '../../domain/civil-date.ts';
import { fullName } from '../../domain/names.ts';
import type { Decision } from '../../preload/contract/decisions.ts';
import { facts, makePdf, watermarkFor } from './pdf.ts';
import { signedXmlSha256 } from './qr-text.ts';
import { ALGORITHMS, LABELS, moment, type PaperLanguage, printedPath, TEXTS, TITLES } from './words.ts';

/** The notice of a decision for the family: Kazakh, then Russian, with number, QR code and who signed. */
export async function makeNotice(decision: Decision, row: DecisionRecord): Promise<Uint8Array> {
  const sample = decision.trustPurpose !== 'production';
  return await makePdf({
    title: `${TITLES[decision.outcome].kk} № ${decision.number}`,
    date: decision.decidedAt,
    watermark: watermarkFor(decision.trustPurpose),
    footer: `№ ${decision.number} · SHA-256 ${signedXmlSha256(row.signed_xml)}`,
    content: [
      half(decision, row, 'kk'),
      {
        canvas: [{ type: 'line', x1: 0, y1: 0, x2: 483, y2: 0, lineWidth: 0.5, lineColor: '#c6ced4' }],
        margin: [0, 14, 0, 14],
      },
      half(decision, row, 'ru'),
      { text: '', margin: [0, 8, 0, 0] },
      {
        unbreakable: true,
        columns: [
          { qr: decision.qr, fit: 104, eccLevel: 'M', width: 116 },
          {
            stack: [
              ...(['kk', 'ru'] as const).flatMap((language): Content[] => [
                { text: TEXTS.electronic[language], style: 'small' },
                { text: TEXTS.qr[language], style: 'small', margin: [0, 0, 0, 4] },
                ...(sample
                  ? [
                      {
                        text: TEXTS.sample[language],
                        style: 'small',
                        color: '#b02318',
                        margin: [0, 0, 0, 4],
                      } as Content,
                    ]
                  : []),
              ]),
            ],
          },
        ],
      },
    ],
  });
}

/** Whose paper it is: the family's, or that of who asked through a portal, who is told neither child nor application. */
function aboutWhom(
  decision: Decision,
  row: DecisionRecord,
  label: (key: keyof typeof LABELS) => string,
): readonly (readonly [string, string])[] {
  return decision.act === 'refuse_link_request'
    ? [[label('asker'), row.subject_iin ?? '']]
    : [
        [label('application'), `№ ${decision.applicationNumber}`],
        [label('child'), decision.childName],
      ];
}

function half(decision: Decision, row: DecisionRecord, language: PaperLanguage): Content {
  const label = (key: keyof typeof LABELS): string => LABELS[key][language];
  const reason =
    decision.reason === null ? null : language === 'kk' ? decision.reason.textKk : decision.reason.textRu;
  return {
    stack: [
      { text: decision.organisation[language], style: 'organisation' },
      { text: TITLES[decision.outcome][language], style: 'title' },
      { text: language === 'kk' ? decision.messageKk : decision.messageRu, margin: [0, 0, 0, 8] },
      facts([
        [label('number'), `№ ${decision.number}, ${moment(decision.decidedAt)}`],
        ...aboutWhom(decision, row, label),
        ...(reason === null ? [] : [[label('reason'), reason] as const]),
        ...(decision.note === null ? [] : [[label('note'), decision.note] as const]),
        ...(decision.correctionDue === null
          ? []
          : [[label('due'), showDate(decision.correctionDue)] as const]),
        ...(decision.corrects === null ? [] : [[label('corrects'), `№ ${decision.corrects}`] as const]),
        [label('officer'), fullName(decision.officer)],
        [label('signature'), `${ALGORITHMS[decision.algorithm]}; ${printedPath(row.chain_path)}`],
      ]),
    ],
  };
}
