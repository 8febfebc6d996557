/**
 * Linking a parent's IIN, the staff side of e.astana.kz's own story: by the child's IIN, kinship confirmed by the registry, or
 * by the birth certificate while it is silent; what the family is told; the application is the parent's from then on.
 */
import { sql } from 'kysely';
import type { Page } from 'playwright/test';
import { makeIin } from '../../../domain/iin.ts';
import { resultDialog, signNow } from '../support/decide.ts';
import { expect, test } from '../support/fixtures.ts';
import { searchBox } from '../support/journal.ts';
import { goAddress, goTo, takeDesk } from '../support/officers.ts';
import { answerQuestions, readPassword, signAndSave, takeSigningKey } from '../support/places-desk.ts';
import { DISTRICT, inFolder, rowsOf, the } from '../support/places-world.ts';
import type { Words } from '../support/words.ts';

interface Family {
  readonly id: string;
  readonly number: string;
  readonly childIin: string;
  readonly surname: string;
  /** What the registry knows of a parent the application does not name. */
  readonly parentIin: string;
  readonly parentSurname: string;
  readonly role: 'mother' | 'father';
}

let told: Family;
let silent: { readonly id: string; readonly number: string; readonly childIin: string };

async function prepare(dataFolder: string): Promise<void> {
  await inFolder(dataFolder, async (db) => {
    told = the(
      (
        await rowsOf(
          db,
          sql<Family>`select a.id::text, a.number, c.iin as "childIin", c.surname, k.parent_iin as "parentIin", k.role,
              r.surname as "parentSurname"
            from kezek.application a join kezek.person c on c.id = a.child_id
              join kezek.registry_kinship k on k.child_iin = c.iin and k.role <> a.applicant_relation
              join kezek.registry_person r on r.iin = k.parent_iin
            where a.district_id = ${DISTRICT} and a.status = 'queued' and a.second_parent_id is null
              and a.applicant_relation in ('mother', 'father') and a.twin_group is null
            order by a.id limit 1`,
        )
      )[0],
      'child whose other parent only the registry knows',
    );
    silent = the(
      (
        await rowsOf(
          db,
          sql<typeof silent>`select a.id::text, a.number, c.iin as "childIin"
            from kezek.application a join kezek.person c on c.id = a.child_id
              join kezek.scan s on s.application_id = a.id and s.document_kind = 'birth_certificate' and s.replaced_by is null
              join kezek.scan_verdict v on v.scan_id = s.id and v.verdict = 'valid'
            where a.district_id = ${DISTRICT} and a.status = 'queued' and a.applicant_relation = 'mother'
              and not exists (select from kezek.registry_kinship k where k.child_iin = c.iin)
            order by a.id limit 1`,
        )
      )[0],
      'child of whom the registry is silent',
    );
  });
}

test.use({ prepare: { run: prepare } });

const card = (page: Page, t: Words) => page.getByRole('region', { name: t('links:card'), exact: true });

test('a parent’s IIN is linked by the child’s IIN, and the application is that parent’s too', async ({
  page,
  t,
}) => {
  const password = await readPassword(page, t);
  await takeDesk(page, t, 'clerk');
  await goTo(page, 'KeyL');
  await searchBox(page, t).fill(told.childIin);
  await expect(card(page, t).getByRole('link', { name: told.number }).first()).toBeVisible();
  await searchBox(page, t).press('Enter');
  await page.keyboard.press('KeyN');
  await expect(page.getByLabel(t('links:form.iin'), { exact: true })).toBeFocused();
  await page.keyboard.type(told.parentIin);
  await page.keyboard.press('Control+Enter');
  const role = t(`links:role.${told.role}`);
  await expect(card(page, t)).toContainText(t('links:confirmedAs', { role }));
  await expect(card(page, t)).toContainText(told.parentSurname);
  await expect(page.getByRole('radio', { name: role })).toBeChecked();
  await page.keyboard.press('Control+Enter');
  await takeSigningKey(page, t);
  await signNow(page, t, password);
  await expect(resultDialog(page, t)).toContainText('Туыстық расталды, деректер сәтті жаңартылды');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const link = card(page, t).getByRole('article');
  await expect(link).toContainText(told.parentIin);
  await expect(link).toContainText(t('links:state.live'));
  await expect(link.getByRole('link', { name: told.number })).toBeVisible();
  // The log finds the application by that parent, and its own page names them.
  await goTo(page, 'KeyJ');
  await page.getByRole('tab', { name: new RegExp(`^${t('journal:views.all')}`) }).click();
  await searchBox(page, t).fill(told.parentIin);
  await expect(page.getByRole('grid').getByText(told.number)).toBeVisible();
  await goAddress(page, `#/application/${told.id}/info`);
  await expect(page.getByRole('tabpanel')).toContainText(told.parentIin);
  await goAddress(page, `#/application/${told.id}/decisions`);
  await expect(page.getByRole('tabpanel')).toContainText(t('decide:sign.outcome.linked'));
});

test('while the registry is silent the birth certificate is looked at; a dispute takes the right away, unlinking ends it', async ({
  page,
  t,
}) => {
  const password = await readPassword(page, t);
  await takeDesk(page, t, 'clerk');
  await goAddress(page, `#/application/${silent.id}/info`);
  await page.getByRole('link', { name: t('application:info.links') }).click();
  await expect(card(page, t).getByRole('link', { name: silent.number }).first()).toBeVisible();
  await page.keyboard.press('KeyN');
  let father: string | null = null;
  for (let serial = 3100; father === null; serial++) father = makeIin('1984-05-06', 'male', serial);
  await page.keyboard.type(father);
  await page.getByRole('radio', { name: t('links:role.father') }).click();
  await page.keyboard.press('Control+Enter');
  await expect(card(page, t)).toContainText(t('decide:family.answer.not_found'));
  await expect(card(page, t)).toContainText(t('links:follows.not_found'));
  // The paper is drawn beside the data, and nothing goes on without the person's name.
  await expect(card(page, t).getByRole('img').first()).toBeVisible();
  await expect(page.getByText(t('links:missing.person'))).toBeVisible();
  await page.getByLabel(t('links:form.surname'), { exact: true }).fill('Сынақов');
  await page.getByLabel(t('links:form.givenName'), { exact: true }).fill('Ерлан');
  await page.keyboard.press('Control+Enter');
  await signAndSave(page, t, password, 'linked');
  await expect(card(page, t).getByRole('button', { name: t('links:form.open') })).toBeVisible();
  const link = card(page, t).getByRole('article');
  await expect(link).toContainText('Сынақов Ерлан');
  await expect(link).toContainText(t('decide:family.evidence.birth_certificate'));

  await page.keyboard.press('KeyD');
  await answerQuestions(page, t, 'dispute', true);
  await signAndSave(page, t, password, 'link_disputed');
  await expect(link).toContainText(t('links:state.disputed'));
  await page.keyboard.press('KeyU');
  await answerQuestions(page, t, 'unlink', true);
  await signAndSave(page, t, password, 'unlinked');
  await expect(link).toContainText(t('links:state.ended'));
  await expect(link).toContainText(t('decide:sign.outcome.link_disputed'));
});
