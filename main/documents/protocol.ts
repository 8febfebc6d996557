import type { Content } from 'pdfmake/interfaces.js';
import type { DecisionRecord } from '../../db/queries/decisions.ts';
import { almatyDate } from '../../domain/calendar.ts';
import { showDate } from '../../domain/civil-date.ts';
import { fullName } from '../../domain/names.ts';
import type { Decision, VerificationLine } from '../../preload/contract/decisions.ts';
import { parseCertificate } from '../eds/certificate.ts';
import { facts, makePdf, watermarkFor } from './pdf.ts';
import { signedXmlSha256 } from './qr-text.ts';
import { ALGORITHMS, LABELS, LINES, moment, REASONS, ROLES, STATES, TEXTS } from './words.ts';

/** Both languages of a label, the way a protocol's rows carry them. */
const both = (pair: { readonly kk: string; readonly ru: string }): string => `${pair.kk} / ${pair.ru}`;

/** The protocol of a verification: six lines with their evidence, whose certificate it was, and the hashes to compare. */
export async function makeProtocol(decision: Decision, row: DecisionRecord): Promise<Uint8Array> {
  const certificate = parseCertificate(row.certificate);
  const { verification } = decision;
  const verdict = verification.ok ? TEXTS.good : TEXTS.bad;
  return await makePdf({
    title: `${LABELS.protocol.kk} № ${decision.number}`,
    date: verification.verifiedAt,
    watermark: watermarkFor(decision.trustPurpose),
    footer: `№ ${decision.number} · ${moment(verification.verifiedAt)}`,
    content: [
      { text: both(decision.organisation), style: 'organisation' },
      { text: both(LABELS.protocol), style: 'title' },
      {
        text: both(verdict),
        bold: true,
        color: verification.ok ? '#1a6e3c' : '#b02318',
        margin: [0, 0, 0, 8],
      },
      facts([
        [both(LABELS.number), `№ ${decision.number}`],
        [both(LABELS.application), `№ ${decision.applicationNumber}`],
        [both(LABELS.date), moment(decision.decidedAt)],
        [both(LABELS.verifiedAt), moment(verification.verifiedAt)],
        [both(LABELS.officer), fullName(decision.officer)],
        [both(LABELS.signature), ALGORITHMS[decision.algorithm]],
        [
          both(LABELS.certificate),
          `${certificate.subject.commonName}; № ${certificate.serial}; ${day(certificate.notBefore)} – ${day(certificate.notAfter)}; ${certificate.issuer.commonName}`,
        ],
        [both(LABELS.xmlHash), grouped(signedXmlSha256(row.signed_xml))],
        [both(LABELS.factsHash), grouped(row.facts_sha256.toString('hex'))],
      ]),
      { text: both(LABELS.check), style: 'section' },
      facts(verification.lines.map((one) => [both(LINES[one.code]), stateOf(one)] as const)),
      { qr: decision.qr, fit: 84, eccLevel: 'M', margin: [0, 10, 0, 0] } as Content,
    ],
  });
}

/** A hash in groups of eight, which people can compare and lines can break at. */
const grouped = (hash: string): string => hash.replaceAll(/(.{8})(?=.)/g, '$1 ');

const day = (at: Date): string => showDate(almatyDate(at));

function stateOf(line: VerificationLine): string {
  const parts = [both(STATES[line.state])];
  if (line.reason !== null) {
    const words = REASONS[line.reason];
    parts.push(words === undefined ? line.reason : both(words));
  }
  const { path, source, checkedAt, role, from } = line.evidence;
  if (Array.isArray(path)) parts.push(path.join(' › '));
  if (typeof source === 'string' && checkedAt instanceof Date)
    parts.push(`${source.toUpperCase()} ${moment(checkedAt)}`);
  if (typeof role === 'string' && typeof from === 'string') {
    const words = ROLES[role];
    parts.push(`${words === undefined ? role : both(words)}, ${showDate(from)} –`);
  }
  return parts.join('; ');
}
