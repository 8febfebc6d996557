import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import type { DecisionRecord } from '../../../db/queries/decisions.ts';
import { makeNotice } from '../../../main/documents/notice.ts';
import { qrText, signedXmlSha256 } from '../../../main/documents/qr-text.ts';
import type { Decision } from '../../../preload/contract/decisions.ts';

const xml = '<decision>…</decision>';
const decision = {
  number: '2026-Ш-001932',
  outcome: 'returned',
  applicationNumber: '2026-004817',
  childName: 'Бекежан Әлихан Нұрланұлы',
  organisation: {
    kk: 'Сарыбел ауданының білім бөлімі',
    ru: 'Отдел образования Сарыбельского района',
    en: '',
  },
  messageKk: 'Құрметті Нұрлан Сәбитұлы, № 2026-004817 өтінішіңіз түзетуге қайтарылды.',
  messageRu: 'Здравствуйте, Нурлан Сабитулы. Ваше заявление № 2026-004817 возвращено на исправление.',
  reason: { code: 'document_expired', textKk: 'Анықтаманың мерзімі өткен.', textRu: 'Срок справки истёк.' },
  note: null,
  correctionDue: '2026-04-23',
  corrects: null,
  officer: { iin: '850614400338', surname: 'Абдырахманова', givenName: 'Гүлнар', patronymic: 'Сейітқызы' },
  decidedAt: new Date('2026-04-16T07:07:42Z'),
  algorithm: 'gost-2015-512',
  trustPurpose: 'production',
  qr: qrText('2026-Ш-001932', xml, null),
} as unknown as Decision;
const row = { signed_xml: xml, chain_path: 'Иесі → ҰКО → НКО' } as unknown as DecisionRecord;

async function textOf(bytes: Uint8Array): Promise<string> {
  const pdf = await getDocument({ data: Uint8Array.from(bytes), verbosity: 0 }).promise;
  const parts: string[] = [];
  for (let n = 1; n <= pdf.numPages; n++) {
    const { items } = await (await pdf.getPage(n)).getTextContent();
    parts.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  await pdf.loadingTask.destroy();
  return parts.join('\n').replaceAll(/\s+/g, ' ');
}

describe('the notice', () => {
  it('says in both languages what was decided, by whom and until when, with every Kazakh letter', async () => {
    const text = await textOf(await makeNotice(decision, row));
    for (const part of [
      '2026-Ш-001932',
      'Өтінішті түзетуге қайтару туралы хабарлама',
      'Уведомление о возврате заявления на исправление',
      'Бекежан Әлихан Нұрланұлы',
      'Құрметті Нұрлан Сәбитұлы',
      'Здравствуйте, Нурлан Сабитулы',
      '23.04.2026',
      '16.04.2026 12:07',
      'Абдырахманова Гүлнар Сейітқызы',
      signedXmlSha256(xml),
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('ҮЛГІ');
  });

  it('is the same file each time', async () => {
    expect(
      Buffer.from(await makeNotice(decision, row)).equals(Buffer.from(await makeNotice(decision, row))),
    ).toBe(true);
  });

  it('carries ҮЛГІ and says why when the key was not a real one', async () => {
    const text = await textOf(await makeNotice({ ...decision, trustPurpose: 'demo' }, row));
    expect(text).toContain('ҮЛГІ · ОБРАЗЕЦ');
    expect(text).toContain('заңдық күші жоқ');
  });
});

describe('the text of the QR code', () => {
  it('ties number and document', () => {
    expect(qrText('2026-Ш-001932', xml, null)).toBe(
      `KEZEK:1:2026-Ш-001932:${signedXmlSha256(xml).slice(0, 32)}`,
    );
    expect(qrText('2026-Ш-001932', `${xml} `, null)).not.toBe(qrText('2026-Ш-001932', xml, null));
  });

  it('is an address where the office has one', () => {
    const address = new URL(qrText('2026-Ш-001932', xml, 'https://verify.example/d?lang=kk'));
    expect(Object.fromEntries(address.searchParams)).toEqual({
      lang: 'kk',
      n: '2026-Ш-001932',
      h: signedXmlSha256(xml).slice(0, 32),
    });
  });
});
