/** Linking a parent: IIN and role, the registry's answer with its time, the paper where it is silent, the court's document. */
import { type KeyboardEvent, useState } from 'react';
import { LINK_ROLES } from '../../domain/kinship.ts';
import type { FamilyCard, LinkDetails, LinkRequest } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { Segment } from '../decide/Segment.tsx';
import { date, dateTime, fullName } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { expectedVersionOf } from '../own-versions.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { DateField, Field, IinField } from '../ui/Fields.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Light, type LightTone } from '../ui/Marks.tsx';
import { Inline } from '../ui/States.tsx';
import { Certificate } from './Certificate.tsx';
import { useRegistry } from './data.ts';
import {
  answered,
  asksPerson,
  detailsOf,
  EMPTY_DRAFT,
  evidenceOf,
  isToJudge,
  type LinkDraft,
  missingOf,
  requestedDraft,
} from './form.ts';
import css from './links.module.css';

export function LinkForm(props: {
  card: FamilyCard;
  /** What a portal asked; the clerk begins with it. */
  request: LinkRequest | null;
  onSign: (details: LinkDetails) => void;
  onClose: () => void;
}) {
  const { t } = useT();
  const errorText = useErrorText();
  const connected = useConnection().kind === 'open';
  const [draft, setDraft] = useState<LinkDraft>(
    props.request === null ? EMPTY_DRAFT : requestedDraft(props.request),
  );
  const registry = useRegistry(props.card.application.id);
  const missing = missingOf(draft);
  const evidence = evidenceOf(draft);
  const set = (change: Partial<LinkDraft>): void => setDraft((now) => ({ ...now, ...change }));
  const mayAsk = connected && !registry.isPending && missing !== 'iin';
  const ask = (): void => {
    const { iin } = draft;
    registry.mutate(iin, {
      onSuccess: (check) =>
        setDraft((now) => (now.iin === iin ? answered(now, check, props.card.certificates) : now)),
    });
  };
  const sign = (): void => {
    const details = detailsOf(draft);
    if (details !== null) props.onSign(details);
  };
  const goOn = missing === 'ask' || (missing === 'role' && draft.check === null) ? ask : sign;
  useHotkeys(t('links:form.title'), [
    {
      combo: 'Ctrl+Enter',
      label: goOn === ask ? t('links:form.ask') : t('links:form.sign'),
      enabled: goOn === ask ? mayAsk : missing === null && connected,
      run: goOn,
    },
    { combo: 'Escape', label: t('act.cancel'), run: props.onClose },
  ]);
  // The screen's keys rest while a field has the focus; Escape leaves the form from there too.
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    props.onClose();
  };
  return (
    <section className={css.form} aria-label={t('links:form.title')} onKeyDown={leave}>
      <h3 className={css.section}>{t('links:form.title')}</h3>
      <div className={css.formRow}>
        <div className={css.iin}>
          <IinField
            label={t('links:form.iin')}
            value={draft.iin}
            autoFocus
            adult
            onChange={(iin) => setDraft({ ...EMPTY_DRAFT, role: draft.role, iin })}
          />
        </div>
        <div>
          <span className="fl">{t('links:form.role')}</span>
          <Segment
            large
            label={t('links:form.role')}
            value={draft.role ?? ''}
            options={LINK_ROLES.map((value) => ({ value, label: t(`links:role.${value}`) }))}
            onChange={(role) => set({ role: LINK_ROLES.find((one) => one === role) ?? null })}
          />
        </div>
        <div className={css.ask}>
          <Act icon="search" busy={registry.isPending} disabled={!mayAsk} onClick={ask}>
            {t(draft.check === null ? 'links:form.ask' : 'links:form.askAgain')}
          </Act>
        </div>
      </div>
      {registry.error === null ? null : (
        <Inline onClose={registry.reset}>
          {t('links:form.notAsked', { error: errorText(registry.error) })}
        </Inline>
      )}
      <Answer draft={draft} />
      {asksPerson(draft) ? <Person draft={draft} set={set} /> : null}
      {draft.role === 'guardian' || draft.check === null || draft.check.answer === 'confirmed' ? null : (
        <label className={css.tick}>
          <input
            type="checkbox"
            checked={draft.byCourt}
            onChange={(event) => set({ byCourt: event.target.checked })}
          />
          {t('links:form.byCourt')}
        </label>
      )}
      {evidence === 'court_document' ? <Court draft={draft} set={set} /> : null}
      {evidence === 'birth_certificate' && draft.check?.answer !== 'differs' ? (
        <Papers card={props.card} draft={draft} set={set} />
      ) : null}
      <div className={css.formActs}>
        <span className="small muted" role="status">
          {missing === null ? null : t(`links:missing.${missing}`)}
        </span>
        <span className="gap" />
        <Act combo="Escape" onClick={props.onClose}>
          {t('act.cancel')}
        </Act>
        <Act
          tone="primary"
          icon="edit"
          combo="Ctrl+Enter"
          disabled={missing !== null || !connected}
          onClick={sign}
        >
          {t('links:form.sign')}
        </Act>
      </div>
    </section>
  );
}

type Part = { readonly draft: LinkDraft; readonly set: (change: Partial<LinkDraft>) => void };

const TONES = {
  confirmed: 'ok',
  differs: 'bad',
  not_found: 'warn',
  unreachable: 'pause',
} as const satisfies Record<string, LightTone>;

/** What the registry said, when, and what follows from it, in words. */
function Answer({ draft }: { readonly draft: LinkDraft }) {
  const { t } = useT();
  const { check } = draft;
  if (check === null) return null;
  const isOther = check.role !== null && draft.role !== null && draft.role !== check.role;
  return (
    <div className={css.answer}>
      <p className={css.answerHead}>
        <Light tone={isOther ? 'warn' : TONES[check.answer]}>{answerText(t, draft)}</Light>
        <span className="gap" />
        <span className="small muted num">
          {t(`links:source.${check.source}`)}, {dateTime(check.checkedAt)}
        </span>
      </p>
      {check.person === null ? null : (
        <p className="num">
          {fullName(check.person)}
          <span className="muted"> · {date(check.person.birthDate)}</span>
        </p>
      )}
      <p className="small sub">{t(isOther ? 'links:follows.otherRole' : `links:follows.${check.answer}`)}</p>
    </div>
  );
}

function answerText(t: T, { check, role }: LinkDraft): string {
  if (check === null) return '';
  if (check.answer !== 'confirmed' || check.role === null) return t(`decide:family.answer.${check.answer}`);
  const as = t(`links:role.${check.role}`);
  return role !== null && role !== check.role
    ? t('links:confirmedOther', { role: as })
    : t('links:confirmedAs', { role: as });
}

function Text(props: { label: string; value: string; onChange: (value: string) => void; hint?: string }) {
  return (
    <Field label={props.label} hint={props.hint}>
      {({ id, describedBy, invalid }) => (
        <div className="input">
          <input
            id={id}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            value={props.value}
            maxLength={120}
            onChange={(event) => props.onChange(event.target.value)}
          />
        </div>
      )}
    </Field>
  );
}

function Person({ draft, set }: Part) {
  const { t } = useT();
  return (
    <div className={css.thirds}>
      <Text
        label={t('links:form.surname')}
        value={draft.surname}
        hint={t('links:form.asInPaper')}
        onChange={(surname) => set({ surname })}
      />
      <Text
        label={t('links:form.givenName')}
        value={draft.givenName}
        onChange={(givenName) => set({ givenName })}
      />
      <Text
        label={t('links:form.patronymic')}
        value={draft.patronymic}
        onChange={(patronymic) => set({ patronymic })}
      />
    </div>
  );
}

function Court({ draft, set }: Part) {
  const { t } = useT();
  return (
    <div className={css.court}>
      <Text
        label={t('links:form.courtNumber')}
        value={draft.courtNumber}
        onChange={(courtNumber) => set({ courtNumber })}
      />
      <Text label={t('links:form.court')} value={draft.court} onChange={(court) => set({ court })} />
      <DateField
        label={t('links:form.courtOn')}
        value={draft.courtOn}
        onChange={(courtOn) => set({ courtOn })}
      />
      <DateField
        label={t('links:form.courtUntil')}
        value={draft.courtUntil}
        onChange={(courtUntil) => set({ courtUntil })}
      />
    </div>
  );
}

const versionOf = ({ application }: FamilyCard): number =>
  expectedVersionOf({ id: application.id, version: application.version });

function Papers({ card, draft, set }: Part & { readonly card: FamilyCard }) {
  const { t } = useT();
  const chosen = card.certificates.find((one) => one.scanId === draft.scanId);
  const toJudge = card.certificates.filter(isToJudge);
  const shown = chosen ?? toJudge[0];
  if (card.certificates.length === 0) {
    return <Inline tone="warn">{t('links:noCertificate')}</Inline>;
  }
  return (
    <>
      <div className={css.papers} role="radiogroup" aria-label={t('links:certificate')}>
        {card.certificates.map((one) => (
          <label key={one.scanId} className={css.tick}>
            <input
              type="radio"
              name="certificate"
              checked={one.scanId === draft.scanId}
              disabled={one.verdict !== 'valid'}
              onChange={() => set({ scanId: one.scanId })}
            />
            {t('links:certificate')}
            <span className="small muted">{t(`links:verdict.${one.verdict ?? 'unread'}`)}</span>
          </label>
        ))}
      </div>
      {toJudge.length === 0 ? null : <Inline tone="warn">{t('links:request.lookAt')}</Inline>}
      {shown === undefined ? null : (
        <Certificate
          key={shown.scanId}
          scan={shown}
          title={t('links:certificate')}
          judge={
            shown.judged ? { version: versionOf(card), onValid: () => set({ scanId: shown.scanId }) } : null
          }
        />
      )}
    </>
  );
}
