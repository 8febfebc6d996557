/** What officers did with companions in these last minutes: registered, approved, refused, suspended; one became staff. */
import { OFFICER_HEAD, OFFICER_ME } from '../../db/demo/world/staff.ts';
import type { CompanionRelation } from '../../domain/companions.ts';
import type { Sex } from '../../domain/iin.ts';
import type { CompanionAct } from '../../domain/status.ts';
import { addStaff, register } from '../companions/index.ts';
import { type Desk, officerContext } from '../context.ts';
import { today } from '../reference.ts';
import { freeIin, versionOf } from './applications.ts';
import type { DeskTurn, Sign } from './place-acts.ts';

/** The clerk's families first, then those of the head of «Балауса». Some of each wait for whoever opens the demo world. */
export const COMPANION_TURNS: readonly DeskTurn[] = [
  { officer: OFFICER_ME, work: (desk, sign) => work(desk, sign, 'clerk') },
  { officer: OFFICER_HEAD, work: (desk, sign) => work(desk, sign, 'head') },
];

interface Someone {
  readonly name: readonly [surname: string, given: string, patronymic: string | null];
  readonly born: string;
  readonly sex: Sex;
  readonly relation: CompanionRelation;
  readonly phone: string;
  /** What is signed about it, in order; none: it waits. */
  readonly acts: readonly (readonly [CompanionAct, string | null])[];
  readonly becomesStaff?: boolean;
}

let phones = 0;
const APPROVED = ['approve_companion', null] as const;
const PEOPLE: Readonly<Record<'clerk' | 'head', readonly Someone[]>> = {
  clerk: [
    one('Сейітжанова', 'Күлпаш', 'Оспанқызы', '1958-04-11', 'female', 'grandmother', APPROVED),
    one('Қуанышев', 'Берік', 'Тасболатұлы', '1961-10-02', 'male', 'grandfather', APPROVED),
    one('Мұқанова', 'Айнұр', null, '1996-07-21', 'female', 'aunt', [
      'refuse_companion',
      'companion_not_wanted',
    ]),
    one('Ыбыраев', 'Санжар', 'Ерланұлы', '1990-02-17', 'male', 'uncle'),
    one('Төлегенова', 'Роза', 'Сағынқызы', '1979-12-05', 'female', 'nanny'),
  ],
  head: [
    one('Әубәкірова', 'Зәмзагүл', 'Қайратқызы', '1955-09-30', 'female', 'grandmother', APPROVED),
    one('Есенов', 'Дамир', 'Маратұлы', '2006-03-14', 'male', 'brother', APPROVED, [
      'suspend_companion',
      'companion_parent_asked',
    ]),
    { ...one('Жүнісова', 'Гүлзат', null, '1988-05-26', 'female', 'aunt', APPROVED), becomesStaff: true },
    one('Оразалина', 'Перизат', 'Нұрланқызы', '2008-01-19', 'female', 'sister'),
    one('Смағұлов', 'Қанат', 'Әміреұлы', '1985-11-08', 'male', 'uncle'),
  ],
};

function one(
  surname: string,
  given: string,
  patronymic: string | null,
  born: string,
  sex: Sex,
  relation: CompanionRelation,
  ...acts: Someone['acts']
): Someone {
  phones += 1;
  return {
    name: [surname, given, patronymic],
    born,
    sex,
    relation,
    phone: `+7701555${String(1000 + phones * 7)}`,
    acts,
  };
}

async function work(desk: Desk, sign: Sign, role: 'clerk' | 'head'): Promise<void> {
  const ctx = officerContext(desk);
  const people = PEOPLE[role];
  const children = await enrolled(
    desk,
    role === 'head' ? (ctx.post.kindergartenId ?? 0) : null,
    people.length,
  );
  for (const [i, who] of people.entries()) {
    const applicationId = children[i];
    if (applicationId === undefined) return;
    const [surname, givenName, patronymic] = who.name;
    const iin = await freeIin(desk, who, 7000);
    const { permitIds } = await register(ctx, {
      iin,
      surname,
      givenName,
      patronymic,
      birthDate: who.born,
      sex: who.sex,
      phone: who.phone,
      relation: who.relation,
      validFrom: today(desk.clock),
      validTo: null,
      children: [{ applicationId, expectedVersion: await versionOf(desk, applicationId) }],
      photo: null,
      idempotencyKey: crypto.randomUUID(),
    });
    for (const [act, reason] of who.acts) {
      await sign(
        { id: applicationId, expectedVersion: await versionOf(desk, applicationId) },
        { act, reason, note: null, details: { companion: { permitId: permitIds[0] ?? '' } } },
      );
    }
    if (who.becomesStaff === true) {
      await addStaff(ctx, {
        kindergartenId: ctx.post.kindergartenId ?? 0,
        iin,
        surname,
        givenName,
        patronymic,
        position: 'assistant',
        validFrom: today(desk.clock),
        idempotencyKey: crypto.randomUUID(),
      });
    }
  }
}

/** Children in kindergartens of Сарыбел, of one or any, by their applications. */
async function enrolled(desk: Desk, kindergarten: number | null, limit: number): Promise<readonly string[]> {
  // 'system': the demo world chooses for its officers; the acts themselves are theirs.
  const rows = await desk.db.read('system', (tx) => {
    let query = tx
      .selectFrom('enrolment as e')
      .innerJoin('application as a', 'a.id', 'e.application_id')
      .innerJoin('referral as r', 'r.id', 'e.referral_id')
      .select('a.id')
      .where('e.ended_on', 'is', null)
      .where('r.state', '=', 'admitted')
      .where('a.district_id', '=', 1);
    query =
      kindergarten === null
        ? query.where('e.kindergarten_id', '<>', 1)
        : query.where('e.kindergarten_id', '=', kindergarten);
    return query.orderBy('a.child_sort_name').orderBy('a.id').limit(limit).execute();
  });
  return rows.map((row) => row.id);
}
