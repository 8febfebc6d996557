/** The parent's print of a place. */
import { applicationById } from '../../db/queries/applications.ts';
import { wantedSeats } from '../../db/queries/queue-view.ts';
import { fullName } from '../../domain/names.ts';
import { writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import { nameOf } from '../desk/catalogue.ts';
import { actError } from '../errors.ts';
import { explainPlace } from './explain.ts';
import { ratioOf } from './moment.ts';
import { lineOf } from './profile-rows.ts';

/** The print as a PDF; that it was made is written to the history. Throws NOT_FOUND, REFUSED (NOT_WAITING). */
export async function parentPdf(
  ctx: OfficerContext,
  input: { applicationId: string; at: Date | null },
): Promise<{ fileName: string; content: Blob }> {
  const { desk } = ctx;
  const reference = await desk.reference.get();
  const now = desk.clock.now();
  const { application, explained, seats } = await desk.db.read(ctx.scope, async (tx) => {
    const row = await applicationById(tx, input.applicationId);
    if (row === undefined) throw actError('NOT_FOUND');
    return {
      application: row,
      explained: await explainPlace(tx, reference, input.applicationId, now, input.at),
      seats: input.at === null ? await wantedSeats(tx, input.applicationId, 0, now) : [],
    };
  });
  const district = reference.districts.get(application.district_id);
  if (district === undefined) throw actError('NOT_FOUND');
  const { makeParentPrint } = await import('../documents/parent-print.ts');
  const bytes = await makeParentPrint({
    department: {
      kk: district.department_name_kk,
      ru: district.department_name_ru,
      en: district.department_name_en,
    },
    district: nameOf(district),
    number: application.number,
    child: {
      fullName: fullName({
        surname: application.child_surname,
        givenName: application.child_given_name,
        patronymic: application.child_patronymic,
      }),
      givenName: application.child_given_name || application.child_surname,
    },
    key: explained.key,
    profile: lineOf(reference, explained.profile),
    at: explained.at.getTime() * 1000,
    figures: explained.figures,
    ratio: ratioOf(explained.profile),
    live: explained.live,
    seats: seats.map(({ name, free }) => ({ name, free })),
    sample: reference.isSample,
  });
  await desk.db.write(ctx.scope, (tx) =>
    writeHistory(ctx, tx, {
      chain: application.district_id,
      event: 'print',
      applicationId: application.id,
      detail: { what: 'place', place: explained.figures.place },
    }),
  );
  return {
    fileName: `kezek-${application.number}-place.pdf`,
    content: new Blob([Uint8Array.from(bytes)], { type: 'application/pdf' }),
  };
}
