import { showDate } from '../../../../domain/civil-date.ts';
import { fullName } from '../../../../domain/names.ts';
import { INK } from '../sketch.ts';
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

/** Certificates on an organisation's letterhead: service, workplace, family, address. */

const WIDTH = RIGHT - LEFT;
const FOR_QUEUE = 'Анықтама мектепке дейінгі ұйымға кезекке қою үшін берілді.';
const THIRTY_DAYS = 'Анықтама берілген күнінен бастап 30 күн жарамды.';

/** Certificate of a serviceman or an employee of a special state body (АНЫҚТАМА of the mock-up). */
export function drawService(draft: Draft): void {
  const { sketch, facts } = draft;
  const military = facts.service === 'military';
  letterhead(draft, [
    facts.organisation.kk.toUpperCase(),
    facts.organisation.ru.toUpperCase(),
    'Кадр қызметі · Кадровая служба',
  ]);
  title(draft, 206, ['АНЫҚТАМА'], ['СПРАВКА']);
  const duty = military
    ? 'Осы анықтама төменде аталған азаматқа оның шынымен келісімшарт бойынша әскери қызмет өткеріп жүргені туралы берілді.'
    : 'Осы анықтама төменде аталған азаматқа оның шынымен арнаулы мемлекеттік органда қызмет өткеріп жүргені туралы берілді.';
  let y = sketch.paragraph(LEFT, 262, WIDTH, duty, { size: 12.5, indent: 24, leading: 20 });
  y = personBlock(draft, y + 6, military ? 'Әскери қызметші:' : 'Қызметкер:', facts.holder);
  y = personBlock(draft, y, 'Баласы:', facts.child);
  y = sketch.paragraph(LEFT, y, WIDTH, FOR_QUEUE, { size: 12.5, indent: 24, leading: 20 });
  const russian = military
    ? 'проходит военную службу по контракту'
    : 'проходит службу в специальном государственном органе';
  y = sketch.paragraph(
    LEFT,
    y + 8,
    WIDTH,
    `Выдана в том, что ${facts.holder.sex === 'male' ? 'он' : 'она'} действительно ${russian}: ${fullName(facts.holder)}. Ребёнок: ${fullName(facts.child)}, ${showDate(facts.child.birthDate)} года рождения.`,
    { size: 11.5, font: 'italic', color: SOFT, indent: 24, leading: 17.5 },
  );
  sketch.text(LEFT + 24, y + 12, THIRTY_DAYS, { size: 12 });
  signRow(draft, y + 74, military ? 'Бөлім командирі' : 'Басқарма бастығы', signatory(draft.random));
  signRow(draft, y + 128, 'Кадр қызметінің бастығы', signatory(draft.random));
  seal(draft, 452, y + 108);
  specimenNote(draft);
}

/** Certificate from the workplace of a teacher, with the head's signature. */
export function drawTeacher(draft: Draft): void {
  const { sketch, facts, random } = draft;
  letterhead(draft, [facts.organisation.kk, facts.organisation.ru]);
  title(draft, 206, ['АНЫҚТАМА'], ['СПРАВКА']);
  const position = random.pick([
    ['тәрбиеші', 'воспитатель'],
    ['бастауыш сынып мұғалімі', 'учитель начальных классов'],
    ['музыка жетекшісі', 'музыкальный руководитель'],
    ['қазақ тілі мұғалімі', 'учитель казахского языка'],
  ] as const);
  let y = sketch.paragraph(
    LEFT,
    262,
    WIDTH,
    'Осы анықтама төменде аталған педагогке оның осы білім беру ұйымында толық жұмыс күнімен жұмыс істейтіні туралы берілді.',
    { size: 12.5, indent: 24, leading: 20 },
  );
  y = personBlock(draft, y + 6, 'Педагог:', facts.holder);
  y = formRow(draft, y + 4, 'Лауазымы', 'Должность', `${position[0]} · ${position[1]}`, LEFT + 24);
  const year = Number(facts.issuedOn.slice(0, 4)) - random.int(1, 14);
  y = formRow(
    draft,
    y,
    'Жұмысқа қабылданды',
    'Принят(а) на работу',
    `01.09.${year}, бұйрық № ${random.int(11, 240)}-ж`,
    LEFT + 24,
  );
  y = personBlock(draft, y + 8, 'Баласы:', facts.child);
  y = sketch.paragraph(LEFT, y, WIDTH, `${FOR_QUEUE} ${THIRTY_DAYS}`, {
    size: 11.5,
    indent: 24,
    leading: 18,
  });
  y = sketch.paragraph(
    LEFT,
    y + 8,
    WIDTH,
    `Выдана для постановки ребёнка в очередь в дошкольную организацию: ${fullName(facts.holder)}. Ребёнок: ${fullName(facts.child)}. Срок действия 30 дней.`,
    { size: 11.5, font: 'italic', color: SOFT, indent: 24, leading: 17.5 },
  );
  signRow(draft, y + 62, 'Ұйым басшысы', signatory(random));
  signRow(draft, y + 112, 'Іс жүргізуші', signatory(random));
  seal(draft, 450, y + 94);
  specimenNote(draft);
}

/** Certificate of a family's members: what people attach instead of the birth certificates. */
export function drawFamily(draft: Draft): void {
  const { sketch, facts, random } = draft;
  letterhead(draft, [facts.organisation.kk, facts.organisation.ru]);
  title(draft, 206, ['ОТБАСЫ ҚҰРАМЫ ТУРАЛЫ АНЫҚТАМА'], ['СПРАВКА О СОСТАВЕ СЕМЬИ'], 15);
  let y = sketch.paragraph(
    LEFT,
    258,
    WIDTH,
    'Осы анықтама төменде аталған азаматқа оның отбасының құрамы туралы берілді.',
    { size: 12.5, indent: 24, leading: 20 },
  );
  y = personBlock(draft, y + 6, 'Азамат:', facts.holder);
  sketch.text(LEFT + 24, y, 'Кәмелетке толмаған балалары · Несовершеннолетние дети:', { size: 10.5 });
  const family = facts.children.some((child) => child.iin === facts.child.iin)
    ? facts.children
    : [...facts.children, facts.child];
  y = table(
    draft,
    y + 12,
    [
      ['№', 26],
      ['Тегі, аты, әкесінің аты · Ф. И. О.', 252],
      ['Туған күні', 84],
      ['ЖСН · ИИН', 113],
    ],
    family.map((child, i) => [String(i + 1), fullName(child), showDate(child.birthDate), child.iin]),
  );
  y = formRow(draft, y, 'Мекенжайы', 'Адрес', facts.address);
  y = sketch.paragraph(LEFT, y + 4, WIDTH, FOR_QUEUE, { size: 12.5, indent: 24, leading: 20 });
  signRow(draft, y + 56, 'Бөлім басшысы', signatory(random));
  signRow(draft, y + 104, 'Маман', signatory(random));
  seal(draft, 452, y + 84);
  specimenNote(draft);
}

/** Certificate of residence: the paper that proves nothing here, attached by mistake. */
export function drawAddress(draft: Draft): void {
  const { sketch, facts, random } = draft;
  letterhead(draft, ['Халыққа қызмет көрсету бөлімі', 'Отдел обслуживания населения']);
  title(draft, 210, ['МЕКЕНЖАЙ АНЫҚТАМАСЫ'], ['АДРЕСНАЯ СПРАВКА'], 15);
  let y = personBlock(draft, 276, 'Азамат:', facts.holder);
  y = formRow(draft, y + 8, 'Тұрақты тіркеу мекенжайы', 'Адрес постоянной регистрации', facts.address);
  y = formRow(draft, y, 'Тіркелген күні', 'Дата регистрации', showDate(facts.issuedOn));
  y = formRow(draft, y, 'Елді мекен', 'Населённый пункт', `${facts.place.kk} · ${facts.place.ru}`);
  sketch.paragraph(LEFT, y + 10, WIDTH, 'Анықтама сұратылған жерге ұсыну үшін берілді.', {
    size: 11.5,
    color: INK,
    indent: 24,
  });
  signRow(draft, y + 92, 'Бөлім маманы', signatory(random));
  seal(draft, 452, y + 92, 46);
  specimenNote(draft);
}
