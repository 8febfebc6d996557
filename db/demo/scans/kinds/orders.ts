import { showDate } from '../../../../domain/civil-date.ts';
import { fullName } from '../../../../domain/names.ts';
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
  title,
} from './parts.ts';
import { nameRows } from './state-forms.ts';

/** Notices and orders: death of a serviceman, order of a head, certificate of a mother's award. */

const WIDTH = RIGHT - LEFT;
const TEXT = { size: 12.5, indent: 24, leading: 20 } as const;
const RUSSIAN = { size: 11.5, font: 'italic', color: SOFT, indent: 24, leading: 17.5 } as const;

/** Notice to the family of a serviceman who died in service. */
export function drawDeathNotice(draft: Draft): void {
  const { sketch, facts, random } = draft;
  const fallen = facts.deceased[0] ?? facts.holder;
  letterhead(draft, [facts.organisation.kk.toUpperCase(), facts.organisation.ru.toUpperCase()]);
  title(draft, 206, ['ХАБАРЛАМА'], ['ИЗВЕЩЕНИЕ']);
  let y = sketch.paragraph(
    LEFT,
    262,
    WIDTH,
    'Төменде аталған әскери қызметшінің әскери қызмет міндеттерін орындау кезінде қаза тапқанын хабарлаймыз.',
    TEXT,
  );
  y = personBlock(draft, y + 8, 'Әскери қызметші:', fallen);
  y = formRow(draft, y + 4, 'Қаза тапқан күні', 'Дата гибели', showDate(facts.issuedOn), LEFT + 24);
  y = personBlock(draft, y + 8, 'Баласы:', facts.child);
  y = sketch.paragraph(LEFT, y, WIDTH, 'Хабарлама отбасына жеңілдіктерді ресімдеу үшін берілді.', TEXT);
  y = sketch.paragraph(
    LEFT,
    y + 8,
    WIDTH,
    `Извещаем о гибели при исполнении обязанностей воинской службы: ${fullName(fallen)}. Выдано семье для оформления льгот.`,
    RUSSIAN,
  );
  signRow(draft, y + 66, 'Бөлім командирі', signatory(random));
  signRow(draft, y + 118, 'Кадр қызметінің бастығы', signatory(random));
  seal(draft, 452, y + 100);
  specimenNote(draft);
}

/** Order of the head of a kindergarten about an employee's child. */
export function drawStaffOrder(draft: Draft): void {
  const { sketch, facts, random } = draft;
  letterhead(draft, [facts.organisation.kk, facts.organisation.ru]);
  title(draft, 206, ['БҰЙРЫҚ'], ['ПРИКАЗ']);
  let y = sketch.paragraph(
    LEFT,
    262,
    WIDTH,
    'Мектепке дейінгі ұйым қызметкерлерінің балаларын кезекке қою тәртібіне сәйкес БҰЙЫРАМЫН:',
    TEXT,
  );
  y = sketch.paragraph(
    LEFT,
    y + 4,
    WIDTH,
    '1. Төменде аталған қызметкердің баласы бірінші кезекте қабылдауға ұсынылсын:',
    TEXT,
  );
  y = personBlock(draft, y + 4, 'Қызметкер:', facts.holder);
  y = personBlock(draft, y, 'Баласы:', facts.child);
  y = sketch.paragraph(LEFT, y, WIDTH, '2. Бұйрық уәкілетті органның тексеруінен кейін күшіне енеді.', TEXT);
  y = sketch.paragraph(
    LEFT,
    y + 8,
    WIDTH,
    `Рекомендовать к первоочередному приёму ребёнка работника: ${fullName(facts.holder)}. Ребёнок: ${fullName(facts.child)}.`,
    RUSSIAN,
  );
  signRow(draft, y + 66, 'Меңгеруші', signatory(random));
  seal(draft, 452, y + 70);
  specimenNote(draft);
}

/** Certificate to a mother's award. */
export function drawAward(draft: Draft): void {
  const { sketch, facts, random } = draft;
  frame(draft, TINTS.gold);
  const golden = random.chance(0.4);
  title(
    draft,
    130,
    [golden ? '«АЛТЫН АЛҚА»' : '«КҮМІС АЛҚА»', 'НАГРАДАСЫНЫҢ КУӘЛІГІ'],
    ['УДОСТОВЕРЕНИЕ К НАГРАДЕ'],
    18,
  );
  for (const [radius, width] of [
    [34, 2.4],
    [26, 1],
  ] as const) {
    sketch.circle(sketch.width / 2, 262, radius, { stroke: golden ? '#b08a35' : '#8f979c', width });
  }
  for (let i = 0; i < 12; i += 1) {
    sketch.within(sketch.width / 2, 262, i * 30, 1, () =>
      sketch.path([0, 0, -8, 2, 6, -14, 4, -20, 0, -24, 2, -4, -20, -6, -14, 0, -8, 3], {
        fill: golden ? '#c9a34a' : '#a9b1b6',
      }),
    );
  }
  let y = nameRows(draft, 350, facts.holder);
  y = formRow(draft, y, 'ЖСН', 'ИИН', facts.holder.iin);
  y = formRow(draft, y, 'Куәлік №', '№ удостоверения', facts.number);
  y = formRow(draft, y, 'Берілген күні', 'Дата выдачи', showDate(facts.issuedOn));
  signRow(draft, y + 66, 'Бөлім басшысы', signatory(random));
  seal(draft, 470, y + 78, 46);
  specimenNote(draft, 52);
}
