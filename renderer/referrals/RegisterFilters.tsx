/** The filter row of the register: under way, ended or all; then what narrows it. */
import type { ReferralFilter } from '../../preload/contract/index.ts';
import { Segment } from '../decide/Segment.tsx';
import { useT } from '../i18n.ts';
import { Pick, type PickOption } from '../places/Pick.tsx';
import { useCatalogue } from '../query.ts';
import { Act } from '../ui/Act.tsx';
import css from './referrals.module.css';
import { changeRegister, PARTS, type RegisterView, statesOf } from './state.ts';

/** Nothing chosen: the pill shows its name alone; the word for it stands in the list. */
const NONE = '';
const ANY = 'any';
const LIGHTS = ['red', 'amber', 'green'] as const;
const BENEFITS = ['pending', 'confirmed', 'rejected', 'not_needed'] as const;
const LANGUAGES = ['kk', 'ru'] as const;

type Filter = Omit<ReferralFilter, 'states' | 'search'>;

export function RegisterFilters(props: { view: RegisterView; onJobs: () => void }) {
  const { t } = useT();
  const catalogue = useCatalogue().data;
  const { view } = props;
  const { filter } = view;
  const any: PickOption = { value: ANY, label: t('referrals:filter.any') };
  const put = (part: { readonly [K in keyof Filter]: Filter[K] | null }): void => {
    const next = Object.entries({ ...filter, ...part }).filter(([, value]) => value !== null);
    changeRegister({ filter: Object.fromEntries(next) as Filter, chosen: null });
  };
  return (
    <fieldset className={css.filters} aria-label={t('journal:filter.label')}>
      <Segment
        label={t('referrals:part.label')}
        value={view.part}
        options={PARTS.map((part) => ({ value: part, label: t(`referrals:part.${part}`) }))}
        onChange={(part) => changeRegister({ part, state: null, chosen: null })}
      />
      <Pick
        small
        label={t('referrals:filter.state')}
        value={view.state ?? NONE}
        options={[
          any,
          ...statesOf(view.part).map((state) => ({ value: state, label: t(`referrals:state.${state}`) })),
        ]}
        onChange={(value) =>
          changeRegister({ state: statesOf('all').find((one) => one === value) ?? null, chosen: null })
        }
      />
      <Pick
        small
        label={t('referrals:filter.light')}
        value={filter.lights?.[0] ?? NONE}
        options={[any, ...LIGHTS.map((light) => ({ value: light, label: t(`deadline.light.${light}`) }))]}
        onChange={(value) => put({ lights: one(LIGHTS, value) })}
      />
      <Pick
        small
        label={t('referrals:filter.benefit')}
        value={filter.benefit?.[0] ?? NONE}
        options={[
          any,
          ...BENEFITS.map((state) => ({ value: state, label: t(`referrals:benefitFilter.${state}`) })),
        ]}
        onChange={(value) => put({ benefit: one(BENEFITS, value) })}
      />
      <Pick
        small
        label={t('referrals:filter.kindergarten')}
        value={String(filter.kindergartenIds?.[0] ?? NONE)}
        options={[
          any,
          ...(catalogue?.kindergartens ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
        ]}
        onChange={(value) => put({ kindergartenIds: value === ANY ? null : [Number(value)] })}
      />
      <Pick
        small
        label={t('referrals:filter.cohort')}
        value={String(filter.cohortYears?.[0] ?? NONE)}
        options={[
          any,
          ...(catalogue?.cohortYears ?? []).map((year) => ({ value: String(year), label: String(year) })),
        ]}
        onChange={(value) => put({ cohortYears: value === ANY ? null : [Number(value)] })}
      />
      <Pick
        small
        label={t('referrals:filter.language')}
        value={filter.languages?.[0] ?? NONE}
        options={[
          any,
          ...LANGUAGES.map((language) => ({ value: language, label: t(`groupLanguage.${language}`) })),
        ]}
        onChange={(value) => put({ languages: one(LANGUAGES, value) })}
      />
      <span className="gap" />
      <Act size="sm" tone="quiet" icon="cycle" hasPopup="dialog" onClick={props.onJobs}>
        {t('referrals:jobs.open')}
      </Act>
    </fieldset>
  );
}

/** The one value chosen, as the filter's list; null: any. */
function one<V extends string>(values: readonly V[], chosen: string): V[] | null {
  const found = values.find((value) => value === chosen);
  return found === undefined ? null : [found];
}
