import { describe, expect, it } from 'vitest';
import { safeErrorFields } from '../../../main/log.ts';

describe('what is logged of an unforeseen error', () => {
  it('is class, code and our own frames, never text, parameters or detail', () => {
    const error = Object.assign(new Error('duplicate key 850614400338 Абдырахманова'), {
      code: '23505',
      constraint: 'person_iin_unique',
      detail: 'Key (iin)=(850614400338) already exists.',
      query: 'insert into person values ($1)',
      params: ['850614400338', 'Demo2026x'],
    });
    const text = JSON.stringify(safeErrorFields(error));
    expect(text).toContain('23505');
    expect(text).toContain('person_iin_unique');
    expect(text).not.toMatch(/850614400338|Абдырахманова|insert|Demo2026x|duplicate/);
  });

  it('drops a code or constraint that is no name', () => {
    const error = Object.assign(new Error('x'), { code: 'пароль Demo2026x', constraint: 'a b' });
    expect(safeErrorFields(error)).toMatchObject({ code: null, constraint: null });
  });
});
