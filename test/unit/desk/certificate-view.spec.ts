import { describe, expect, it } from 'vitest';
import { titleCase } from '../../../main/session/certificate-view.ts';

describe('names as the Authority writes them', () => {
  it.each([
    ['АБДЫРАХМАНОВА', 'Абдырахманова'],
    ['ГҮЛНАР', 'Гүлнар'],
    ['ӘБДІҚАДЫР', 'Әбдіқадыр'],
    ['ІҢКӘР', 'Іңкәр'],
    ['ҚАСЫМ-ЖОМАРТ', 'Қасым-Жомарт'],
    ['АЛИ ОГЛЫ', 'Али Оглы'],
    ['Мак-Дональд', 'Мак-Дональд'],
    ['', ''],
  ])('%s becomes %s', (written, shown) => {
    expect(titleCase(written)).toBe(shown);
  });
});
