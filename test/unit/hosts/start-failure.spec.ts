import { describe, expect, it } from 'vitest';
import { startFailure } from '../../../scripts/start-failure.ts';

const withCode = (code: string, message = 'row of 210308500209'): Error =>
  Object.assign(new Error(message), { code });

describe('what a start that failed says', () => {
  it('names the folder another desk has open, and what to do', () => {
    expect(startFailure(withCode('DB_IN_USE'), '/srv/k')).toBe(
      'another Kezek has /srv/k open; close it, then start again (DB_IN_USE)',
    );
  });
  it('knows the codes of the server and of the disk', () => {
    for (const code of ['55006', '28P01', '3D000', 'ENOSPC', 'EACCES', 'EADDRINUSE']) {
      expect(startFailure(withCode(code), '/srv/k')).toMatch(new RegExp(`[a-z]{4}.*\\(${code}\\)$`));
    }
  });
  it('prints of an unforeseen error its code and never its message', () => {
    expect(startFailure(withCode('XX001'), '/srv/k')).toBe('did not start (XX001)');
  });
  it('prints our own messages, which carry no code', () => {
    expect(startFailure(new Error('KEZEK_HOST is "x"; it may be web or electron'), '/srv/k')).toContain(
      'KEZEK_HOST',
    );
  });
});
