/** Steps 1 and 2: who applies and how to reach it; the child and where the family lives. */
import { useEffect } from 'react';
import { RELATIONS } from '../../domain/package.ts';
import type { WalkInForm } from '../../domain/walk-in.ts';
import type { WalkInCheckView } from '../../preload/contract/index.ts';
import { date, dateTime, fullName, words } from '../format.ts';
import { useT } from '../i18n.ts';
import { hrefOf } from '../router.ts';
import { Light } from '../ui/Marks.tsx';
import { Inline } from '../ui/States.tsx';
import { useKinship, useLookUp } from './data.ts';
import { type Faults, textAt } from './faults.ts';
import { Choice, PersonFields, proposed, Text } from './fields.tsx';
import css from './walk-in.module.css';

export interface StepProps {
  readonly form: WalkInForm;
  readonly change: (next: (now: WalkInForm) => WalkInForm) => void;
  /** Of this step, once it was tried. */
  readonly faults: Faults;
  readonly check: WalkInCheckView | undefined;
}

export function ContactsStep({ form, change, faults, check }: StepProps) {
  const { t, locale } = useT();
  const lookedUp = useLookUp(form.applicant.iin).data;
  useEffect(() => {
    if (lookedUp === undefined) return;
    change((now) => {
      const applicant = proposed(now.applicant, lookedUp);
      return applicant === now.applicant ? now : { ...now, applicant };
    });
  }, [lookedUp, change]);
  const wrong = (place: string): string | null => textAt(t, locale, faults, place);
  const proof = wrong('contacts/phone');
  return (
    <>
      <PersonFields
        place="applicant"
        person={form.applicant}
        faults={faults}
        lookedUp={lookedUp}
        onChange={(next) => change((now) => ({ ...now, applicant: next(now.applicant) }))}
      >
        <Choice
          label={t('walkIn:field.relation')}
          value={form.applicant.relation}
          options={RELATIONS.map((value) => ({ value, label: t(`walkIn:relation.${value}`) }))}
          error={wrong('applicant/@relation')}
          onChange={(relation) => change((now) => ({ ...now, applicant: { ...now.applicant, relation } }))}
        />
      </PersonFields>
      <Recorded who="applicant" check={check} />
      <div className={css.row}>
        <Text
          type="tel"
          label={t('walkIn:field.phone')}
          value={form.phone}
          most={24}
          placeholder="+7 701 123 45 67"
          error={proof !== null && form.phoneProved ? proof : null}
          // Another number was not called yet.
          onChange={(phone) => change((now) => ({ ...now, phone, phoneProved: false }))}
        />
        <Text
          type="email"
          label={t('walkIn:field.email')}
          value={form.email}
          most={254}
          hint={t('walkIn:hint.email')}
          error={wrong('contacts/email')}
          onChange={(email) => change((now) => ({ ...now, email }))}
        />
      </div>
      <label className={css.tick}>
        <input
          type="checkbox"
          className="cb"
          checked={form.phoneProved}
          onChange={(event) => change((now) => ({ ...now, phoneProved: event.target.checked }))}
        />
        {t('walkIn:field.phoneProved')}
      </label>
      <p className="hint bad-t" role={proof === null || form.phoneProved ? undefined : 'alert'}>
        {proof === null || form.phoneProved ? null : t('walkIn:fault.phone')}
      </p>
    </>
  );
}

export function ChildStep({ form, change, faults, check }: StepProps) {
  const { t, locale } = useT();
  const lookedUp = useLookUp(form.child.iin).data;
  const kinship = useKinship(form.applicant.iin, form.child.iin).data;
  useEffect(() => {
    if (lookedUp === undefined) return;
    change((now) => {
      const child = proposed(now.child, lookedUp);
      return child === now.child ? now : { ...now, child };
    });
  }, [lookedUp, change]);
  const wrong = (place: string): string | null => textAt(t, locale, faults, place);
  return (
    <>
      <PersonFields
        place="child"
        person={form.child}
        faults={faults}
        lookedUp={lookedUp}
        onChange={(next) => change((now) => ({ ...now, child: next(now.child) }))}
      >
        <Text
          label={t('walkIn:field.birthAct')}
          value={form.birthAct}
          most={40}
          placeholder="10-732-23-0005933"
          error={wrong('application/birthAct')}
          onChange={(birthAct) => change((now) => ({ ...now, birthAct }))}
        />
      </PersonFields>
      <Recorded who="child" check={check} />
      {kinship === undefined ? null : (
        <p className={css.registry} role="status">
          <Light
            tone={kinship.answer === 'confirmed' ? 'ok' : kinship.answer === 'differs' ? 'bad' : 'pause'}
          >
            {kinship.role === null
              ? t(`walkIn:kinship.${kinship.answer}`)
              : t('walkIn:kinship.confirmedAs', { role: t(`walkIn:relation.${kinship.role}`) })}
          </Light>
        </p>
      )}
      <Elsewhere check={check} />
      <Text
        label={t('walkIn:field.permanentAddress')}
        value={form.permanentAddress}
        most={300}
        error={wrong('addresses/permanent')}
        onChange={(permanentAddress) => change((now) => ({ ...now, permanentAddress }))}
      />
      <Text
        label={t('walkIn:field.temporaryAddress')}
        value={form.temporaryAddress}
        most={300}
        hint={t('walkIn:hint.temporaryAddress')}
        error={wrong('addresses/temporary')}
        onChange={(temporaryAddress) => change((now) => ({ ...now, temporaryAddress }))}
      />
    </>
  );
}

/** Whom the desk knows otherwise than was typed: what is known is registered. */
function Recorded(props: { who: 'applicant' | 'child'; check: WalkInCheckView | undefined }) {
  const { t } = useT();
  const found = props.check?.recorded.find(({ who }) => who === props.who);
  return found === undefined ? null : (
    <Inline tone="warn">
      {t('walkIn:recorded', { name: fullName(found.person), date: date(found.person.birthDate) })}
    </Inline>
  );
}

/** Where the child waits already: in this district it stands in the way, elsewhere it is a warning. */
export function Elsewhere({ check }: { readonly check: WalkInCheckView | undefined }) {
  const { t, locale } = useT();
  const rows = check?.elsewhere ?? [];
  return rows.map((row) =>
    row.applicationId === null || row.number === null ? (
      <Inline key={`${row.district.kk}${row.submittedAt.getTime()}`} tone="warn">
        {t('walkIn:elsewhere.other', {
          district: words(row.district, locale),
          at: dateTime(row.submittedAt),
        })}
      </Inline>
    ) : (
      <Inline key={row.applicationId}>
        {t('walkIn:elsewhere.here', {
          number: row.number,
          status: row.status === null ? '' : t(`status.${row.status}`),
        })}{' '}
        <a href={hrefOf({ name: 'application', id: row.applicationId, tab: null })}>
          {t('walkIn:elsewhere.open')}
        </a>
      </Inline>
    ),
  );
}
