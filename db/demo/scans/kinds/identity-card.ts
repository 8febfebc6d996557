import { showDate } from '../../../../domain/civil-date.ts';
import { signature } from '../ink.ts';
import type { Sketch } from '../sketch.ts';
import { type Draft, LEFT, SOFT, specimenNote } from './parts.ts';

/** An identity card of our own design, front and back. The size is that of a bank card, three times enlarged for photos. */
export const CARD = { width: 486, height: 306 } as const;

const BLUE = '#2f6f86';
const PALE = '#dcebee';

/** Front: portrait, name, birth date, IIN. Drawn in a frame of CARD points. */
export function drawCardFront({ sketch, random, facts }: Draft): void {
  card(sketch);
  sketch.text(24, 38, 'ЖЕКЕ КУӘЛІК', { size: 17, font: 'bold', color: BLUE, tracking: 1.5 });
  sketch.text(24, 54, 'УДОСТОВЕРЕНИЕ ЛИЧНОСТИ', { size: 9.5, color: SOFT, tracking: 0.8 });
  sketch.text(462, 38, 'ҮЛГІ', { size: 15, font: 'bold', color: '#b65b4a', anchor: 'end', tracking: 3 });
  portrait(
    sketch,
    24,
    74,
    random.pick(['#3b322c', '#5a4636', '#2c2826', '#7b6a58']),
    facts.holder.sex === 'female',
  );
  const rows = [
    ['ТЕГІ · ФАМИЛИЯ', facts.holder.surname],
    ['АТЫ · ИМЯ', facts.holder.givenName],
    ['ӘКЕСІНІҢ АТЫ · ОТЧЕСТВО', facts.holder.patronymic ?? '—'],
    ['ТУҒАН КҮНІ · ДАТА РОЖДЕНИЯ', showDate(facts.holder.birthDate)],
    ['ЖСН · ИИН', facts.holder.iin],
  ] as const;
  rows.forEach(([label, value], i) => {
    sketch.text(178, 88 + i * 40, label, { size: 8, color: SOFT });
    const size = Math.min(16, (16 * 284) / sketch.widthOf(value.toUpperCase(), { size: 16, font: 'bold' }));
    sketch.text(178, 106 + i * 40, value.toUpperCase(), { size, font: 'bold' });
  });
  sketch.within(38, 282, 0, 0.9, () => signature(sketch, random, 0, 0, 96));
}

/** Back: number, issuer, dates, machine-readable lines made of nothing. */
export function drawCardBack({ sketch, facts }: Draft): void {
  card(sketch);
  const until = facts.validUntil === null ? '—' : showDate(facts.validUntil);
  const rows = [
    ['№', facts.number],
    ['БЕРГЕН ОРГАН · ОРГАН ВЫДАЧИ', facts.organisation.kk],
    ['БЕРІЛГЕН КҮНІ · ДАТА ВЫДАЧИ', showDate(facts.issuedOn)],
    ['ҚОЛДАНЫЛУ МЕРЗІМІ · СРОК ДЕЙСТВИЯ', `${showDate(facts.issuedOn)} – ${until}`],
    ['ТУҒАН ЖЕРІ · МЕСТО РОЖДЕНИЯ', facts.place.kk],
  ] as const;
  rows.forEach(([label, value], i) => {
    sketch.text(24, 38 + i * 36, label, { size: 8, color: SOFT });
    sketch.text(24, 54 + i * 36, value, { size: 13, font: 'bold' });
  });
  sketch.rect(330, 22, 132, 44, { fill: '#c9b37a', opacity: 0.7 });
  sketch.rect(0, 226, CARD.width, 80, { fill: '#f5f7f7' });
  const code = `IDKAZ${facts.number.replace(/\D/g, '')}${facts.holder.iin}`;
  for (const [i, line] of [code, `${facts.holder.iin.slice(0, 6)}KAZ`, 'ULGI<OBRAZEC<SPECIMEN'].entries()) {
    sketch.text(24, 250 + i * 20, line.padEnd(30, '<'), { size: 13, tracking: 4.2 });
  }
}

/** Both sides on an A4 sheet, as photocopied. */
export function drawCardSheet(draft: Draft): void {
  const { sketch } = draft;
  sketch.text(LEFT, 74, 'Жеке куәлік көшірмесі · Копия удостоверения личности', { size: 10, color: SOFT });
  sketch.within(150, 120, -0.7, 0.62, () => drawCardFront(draft));
  sketch.within(152, 360, 0.5, 0.62, () => drawCardBack(draft));
  specimenNote(draft);
}

function card(sketch: Sketch): void {
  sketch.roundRect(0, 0, CARD.width, CARD.height, 16, { fill: PALE, stroke: '#a9bfc4', width: 0.8 });
  for (let i = 0; i < 14; i += 1) {
    const y = 12 + i * 21;
    sketch.path([0, 8, y, 2, 120, y - 26, 240, y + 26, 300, y - 4, 2, 360, y - 24, 420, y + 20, 478, y - 6], {
      stroke: '#bcd6da',
      width: 0.8,
      opacity: 0.8,
    });
  }
}

/** A grey figure instead of a face: nobody is portrayed. */
function portrait(sketch: Sketch, x: number, y: number, hair: string, longHair: boolean): void {
  sketch.within(x, y, 0, 1, () => {
    sketch.rect(0, 0, 136, 172, { fill: '#c3d0d3' });
    if (longHair) {
      sketch.path([0, 36, 60, 2, 30, 10, 106, 10, 100, 60, 1, 106, 134, 1, 30, 134, 3], { fill: hair });
    }
    sketch.path([0, 10, 172, 2, 14, 126, 44, 124, 54, 116, 1, 82, 116, 2, 92, 124, 122, 126, 126, 172, 3], {
      fill: '#5d7480',
    });
    sketch.path([0, 56, 92, 1, 80, 92, 1, 82, 122, 2, 74, 132, 62, 132, 54, 122, 3], { fill: '#cfae96' });
    sketch.path(
      [0, 42, 62, 2, 42, 26, 94, 26, 94, 62, 2, 94, 92, 80, 106, 68, 106, 2, 56, 106, 42, 92, 42, 62, 3],
      { fill: '#dcbfa8' },
    );
    sketch.path(
      [0, 40, 62, 2, 36, 16, 100, 14, 96, 62, 2, 92, 46, 84, 42, 68, 42, 2, 52, 42, 44, 46, 40, 62, 3],
      { fill: hair },
    );
    sketch.rect(0, 0, 136, 172, { stroke: '#8fa4a9', width: 1 });
  });
}
