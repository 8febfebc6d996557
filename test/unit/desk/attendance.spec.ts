import { describe, expect, it } from 'vitest';
import { feedName } from '../../../main/attendance/feed.ts';
import { backOffMs, retryAfter } from '../../../main/attendance/push.ts';
import { attendanceSettings, urlFault } from '../../../main/attendance/settings.ts';

describe('where changes of companions go', () => {
  it.each([
    ['https://sabaq.example/companions', null],
    ['http://127.0.0.1:8080/x', null],
    ['http://localhost/x', null],
    ['http://[::1]:9/x', null],
    ['http://sabaq.example/x', 'ATTENDANCE_URL_PLAIN'],
    ['http://127.0.0.1.example.kz/x', 'ATTENDANCE_URL_PLAIN'],
    ['http://localhost.example.kz/x', 'ATTENDANCE_URL_PLAIN'],
    ['http://2130706433/x', null],
    ['https://user:secret@sabaq.example/', 'ATTENDANCE_URL'],
    ['ftp://127.0.0.1/x', 'ATTENDANCE_URL'],
    ['file:///etc/passwd', 'ATTENDANCE_URL'],
    ['sabaq', 'ATTENDANCE_URL'],
  ])('%s: %s', (url, fault) => {
    expect(urlFault(url)).toBe(fault);
  });

  it('nowhere unless the desk is told', () => {
    expect(attendanceSettings({})).toEqual({ folder: null, push: null });
    expect(
      attendanceSettings({
        KEZEK_ATTENDANCE_DIR: ' /var/feed ',
        KEZEK_ATTENDANCE_URL: 'https://sabaq.example/c',
        KEZEK_ATTENDANCE_TOKEN: 'abc',
        KEZEK_ATTENDANCE_TIMEOUT_MS: '2500',
      }),
    ).toEqual({
      folder: '/var/feed',
      push: { url: 'https://sabaq.example/c', token: 'abc', timeoutMs: 2500 },
    });
  });

  it.each([
    [{ KEZEK_ATTENDANCE_URL: 'http://sabaq.example/' }, 'ATTENDANCE_URL_PLAIN'],
    [{ KEZEK_ATTENDANCE_URL: 'https://a.kz/', KEZEK_ATTENDANCE_TOKEN: 'a\r\nX-Evil: 1' }, 'ATTENDANCE_TOKEN'],
    [{ KEZEK_ATTENDANCE_URL: 'https://a.kz/', KEZEK_ATTENDANCE_TIMEOUT_MS: '5' }, 'ATTENDANCE_TIMEOUT'],
    [{ KEZEK_ATTENDANCE_URL: 'https://a.kz/', KEZEK_ATTENDANCE_TIMEOUT_MS: 'soon' }, 'ATTENDANCE_TIMEOUT'],
  ])('%o is not begun with', (env, code) => {
    expect(() => attendanceSettings(env)).toThrow(expect.objectContaining({ code }));
  });

  it('waits as long as it is asked to, within ten minutes', () => {
    const now = new Date('2026-04-16T10:00:00Z');
    expect(retryAfter('120', now)).toBe(120_000);
    expect(retryAfter('Thu, 16 Apr 2026 10:01:00 GMT', now)).toBe(60_000);
    expect(retryAfter('86400', now)).toBe(600_000);
    for (const nothing of [null, '', '0', '-5', 'later', 'Thu, 16 Apr 2020 10:01:00 GMT']) {
      expect(retryAfter(nothing, now)).toBeNull();
    }
  });

  it('after each failure twice as long, and a change that could go out again does within fifteen minutes', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 99].map(backOffMs)).toEqual([
      30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000, 600_000,
    ]);
  });

  it('files sort as batches do', () => {
    expect([feedName('9'), feedName('10'), feedName('123456789012')]).toEqual([
      'companions-000000000009.jsonl',
      'companions-000000000010.jsonl',
      'companions-123456789012.jsonl',
    ]);
  });
});
