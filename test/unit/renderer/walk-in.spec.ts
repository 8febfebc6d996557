import { describe, expect, it } from 'vitest';
import { EMPTY_WALK_IN, WALK_IN_STEPS, walkInFaults } from '../../../domain/walk-in.ts';
import type { Catalogue, WalkInScanView } from '../../../preload/contract/index.ts';
import { faultsOf, firstLacking, joined } from '../../../renderer/walk-in/faults.ts';
import { askedPapers, isGiven } from '../../../renderer/walk-in/scans.ts';

const making = {
  ref: '00000000-0000-4000-8000-000000000001',
  department: '150440000122',
  at: '2026-01-01T00:00:00+05:00',
  scans: [],
};

describe('faults of the counter’s form', () => {
  it('leads to the first step that lacks something', () => {
    const faults = walkInFaults(EMPTY_WALK_IN, making);
    expect(firstLacking(faults)).toBe('contacts');
    expect(firstLacking(faults.filter(({ place }) => !/^(applicant|contacts)/.test(place)))).toBe('child');
    expect(firstLacking([])).toBeNull();
  });

  it('gives every fault to one step', () => {
    const faults = walkInFaults(EMPTY_WALK_IN, making);
    expect(WALK_IN_STEPS.flatMap((step) => faultsOf(faults, step))).toHaveLength(faults.length);
  });

  it('tells what both the form and the office say once', () => {
    const one = { code: 'CONSENT_MISSING', place: 'consents' } as const;
    const queued = { code: 'CHILD_QUEUED', place: 'child/iin' } as const;
    expect(joined([one], [one, queued])).toEqual([one, queued]);
  });
});

describe('papers asked for', () => {
  const paper = (kind: string, about: 'child' | 'applicant', validDays: number | null = null) => ({
    kind,
    about,
    required: true,
    validDays,
    signedAndSealed: validDays !== null,
  });
  const catalogue = {
    categories: [
      {
        code: 'teacher',
        documents: [paper('workplace_certificate', 'applicant', 30), paper('birth_certificate', 'child')],
      },
    ],
  } as unknown as Catalogue;

  it('are everybody’s, and those of the category before them, none twice', () => {
    expect(askedPapers(catalogue, null).map(({ kind }) => kind)).toEqual([
      'birth_certificate',
      'applicant_id',
    ]);
    const asked = askedPapers(catalogue, 'teacher');
    expect(asked.map(({ kind, required }) => [kind, required])).toEqual([
      ['workplace_certificate', true],
      ['birth_certificate', true],
      ['applicant_id', false],
    ]);
    expect(asked[0]?.validDays).toBe(30);
  });

  it('are given by what a scan is and whom it is about', () => {
    const scans = [{ kind: 'birth_certificate', about: 'child' }] as WalkInScanView[];
    expect(isGiven(scans, { kind: 'birth_certificate', about: 'child' })).toBe(true);
    expect(isGiven(scans, { kind: 'birth_certificate', about: 'applicant' })).toBe(false);
  });
});
