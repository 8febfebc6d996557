import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  APPLICATION_EVENTS,
  APPLICATION_STATUSES,
  type ApplicationStatus,
  deadlinePhase,
  FINAL_STATUSES,
  INITIAL_STATUS,
  isPermitted,
  LINK_EVENTS,
  nextStatus,
  permittedEvents,
  ROLES,
  TRANSITIONS,
} from '../../../domain/status.ts';

describe('state machine', () => {
  it('is closed and deterministic: known names only, one target per event and status, someone to cause it', () => {
    const keys = TRANSITIONS.map((row) => `${row.event} ${row.from}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const row of TRANSITIONS) {
      expect(APPLICATION_STATUSES).toContain(row.from);
      expect(APPLICATION_STATUSES).toContain(row.to);
      expect(APPLICATION_EVENTS).toContain(row.event);
      expect(row.by.length).toBeGreaterThan(0);
      for (const actor of row.by) expect([...ROLES, 'job']).toContain(actor);
    }
    expect(new Set(TRANSITIONS.map((row) => row.event))).toEqual(new Set(APPLICATION_EVENTS));
  });

  it('reaches every status from the first, and every status but the last can reach an end', () => {
    const reach = (from: ApplicationStatus): Set<ApplicationStatus> => {
      const seen = new Set([from]);
      for (const status of seen) for (const row of TRANSITIONS) if (row.from === status) seen.add(row.to);
      return seen;
    };
    expect(reach(INITIAL_STATUS)).toEqual(new Set(APPLICATION_STATUSES));
    for (const status of APPLICATION_STATUSES) expect(reach(status)).toContain('archived');
    const stuck = APPLICATION_STATUSES.filter((status) => !TRANSITIONS.some((row) => row.from === status));
    expect(stuck).toEqual(FINAL_STATUSES);
  });

  it.each([
    ['submitted', 'register', 'registered'],
    ['registered', 'claim', 'in_review'],
    ['answered', 'claim', 'answered'],
    ['in_review', 'release', 'registered'],
    ['answered', 'release', 'answered'],
    ['in_review', 'return', 'returned'],
    ['answered', 'return', 'returned'],
    ['returned', 'answer', 'answered'],
    ['in_review', 'approve', 'queued'],
    ['answered', 'approve', 'queued'],
    ['in_review', 'refuse', 'refused'],
    ['queued', 'correct', 'in_review'],
    ['refused', 'correct', 'in_review'],
    ['returned', 'correct', 'in_review'],
    ['benefit_review', 'reject_benefit', 'queued'],
    ['docs_submitted', 'admit', 'enrolled'],
  ] as const)('%s --%s--> %s', (from, event, to) => {
    expect(nextStatus(from, event)).toBe(to);
  });

  it.each([
    ['registered', 'approve'],
    ['submitted', 'refuse'],
    ['returned', 'approve'],
    ['queued', 'approve'],
    ['referral_issued', 'correct'],
    ['offered', 'correct'],
    ['refused', 'approve'],
    ['archived', 'correct'],
  ] as const)('%s does not know %s', (from, event) => {
    expect(nextStatus(from, event)).toBeNull();
  });

  it('lets only a clerk decide, only a head admit, and an admin neither', () => {
    for (const event of ['approve', 'refuse', 'return', 'correct'] as const) {
      for (const row of TRANSITIONS.filter((r) => r.event === event)) expect(row.by).toEqual(['clerk']);
    }
    expect(isPermitted('docs_submitted', 'admit', 'head')).toBe(true);
    expect(isPermitted('docs_submitted', 'admit', 'clerk')).toBe(false);
    for (const status of APPLICATION_STATUSES) expect(permittedEvents(status, 'admin')).toEqual([]);
    expect(permittedEvents('in_review', 'clerk')).toEqual([
      'claim',
      'release',
      'return',
      'approve',
      'refuse',
      'cancel',
      ...LINK_EVENTS,
      'refuse_link_request',
    ]);
    expect(permittedEvents('in_review', 'supervisor')).toEqual(['claim', 'release']);
  });

  it('any walk of permitted events stays inside the machine', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 40 }), (choices) => {
        let status: ApplicationStatus = INITIAL_STATUS;
        for (const choice of choices) {
          const rows = TRANSITIONS.filter((row) => row.from === status);
          const row = rows[choice % Math.max(rows.length, 1)];
          if (row === undefined) break;
          expect(nextStatus(status, row.event)).toBe(row.to);
          status = row.to;
        }
        expect(APPLICATION_STATUSES).toContain(status);
      }),
    );
  });

  it('pauses the deadline while the family corrects', () => {
    expect(deadlinePhase('returned')).toBe('paused');
    for (const s of ['submitted', 'registered', 'in_review', 'answered'] as const)
      expect(deadlinePhase(s)).toBe('running');
    for (const s of ['queued', 'refused', 'enrolled', 'archived'] as const)
      expect(deadlinePhase(s)).toBe('done');
  });
});
