import { showDate } from '../../../../domain/civil-date.ts';
import { fullName } from '../../../../domain/names.ts';
import type { DocumentPerson } from '../facts.ts';
import { frame, TINTS } from './frame.ts';
import {
  type Draft,
  formRow,
  LEFT,
  letterhead,
  personBlock,
  RIGHT,
  SOFT,
  seal,
  signatory,
  signRow,
  specimenNote,
  table,
  title,
} from './parts.ts';

/** Papers of registry offices, commissions and guardianship bodies. Their art is our own, not that of a state form. */

const WIDTH = RIGHT - LEFT;

export function drawBirth(draft: Draft, child: DocumentPerson = draft.facts.child): void {
  const { facts } = draft;
  frame(draft, TINTS.green);
  title(draft, 126, ['ТУУ ТУРАЛЫ', 'КУӘЛІК'], ['СВИДЕТЕЛЬСТВО О РОЖДЕНИИ'], 20);
  let y = nameRows(draft, 222, child);
  y = formRow(draft, y, 'Туған күні', 'Дата рождения', showDate(child.birthDate));
  y = formRow(draft, y, 'Туған жері', 'Место рождения', `${facts.place.kk} · ${facts.place.ru}`);
  y = formRow(draft, y, 'ЖСН', 'ИИН', child.iin);
  y = formRow(draft, y, 'Акт жазбасының №', '№ актовой записи', facts.number);
  y = formRow(draft, y + 6, 'Әкесі', 'Отец', facts.father === null ? '—' : fullName(facts.father));
  y = formRow(draft, y, 'Анасы', 'Мать', facts.mother === null ? '—' : fullName(facts.mother));
  y = formRow(draft, y + 6, 'Берілген орны', 'Место выдачи', facts.organisation.kk);
  y = formRow(draft, y, 'Берілген күні', 'Дата выдачи', showDate(facts.issuedOn));
  signRow(draft, y + 62, 'Тіркеуші', signatory(draft.random));
  seal(draft, 478, y + 74, 46);
  specimenNote(draft, 52);
}

/** A death certificate of the `index`-th of the deceased. */
export function drawDeath(draft: Draft, index: number): void {
  const { facts, random } = draft;
  frame(draft, TINTS.slate);
  title(draft, 126, ['ҚАЙТЫС БОЛУ ТУРАЛЫ', 'КУӘЛІК'], ['СВИДЕТЕЛЬСТВО О СМЕРТИ'], 19);
  const holder = facts.deceased[index] ?? facts.holder;
  let y = nameRows(draft, 226, holder);
  y = formRow(draft, y, 'Туған күні', 'Дата рождения', showDate(holder.birthDate));
  y = formRow(draft, y, 'ЖСН', 'ИИН', holder.iin);
  y = formRow(draft, y, 'Қайтыс болған күні', 'Дата смерти', showDate(facts.issuedOn));
  y = formRow(draft, y, 'Қайтыс болған жері', 'Место смерти', `${facts.place.kk} · ${facts.place.ru}`);
  y = formRow(draft, y, 'Акт жазбасының №', '№ актовой записи', facts.number);
  y = formRow(draft, y + 6, 'Берілген орны', 'Место выдачи', facts.organisation.kk);
  y = formRow(draft, y, 'Берілген күні', 'Дата выдачи', showDate(facts.issuedOn));
  signRow(draft, y + 74, 'Тіркеуші', signatory(random));
  seal(draft, 478, y + 86, 46);
  specimenNote(draft, 52);
}

/** Certificate of disability: of a child when the holder is the child, else of a legal representative. */
export function drawDisability(draft: Draft): void {
  const { facts, random } = draft;
  const ofChild = facts.holder.iin === facts.child.iin;
  letterhead(draft, [facts.organisation.kk, facts.organisation.ru]);
  title(draft, 208, ['МҮГЕДЕКТІК ТУРАЛЫ АНЫҚТАМА'], ['СПРАВКА ОБ ИНВАЛИДНОСТИ'], 15);
  let y = nameRows(draft, 268, facts.holder);
  y = formRow(
    draft,
    y,
    'Туған күні, ЖСН',
    'Дата рождения, ИИН',
    `${showDate(facts.holder.birthDate)}, ${facts.holder.iin}`,
  );
  const group = ofChild
    ? 'мүгедектігі бар бала · ребёнок с инвалидностью'
    : random.pick(['екінші топ · вторая группа', 'үшінші топ · третья группа']);
  y = formRow(draft, y, 'Санаты', 'Категория', group);
  y = formRow(draft, y, 'Себебі', 'Причина', 'жалпы ауру · общее заболевание');
  y = formRow(draft, y, 'Белгіленген күні', 'Установлена', showDate(facts.issuedOn));
  const until = facts.validUntil === null ? 'мерзімсіз · бессрочно' : showDate(facts.validUntil);
  y = formRow(draft, y, 'Қандай мерзімге дейін', 'Действительна до', until);
  y = formRow(
    draft,
    y,
    'Негіз',
    'Основание',
    `куәландыру актісі № ${random.int(100, 1999)} · акт освидетельствования`,
  );
  signRow(draft, y + 62, 'Бөлім басшысы', signatory(random));
  signRow(draft, y + 110, 'Сарапшы дәрігер', signatory(random));
  seal(draft, 450, y + 90);
  specimenNote(draft);
}

/** Decision on guardianship: whose child, who is made the guardian. */
export function drawGuardianship(draft: Draft): void {
  const { sketch, facts, random } = draft;
  letterhead(draft, [facts.organisation.kk, facts.organisation.ru]);
  title(draft, 206, ['ҚАМҚОРШЫЛЫҚ БЕЛГІЛЕУ ТУРАЛЫ', 'ШЕШІМ'], ['РЕШЕНИЕ ОБ УСТАНОВЛЕНИИ ОПЕКИ'], 15);
  const text = { size: 12.5, indent: 24, leading: 20 };
  let y = sketch.paragraph(
    LEFT,
    276,
    WIDTH,
    'Ата-анасының қамқорлығынсыз қалған баланың құқықтары мен мүдделерін қорғау мақсатында ШЕШІЛДІ:',
    text,
  );
  y = sketch.paragraph(LEFT, y + 4, WIDTH, '1. Төменде аталған балаға қамқоршылық белгіленсін:', text);
  y = personBlock(draft, y + 4, 'Бала:', facts.child);
  y = sketch.paragraph(LEFT, y, WIDTH, '2. Қамқоршы болып төменде аталған азамат тағайындалсын:', text);
  y = personBlock(draft, y + 4, 'Қамқоршы:', facts.holder);
  y = sketch.paragraph(
    LEFT,
    y,
    WIDTH,
    '3. Баланың тұрғылықты жері қамқоршының мекенжайы бойынша белгіленсін.',
    text,
  );
  y = sketch.paragraph(
    LEFT,
    y + 8,
    WIDTH,
    `Установить опеку над несовершеннолетним ребёнком: ${fullName(facts.child)}. Назначить опекуном: ${fullName(facts.holder)}.`,
    { size: 11.5, font: 'italic', color: SOFT, indent: 24, leading: 17.5 },
  );
  signRow(draft, y + 66, 'Бөлім басшысы', signatory(random));
  seal(draft, 452, y + 70);
  specimenNote(draft);
}

/** Conclusion of the psychological, medical and pedagogical consultation (ПМПК). */
export function drawPmpc(draft: Draft): void {
  const { sketch, facts, random } = draft;
  letterhead(draft, [facts.organisation.kk, facts.organisation.ru]);
  title(
    draft,
    204,
    ['ПСИХОЛОГИЯЛЫҚ-МЕДИЦИНАЛЫҚ-ПЕДАГОГИКАЛЫҚ', 'КОНСУЛЬТАЦИЯ ҚОРЫТЫНДЫСЫ'],
    ['ЗАКЛЮЧЕНИЕ ПМПК'],
    13,
  );
  let y = nameRows(draft, 268, facts.child);
  y = formRow(
    draft,
    y,
    'Туған күні, ЖСН',
    'Дата рождения, ИИН',
    `${showDate(facts.child.birthDate)}, ${facts.child.iin}`,
  );
  y = formRow(draft, y, 'Тексерілген күні', 'Дата обследования', showDate(facts.issuedOn));
  const need = random.pick([
    'сөйлеу тілінің жалпы дамымауы · общее недоразвитие речи',
    'есту қабілетінің бұзылуы · нарушение слуха',
    'психикалық дамуының тежелуі · задержка развития',
    'тірек-қимыл аппараты · опорно-двигательный аппарат',
  ]);
  y = formRow(draft, y, 'Қорытынды', 'Заключение', need);
  y = formRow(draft, y, 'Ұсынылады', 'Рекомендуется', 'арнайы топ · специальная группа');
  y = table(
    draft,
    y + 4,
    [
      ['Маман · Специалист', 190],
      ['Ұсыным · Рекомендация', 205],
      ['Аптасына', 80],
    ],
    [
      ['Логопед', 'жеке сабақ · индивидуальные занятия', `${random.int(2, 4)} рет`],
      ['Психолог', 'топтық сабақ · групповые занятия', `${random.int(1, 2)} рет`],
      ['Арнайы педагог', 'түзету сабағы · коррекционные занятия', `${random.int(2, 3)} рет`],
    ],
  );
  signRow(draft, y + 44, 'Консультация меңгерушісі', signatory(random));
  signRow(draft, y + 90, 'Хатшы', signatory(random));
  sketch.text(LEFT, y + 128, `№ ${facts.number}`, { size: 9, color: SOFT });
  seal(draft, 452, y + 72);
  specimenNote(draft);
}

export function nameRows(draft: Draft, y: number, person: DocumentPerson): number {
  let baseline = formRow(draft, y, 'Тегі', 'Фамилия', person.surname);
  baseline = formRow(draft, baseline, 'Аты', 'Имя', person.givenName);
  return formRow(draft, baseline, 'Әкесінің аты', 'Отчество', person.patronymic ?? '—');
}
