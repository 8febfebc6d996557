import { almatyDate } from '../../domain/calendar.ts';
import type { WalkInForm } from '../../domain/walk-in.ts';
import type { OfficerContext } from '../context.ts';
import type { Paper } from '../decisions/papers.ts';
import { nameOf } from '../desk/catalogue.ts';
import { refused } from '../errors.ts';
import { drawWalkIn, thisSecond } from './draw.ts';
import { kindergartenNames } from './names.ts';

/** The application with its consents, for the parent's own hand. Throws REFUSED with what it lacks. */
export async function formPdf(ctx: OfficerContext, input: { readonly form: WalkInForm }): Promise<Paper> {
  const at = thisSecond(ctx);
  const { reference, district, package: one, faults } = await drawWalkIn(ctx, input.form, at);
  if (one === null || faults.length > 0) {
    throw refused(...faults.map(({ code, place }) => ({ code, field: place })));
  }
  const on = almatyDate(at);
  const benefit = reference.categories.find(
    (row) =>
      row.code === one.benefitCategory &&
      (row.region_id === null || row.region_id === district.region_id) &&
      row.valid_from <= on &&
      (row.valid_to === null || on < row.valid_to),
  );
  const names = await kindergartenNames(ctx, one.kindergartens);
  const { makeWalkInForm } = await import('../documents/walk-in-form.ts');
  const bytes = await makeWalkInForm({
    one,
    department: {
      kk: district.department_name_kk,
      ru: district.department_name_ru,
      en: district.department_name_en,
    },
    benefit: benefit === undefined ? null : nameOf(benefit),
    kindergartens: one.kindergartens.map((bin) => names.get(bin) ?? bin),
    documents: one.scans.flatMap(({ kind }) => {
      const row = reference.documentKinds.get(kind);
      return row === undefined ? [] : [nameOf(row)];
    }),
    at,
    sample: reference.isSample,
  });
  return {
    fileName: `kezek-${one.portalId}-application.pdf`,
    content: new Blob([Uint8Array.from(bytes)], { type: 'application/pdf' }),
  };
}
