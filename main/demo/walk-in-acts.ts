/** Families that came to the counter in these last minutes: registered by the clerk's signature, their paper kept in the folder. */
import { OFFICER_ME } from '../../db/demo/world/staff.ts';
import type { Sex } from '../../domain/iin.ts';
import { EMPTY_WALK_IN, type TypedPerson, type WalkInForm } from '../../domain/walk-in.ts';
import { type Desk, officerContext } from '../context.ts';
import { today } from '../reference.ts';
import { prepare } from '../walk-in/index.ts';
import { freeIin } from './applications.ts';
import type { DeskTurn, SignPrepared } from './place-acts.ts';

export const WALK_IN_TURNS: readonly DeskTurn[] = [
  { officer: OFFICER_ME, work: (desk, _sign, signPrepared) => work(desk, signPrepared) },
];

type Name = readonly [surname: string, given: string, patronymic: string];

interface Family {
  readonly parent: { readonly name: Name; readonly born: string; readonly relation: 'mother' | 'father' };
  /** Years old this year, and the day of birth. */
  readonly child: { readonly name: Name; readonly years: number; readonly day: string; readonly sex: Sex };
  readonly phone: string;
  readonly address: string;
  readonly language: 'kk' | 'ru';
}

const FAMILIES: readonly Family[] = [
  {
    parent: { name: ['Жақыпова', 'Меруерт', 'Асқарқызы'], born: '1993-05-21', relation: 'mother' },
    child: { name: ['Жақып', 'Амир', 'Талғатұлы'], years: 3, day: '02-11', sex: 'male' },
    phone: '+77015553110',
    address: 'Достық көшесі, 14-үй, 8-пәтер',
    language: 'kk',
  },
  {
    parent: { name: ['Ковалёв', 'Игорь', 'Петрович'], born: '1988-12-03', relation: 'father' },
    child: { name: ['Ковалёва', 'Алиса', 'Игоревна'], years: 2, day: '03-27', sex: 'female' },
    phone: '+77015553117',
    address: 'ул. Абая, 31',
    language: 'ru',
  },
  {
    parent: { name: ['Нұрғалиева', 'Шолпан', 'Болатқызы'], born: '1996-09-15', relation: 'mother' },
    child: { name: ['Нұрғали', 'Көркем', 'Ермекқызы'], years: 4, day: '01-08', sex: 'female' },
    phone: '+77015553124',
    address: 'Бейбітшілік көшесі, 3-үй',
    language: 'kk',
  },
];

async function work(desk: Desk, signPrepared: SignPrepared): Promise<void> {
  const ctx = officerContext(desk);
  const kindergartens = await wanted(desk);
  for (const family of FAMILIES) {
    const form = await formOf(desk, family, kindergartens);
    await signPrepared(() => prepare(ctx, { form, consent: 'paper_kept' }));
  }
}

async function formOf(desk: Desk, family: Family, kindergartens: readonly string[]): Promise<WalkInForm> {
  const { parent, child } = family;
  const year = Number(today(desk.clock).slice(0, 4)) - child.years;
  const applicant = await typed(
    desk,
    parent.name,
    parent.born,
    parent.relation === 'mother' ? 'female' : 'male',
  );
  return {
    ...EMPTY_WALK_IN,
    applicant: { ...applicant, relation: parent.relation },
    phone: family.phone,
    phoneProved: true,
    child: await typed(desk, child.name, `${year}-${child.day}`, child.sex),
    permanentAddress: family.address,
    queueKind: 'general',
    kindergartens,
    language: family.language,
    notificationType: 'sms',
    notificationLanguage: family.language,
    consents: ['data_processing', 'notifications'],
  };
}

async function typed(desk: Desk, name: Name, born: string, sex: Sex): Promise<TypedPerson> {
  const [surname, givenName, patronymic] = name;
  const iin = await freeIin(desk, { born, sex }, 8000);
  return { iin, surname, givenName, patronymic, birthDate: born, sex };
}

/** BINs of two kindergartens of Сарыбел. */
async function wanted(desk: Desk): Promise<readonly string[]> {
  const rows = await desk.db.read('system', (tx) =>
    tx.selectFrom('kindergarten').select('bin').where('district_id', '=', 1).orderBy('id').limit(2).execute(),
  );
  return rows.map((row) => row.bin);
}
