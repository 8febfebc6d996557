/** The two tables of dated rules as their pages have them. */
import type { DeliveryRuleDraft, FamilyRuleDraft } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { words } from '../format.ts';
import { useT } from '../i18n.ts';
import { useAsking } from '../use-asking.ts';
import { DeliveryFields, FamilyFields } from './DatedFields.tsx';
import type { DatedTable } from './DatedForm.tsx';
import { DELIVERY_KIND, type DeliveryForm, FAMILY_KIND, type FamilyForm } from './dated-form.ts';
import { DELIVERY_FIELDS, deliveryValue, FAMILY_FIELDS, familyValue } from './dated-words.ts';
import { Slot } from './fields.tsx';
import { ActPick, VerifiedBox } from './head-fields.tsx';

type Acts = readonly {
  readonly code: string;
  readonly title: { readonly kk: string; readonly ru: string; readonly en: string };
}[];

export function useFamilyTable(acts: Acts): DatedTable<FamilyRuleDraft, FamilyForm> {
  const { t, locale } = useT();
  const ask = useAsking(api.rules.saveFamily);
  const title = (code: string): string => {
    const act = acts.find((one) => one.code === code);
    return act === undefined ? code : words(act.title, locale);
  };
  const known = (field: string) => FAMILY_FIELDS.find((one) => one === field);
  return {
    id: 'family',
    kind: FAMILY_KIND,
    fields: FAMILY_FIELDS,
    fieldName: (field) => {
      const one = known(field);
      return one === undefined ? '' : t(`rules:field.${one}`);
    },
    valueOf: (rule, field) => {
      const one = known(field);
      return one === undefined ? '' : familyValue(t, rule, one, title);
    },
    tagOf: (rule) => familyValue(t, rule, 'verified', title),
    head: ({ form, change, errorOf, disabled }) => (
      <>
        <Slot field="legalAct" wide>
          <ActPick
            value={form.legalAct}
            acts={acts}
            disabled={disabled}
            error={errorOf('legalAct')}
            onChange={(legalAct) => change({ legalAct })}
          />
        </Slot>
        <Slot field="verified">
          <VerifiedBox
            checked={form.verified}
            disabled={disabled}
            onChange={(verified) => change({ verified })}
          />
        </Slot>
      </>
    ),
    body: (fields) => <FamilyFields {...fields} ground={title(fields.form.legalAct)} />,
    save: (id, mark, rule) => ask({ id, mark, rule }),
  };
}

export function useDeliveryTable(): DatedTable<DeliveryRuleDraft, DeliveryForm> {
  const { t } = useT();
  const ask = useAsking(api.rules.saveDelivery);
  const known = (field: string) => DELIVERY_FIELDS.find((one) => one === field);
  return {
    id: 'delivery',
    kind: DELIVERY_KIND,
    fields: DELIVERY_FIELDS,
    fieldName: (field) => {
      const one = known(field);
      return one === undefined ? '' : t(`rules:field.${one}`);
    },
    valueOf: (rule, field) => {
      const one = known(field);
      return one === undefined ? '' : deliveryValue(t, rule, one);
    },
    tagOf: () => null,
    head: () => null,
    body: (fields) => <DeliveryFields {...fields} />,
    save: (id, mark, rule) => ask({ id, mark, rule }),
  };
}
