/** Step 4: the kindergartens in their order, the language of the group, how the family is told, and what it agrees to. */
import { CONSENT_KINDS, NOTIFICATION_TYPES, PACKAGE_LIMITS } from '../../domain/package.ts';
import type { Catalogue } from '../../preload/contract/index.ts';
import { useT } from '../i18n.ts';
import { Pick } from '../places/Pick.tsx';
import { IconAct } from '../ui/Act.tsx';
import { DateField } from '../ui/Fields.tsx';
import { textAt } from './faults.ts';
import { Choice } from './fields.tsx';
import type { StepProps } from './PeopleSteps.tsx';
import css from './walk-in.module.css';

const LANGUAGES = ['kk', 'ru'] as const;
/** At the counter nobody sends a code by 1414. */
const CONSENTS = CONSENT_KINDS.filter((kind) => kind !== 'consent_1414');

export function WishStep({ form, change, faults, catalogue }: StepProps & { readonly catalogue: Catalogue }) {
  const { t, locale } = useT();
  const wrong = (place: string): string | null => textAt(t, locale, faults, place);
  return (
    <>
      <Kindergartens
        bins={form.kindergartens}
        catalogue={catalogue}
        error={wrong('application/kindergartens')}
        onChange={(kindergartens) => change((now) => ({ ...now, kindergartens }))}
      />
      <div className={css.thirds}>
        <Choice
          label={t('walkIn:field.language')}
          value={form.language}
          options={LANGUAGES.map((value) => ({ value, label: t(`walkIn:language.${value}`) }))}
          error={wrong('application/language')}
          onChange={(language) => change((now) => ({ ...now, language }))}
        />
        <Choice
          label={t('walkIn:field.notificationLanguage')}
          value={form.notificationLanguage}
          options={LANGUAGES.map((value) => ({ value, label: t(`walkIn:language.${value}`) }))}
          error={wrong('notification/@language')}
          onChange={(notificationLanguage) => change((now) => ({ ...now, notificationLanguage }))}
        />
        <DateField
          label={t('walkIn:field.desiredFrom')}
          value={form.desiredFrom}
          error={wrong('application/desiredFrom')}
          onChange={(desiredFrom) => change((now) => ({ ...now, desiredFrom }))}
        />
      </div>
      <Choice
        label={t('walkIn:field.notificationType')}
        value={form.notificationType}
        options={NOTIFICATION_TYPES.map((value) => ({ value, label: t(`walkIn:channel.${value}`) }))}
        error={wrong('notification/@type')}
        onChange={(notificationType) => change((now) => ({ ...now, notificationType }))}
      />
      <fieldset className={css.consents}>
        <legend className="fl">{t('walkIn:field.consents')}</legend>
        {CONSENTS.map((kind) => (
          <label key={kind} className={css.tick}>
            <input
              type="checkbox"
              className="cb"
              checked={form.consents.includes(kind)}
              onChange={(event) =>
                change((now) => ({
                  ...now,
                  consents: CONSENTS.filter((one) =>
                    one === kind ? event.target.checked : now.consents.includes(one),
                  ),
                }))
              }
            />
            {t(`walkIn:consent.${kind}`)}
          </label>
        ))}
        <p className="hint bad-t" role={wrong('consents') === null ? undefined : 'alert'}>
          {wrong('consents')}
        </p>
      </fieldset>
    </>
  );
}

/** The most wanted first; each may go up, or go. */
function Kindergartens(props: {
  bins: readonly string[];
  catalogue: Catalogue;
  error: string | null;
  onChange: (bins: readonly string[]) => void;
}) {
  const { t } = useT();
  const { bins, catalogue, onChange } = props;
  const nameOf = (bin: string): string => catalogue.kindergartens.find((one) => one.bin === bin)?.name ?? bin;
  const up = (at: number): void => {
    const [one, before] = [bins[at], bins[at - 1]];
    if (one === undefined || before === undefined) return;
    onChange(bins.map((bin, i) => (i === at - 1 ? one : i === at ? before : bin)));
  };
  return (
    <div>
      {bins.length >= PACKAGE_LIMITS.kindergartens ? (
        <span className="fl">{t('walkIn:field.kindergartens')}</span>
      ) : (
        <Pick
          autoFocus={bins.length === 0}
          label={t('walkIn:field.kindergartens')}
          value=""
          placeholder={t('walkIn:addKindergarten', { rank: bins.length + 1 })}
          options={catalogue.kindergartens
            .filter(({ bin }) => !bins.includes(bin))
            .map(({ bin, name }) => ({ value: bin, label: name }))}
          onChange={(bin) => onChange([...bins, bin])}
        />
      )}
      <ol className={css.wishes}>
        {bins.map((bin, at) => (
          <li key={bin}>
            <b className="num">{at + 1}</b>
            <span className="clip" title={nameOf(bin)}>
              {nameOf(bin)}
            </span>
            <IconAct
              small
              icon="chevronUp"
              label={t('walkIn:moveUp', { name: nameOf(bin) })}
              disabled={at === 0}
              onClick={() => up(at)}
            />
            <IconAct
              small
              icon="x"
              label={t('walkIn:removeKindergarten', { name: nameOf(bin) })}
              onClick={() => onChange(bins.filter((one) => one !== bin))}
            />
          </li>
        ))}
      </ol>
      <p className="hint bad-t" role={props.error === null ? undefined : 'alert'}>
        {props.error}
      </p>
    </div>
  );
}
