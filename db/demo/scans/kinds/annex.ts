import { showDate } from '../../../../domain/civil-date.ts';
import { fullName } from '../../../../domain/names.ts';
import { type Draft, formRow, LEFT, RIGHT, SOFT, signatory, signRow, specimenNote, table } from './parts.ts';

/** Further pages of a document: its annex, a list, a receipt, as offices add them. */

const WIDTH = RIGHT - LEFT;

const TERMS = [
  [
    'Осы парақ негізгі құжаттың ажырамас бөлігі болып табылады.',
    'Настоящий лист является неотъемлемой частью основного документа.',
  ],
  [
    'Құжаттағы деректер ұйымның есепке алу журналымен салыстырылды.',
    'Данные документа сверены с журналом учёта организации.',
  ],
  ['Өзгерістер болған жағдайда жаңа құжат беріледі.', 'При изменении сведений выдаётся новый документ.'],
  ['Қолы мен мөрі жоқ құжат жарамсыз.', 'Документ без подписи и печати недействителен.'],
  ['Құжаттың түпнұсқасы ұйымда сақталады.', 'Подлинник документа хранится в организации.'],
] as const;

/** Page `index` (from 2) of `count`. */
export function drawAnnex(draft: Draft, index: number, count: number): void {
  const { sketch, facts } = draft;
  sketch.text(LEFT, 74, `№ ${facts.number} құжатқа қосымша · Приложение к документу`, {
    size: 10,
    color: SOFT,
  });
  sketch.text(RIGHT, 74, `${index} / ${count}`, { size: 10, color: SOFT, anchor: 'end' });
  sketch.line(LEFT, 82, RIGHT, 82, { stroke: '#8d897e', width: 0.6 });
  const page = [drawTerms, drawList, drawReceipt][(index - 2) % 3] ?? drawTerms;
  page(draft);
  specimenNote(draft);
}

function drawTerms(draft: Draft): void {
  const { sketch, facts } = draft;
  let y = 118;
  TERMS.forEach(([kk, ru], i) => {
    y = sketch.paragraph(LEFT, y, WIDTH, `${i + 1}. ${kk}`, { size: 11.5, leading: 17 });
    y =
      sketch.paragraph(LEFT + 16, y, WIDTH - 16, ru, { size: 10, font: 'italic', color: SOFT, leading: 15 }) +
      8;
  });
  y = formRow(draft, y + 10, 'Азамат', 'Гражданин', fullName(facts.holder));
  y = formRow(draft, y, 'Бала', 'Ребёнок', fullName(facts.child));
  signRow(draft, y + 60, 'Орындаушы', signatory(draft.random));
}

function drawList(draft: Draft): void {
  const { sketch, facts, random } = draft;
  sketch.text(LEFT, 112, 'Салыстырылған деректер · Сверенные сведения', { size: 11.5, font: 'bold' });
  const rows: (readonly string[])[] = [
    ['Туу туралы куәлік', fullName(facts.child), showDate(facts.child.birthDate)],
    ['Жеке куәлік', fullName(facts.holder), showDate(facts.holder.birthDate)],
    ['Мекенжай', facts.address, showDate(facts.issuedOn)],
  ];
  for (const child of facts.children.filter((one) => one.iin !== facts.child.iin)) {
    rows.push(['Туу туралы куәлік', fullName(child), showDate(child.birthDate)]);
  }
  const y = table(
    draft,
    126,
    [
      ['Құжат · Документ', 140],
      ['Мазмұны · Содержание', 245],
      ['Күні · Дата', 90],
    ],
    rows,
  );
  sketch.paragraph(LEFT, y + 6, WIDTH, `Журнал № ${random.int(2, 40)}, ${random.int(10, 180)}-бет.`, {
    size: 11,
  });
  signRow(draft, y + 80, 'Маман', signatory(random));
}

function drawReceipt(draft: Draft): void {
  const { sketch, facts, random } = draft;
  sketch.text(LEFT, 112, 'Құжатты алғаны туралы қолхат · Расписка в получении', { size: 11.5, font: 'bold' });
  let y = formRow(draft, 150, 'Алушы', 'Получатель', fullName(facts.holder));
  y = formRow(draft, y, 'ЖСН', 'ИИН', facts.holder.iin);
  y = formRow(draft, y, 'Алған күні', 'Дата получения', showDate(facts.issuedOn));
  y = formRow(draft, y, 'Парақ саны', 'Листов', String(random.int(1, 4)));
  signRow(draft, y + 50, 'Алушы', `${facts.holder.givenName.charAt(0)}. ${facts.holder.surname}`);
}
