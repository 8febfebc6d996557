/** A family at the counter in a few words. */
import { randomUUID } from 'node:crypto';
import { makeIin } from '../../domain/iin.ts';
import { EMPTY_WALK_IN, type WalkInForm } from '../../domain/walk-in.ts';
import type { Client, PreparedDecision, SignRowResult } from '../../preload/contract/index.ts';
import { signAll } from './engines.ts';

let serial = 700;

/** A checksum-valid IIN that no other family of this process has. */
export function freshIin(birthDate: string, sex: 'male' | 'female'): string {
  for (;;) {
    serial += 7;
    const iin = makeIin(birthDate, sex, serial);
    if (iin !== null) return iin;
  }
}

/** A whole form; `bins` are kindergartens of the clerk's district. */
export function familyForm(bins: readonly string[], wish: Partial<WalkInForm> = {}): WalkInForm {
  return {
    ...EMPTY_WALK_IN,
    applicant: {
      iin: freshIin('1992-02-11', 'female'),
      surname: 'Бекежанова',
      givenName: 'Айгерім',
      patronymic: 'Серікқызы',
      birthDate: '1992-02-11',
      sex: 'female',
      relation: 'mother',
    },
    phone: '8 707 000 12 34',
    phoneProved: true,
    child: {
      iin: freshIin('2023-05-14', 'male'),
      surname: 'Бекежан',
      givenName: 'Әлихан',
      patronymic: 'Нұрланұлы',
      birthDate: '2023-05-14',
      sex: 'male',
    },
    permanentAddress: 'Сарыбел ауылы, Достық көшесі, 5-үй',
    queueKind: 'general',
    kindergartens: bins,
    language: 'kk',
    notificationType: 'sms',
    notificationLanguage: 'kk',
    consents: ['data_processing', 'notifications'],
    ...wish,
  };
}

/** What the contract wants: lists that may be changed. */
export function sent(form: WalkInForm) {
  return { ...form, kindergartens: [...form.kindergartens], consents: [...form.consents] };
}

/** BINs of the kindergartens of the clerk who is signed in. */
export async function ownBins(client: Client): Promise<string[]> {
  const { kindergartens } = await client.desk.catalogue();
  return kindergartens.map(({ bin }) => bin);
}

export async function addScan(
  client: Client,
  bytes: Buffer,
  { kind = 'birth_certificate', about = 'child' as const, name = 'скан.pdf' } = {},
) {
  return await client.walkIn.addScan({
    upload: randomUUID(),
    part: 0,
    parts: 1,
    content: new Blob([Uint8Array.from(bytes)]),
    name,
    kind,
    about,
  });
}

export async function signPrepared(
  client: Client,
  prepared: PreparedDecision,
  idempotencyKey: string = randomUUID(),
): Promise<SignRowResult> {
  const [result] = await signAll(client, [{ preparedId: prepared.preparedId, idempotencyKey }]);
  if (result === undefined) throw new Error('NO_RESULT');
  return result;
}
