/** Step 5: everything once more, how the consent is proved, and the signature that registers. */
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { CONSENT_PROOFS, type ConsentProof } from '../../domain/registration-decision.ts';
import { SIGNED_PAPER, WALK_IN_STEPS, type WalkInStep } from '../../domain/walk-in.ts';
import type { WalkInCheckView, WalkInDraftView } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { Segment } from '../decide/Segment.tsx';
import { time } from '../format.ts';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { PasswordField } from '../ui/Fields.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Light } from '../ui/Marks.tsx';
import { Inline } from '../ui/States.tsx';
import { saveFile } from '../ui/save-file.ts';
import { ScanList, type ScanProps } from './BenefitStep.tsx';
import { sentForm } from './data.ts';
import { type Faults, faultsOf, faultText } from './faults.ts';
import { Elsewhere } from './PeopleSteps.tsx';
import { SCAN_FILES, sendScan } from './scans.ts';
import css from './walk-in.module.css';

export function SignPart(
  props: {
    draft: WalkInDraftView;
    faults: Faults;
    check: WalkInCheckView | undefined;
    consent: ConsentProof;
    onConsent: (consent: ConsentProof) => void;
    onDraft: (draft: WalkInDraftView) => void;
    onStep: (step: WalkInStep) => void;
    error: unknown;
  } & ScanProps,
) {
  const { t } = useT();
  const errorText = useErrorText();
  const { draft, consent, faults } = props;
  return (
    <>
      <Elsewhere check={props.check} />
      <Lacking faults={faults} onStep={props.onStep} />
      <section>
        <h3 className="h14">{t('walkIn:consentProof.title')}</h3>
        <p className="small sub">{t('walkIn:consentProof.detail')}</p>
        <div className={css.proof}>
          <Segment
            large
            autoFocus
            label={t('walkIn:consentProof.title')}
            value={consent}
            options={CONSENT_PROOFS.toReversed().map((value) => ({
              value,
              label: t(`walkIn:consentProof.${value}`),
            }))}
            onChange={props.onConsent}
          />
        </div>
        {consent === 'signature' ? (
          <ParentKey draft={draft} disabled={faults.length > 0} onDraft={props.onDraft} />
        ) : (
          <Paper {...props} />
        )}
      </section>
      {props.error === null || props.error === undefined ? null : <Inline>{errorText(props.error)}</Inline>}
    </>
  );
}

/** What is still missing, each with the way to its step. */
function Lacking({
  faults,
  onStep,
}: {
  readonly faults: Faults;
  readonly onStep: (step: WalkInStep) => void;
}) {
  const { t, locale } = useT();
  const steps = WALK_IN_STEPS.filter((step) => faultsOf(faults, step).length > 0);
  if (steps.length === 0) {
    return (
      <p role="status">
        <Light tone="ok">{t('walkIn:complete')}</Light>
      </p>
    );
  }
  return (
    <ul className={css.lacking} aria-label={t('walkIn:lacking')}>
      {steps.map((step) => (
        <li key={step}>
          <Act size="sm" icon="back" onClick={() => onStep(step)}>
            {t(`walkIn:step.${step}`)}
          </Act>
          <span className="small bad-t">
            {[...new Set(faultsOf(faults, step).map((fault) => faultText(t, locale, fault)))].join(' ')}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Printed, signed by hand, and scanned back or kept in the folder. */
function Paper(props: { draft: WalkInDraftView; faults: Faults; consent: ConsentProof } & ScanProps) {
  const { t } = useT();
  const errorText = useErrorText();
  const input = useRef<HTMLInputElement>(null);
  const print = useMutation({
    mutationFn: async () => {
      const { fileName, content } = await api.walkIn.formPdf({ form: sentForm(props.draft.form) });
      saveFile(fileName, content);
    },
  });
  const send = useMutation({
    mutationFn: (file: File) => sendScan(file, { kind: SIGNED_PAPER, about: 'applicant' }),
    onSuccess: props.onScans,
  });
  const papers = props.scans.filter(({ kind }) => kind === SIGNED_PAPER);
  const error = print.error ?? send.error;
  return (
    <>
      <div className={css.acts}>
        <Act
          icon="print"
          busy={print.isPending}
          disabled={props.faults.length > 0}
          onClick={() => print.mutate()}
        >
          {t('walkIn:paper.print')}
        </Act>
        {props.consent === 'paper_scan' ? (
          <Act icon="plus" busy={send.isPending} onClick={() => input.current?.click()}>
            {t('walkIn:paper.scan')}
          </Act>
        ) : null}
        <span className="small sub">
          {t(props.consent === 'paper_scan' ? 'walkIn:paper.scanHint' : 'walkIn:paper.keptHint')}
        </span>
      </div>
      <input
        ref={input}
        type="file"
        tabIndex={-1}
        className="visually-hidden"
        accept={SCAN_FILES}
        aria-label={t('walkIn:paper.scan')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) send.mutate(file);
        }}
      />
      {error === null ? null : <Inline>{errorText(error)}</Inline>}
      {papers.length === 0 ? null : <ScanList {...props} scans={papers} />}
    </>
  );
}

/** The parent's own key file: its bytes and password go to the signer, nothing of them stays here. */
function ParentKey(props: {
  draft: WalkInDraftView;
  disabled: boolean;
  onDraft: (draft: WalkInDraftView) => void;
}) {
  const { t } = useT();
  const errorText = useErrorText();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [password, setPassword] = useState('');
  const sign = useMutation({
    mutationFn: async (key: File) => {
      try {
        return await api.walkIn.signByParent({
          form: sentForm(props.draft.form),
          content: key,
          password,
        });
      } finally {
        setPassword('');
      }
    },
    onSuccess: (draft) => {
      setFile(null);
      props.onDraft(draft);
    },
  });
  const { signedBy } = props.draft;
  if (signedBy !== null) {
    return (
      <Inline tone="ok">
        {t('walkIn:parentKey.signed', { name: signedBy.fullName, time: time(signedBy.at) })}
      </Inline>
    );
  }
  return (
    <form
      className={css.parentKey}
      onSubmit={(event) => {
        event.preventDefault();
        if (file !== null && password !== '' && !sign.isPending) sign.mutate(file);
      }}
    >
      <div className={css.acts}>
        <Act icon="folder" onClick={() => input.current?.click()}>
          {t('walkIn:parentKey.choose')}
        </Act>
        <span className="small clip">
          {file === null ? <span className="sub">{t('walkIn:parentKey.hint')}</span> : file.name}
        </span>
      </div>
      <input
        ref={input}
        type="file"
        tabIndex={-1}
        className="visually-hidden"
        accept=".p12,.pfx"
        aria-label={t('walkIn:parentKey.choose')}
        onChange={(event) => {
          setFile(event.target.files?.[0] ?? null);
          event.target.value = '';
          sign.reset();
        }}
      />
      {file === null ? null : (
        <div className={css.row}>
          <PasswordField
            // Another file is another password: its field comes anew, with the focus.
            key={`${file.name} ${file.lastModified}`}
            label={t('walkIn:parentKey.password')}
            value={password}
            busy={sign.isPending}
            error={sign.error === null ? null : errorText(sign.error)}
            autoFocus
            onChange={setPassword}
          />
          <div className={css.parentSign}>
            <Act type="submit" icon="key" busy={sign.isPending} disabled={props.disabled || password === ''}>
              {t('walkIn:parentKey.sign')}
            </Act>
            {props.disabled ? <span className="small warn-t">{t('walkIn:parentKey.first')}</span> : null}
          </div>
        </div>
      )}
      <p className="small muted">
        <Icon name="lock" size={12} /> {t('walkIn:parentKey.leaves')}
      </p>
    </form>
  );
}
