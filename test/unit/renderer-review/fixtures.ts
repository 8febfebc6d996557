/** Synthetic data of the review screens; IINs are checksum-valid and nobody's. */
import type { Application, Catalogue, Scan } from '../../../preload/contract/index.ts';

export const TODAY = '2026-04-16';

export function scan(part: Partial<Scan> = {}): Scan {
  return {
    id: '1',
    position: 1,
    documentKind: 'service_certificate',
    about: 'applicant',
    benefitClaimId: '1',
    sha256: 'a'.repeat(64),
    mediaType: 'application/pdf',
    byteSize: 1000,
    pageCount: 2,
    fileName: 'anyktama.pdf',
    uploadedAt: new Date('2026-04-09T04:12:00Z'),
    applicableChecks: ['kind', 'person', 'child', 'not_expired', 'readable', 'signed_sealed'],
    validDays: 30,
    required: true,
    sharedWith: 0,
    verdict: null,
    ...part,
  };
}

export function verdict(part: Partial<NonNullable<Scan['verdict']>> = {}): NonNullable<Scan['verdict']> {
  return {
    verdict: 'valid',
    checks: {},
    issuedOn: null,
    reason: null,
    note: null,
    pagesSeen: 2,
    answeredAtOnce: false,
    by: { iin: '850614400338', surname: 'Абдырахманова', givenName: 'Гүлнар', patronymic: null },
    at: new Date('2026-04-16T07:00:00Z'),
    ...part,
  };
}

const words = (kk: string, ru: string, en: string) => ({ kk, ru, en });

export function reason(
  code: string,
  part: Partial<Catalogue['reasons'][number]> = {},
): Catalogue['reasons'][number] {
  return {
    code,
    name: words(`${code} қаз`, `${code} рус`, `${code} eng`),
    short: words(code, code, code),
    usedFor: 'scan',
    check: null,
    position: 1,
    messageKk: 'Құжат туралы.',
    messageRu: 'О документе.',
    ...part,
  };
}

export function application(part: Partial<Application> = {}): Application {
  return {
    id: '7',
    version: 6,
    number: '2026-004817',
    service: 'preschool_queue',
    districtId: 1,
    queueKind: 'general',
    correctionKind: null,
    channel: 'egov',
    status: 'in_review',
    statusSince: new Date('2026-04-16T06:58:00Z'),
    language: 'kk',
    cohortYear: 2021,
    age: 5,
    desiredFrom: null,
    submittedAt: new Date('2026-04-09T04:12:00Z'),
    registeredAt: new Date('2026-04-09T04:30:00Z'),
    decidedAt: null,
    correctionDue: null,
    deadline: { light: 'amber', at: new Date('2026-04-16T13:30:00Z'), days: 0, doneOn: null },
    child: {
      iin: '210308500209',
      surname: 'Бекежан',
      givenName: 'Әлихан',
      patronymic: 'Нұрланұлы',
      birthDate: '2021-03-08',
      sex: 'male',
    },
    applicant: {
      iin: '880217300140',
      surname: 'Бекежан',
      givenName: 'Нұрлан',
      patronymic: 'Сәбитұлы',
      birthDate: '1988-02-17',
      sex: 'male',
    },
    applicantRelation: 'father',
    secondParent: null,
    secondParentRelation: null,
    warnings: [],
    phone: { value: '+77000001234', verifiedBy: null },
    email: null,
    notificationType: 'ed24',
    notificationLanguage: 'kk',
    permanentAddress: 'Сарыбел ауданы',
    temporaryAddress: null,
    birthActNumber: null,
    dataConsentAt: new Date('2026-04-09T04:12:00Z'),
    desired: [],
    benefit: { claimId: '1', category: 'serviceman', priorityClass: 'out_of_turn', state: 'claimed' },
    twins: [],
    siblings: [],
    restore: null,
    enrolled: null,
    claim: null,
    permitted: ['judge', 'approve', 'return', 'refuse'],
    ...part,
  };
}
