import { useMutation } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import type { Decision } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { date, dateTime, fullName, words } from '../format.ts';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Icon } from '../ui/Icon.tsx';
import { Light } from '../ui/Marks.tsx';
import { Inline } from '../ui/States.tsx';
import css from './decide.module.css';
import { QrCode } from './QrCode.tsx';
import { channelText } from './SignStep.tsx';
import { useDecisionFile } from './use-files.ts';
import { VerificationLines } from './Verification.tsx';

export type NextStep = { readonly name: string; readonly go: () => void } | null;

/** After the signature: the verification, not a cheer. */
export function ResultStep(props: {
  decision: Decision;
  /** Just signed here, or looked at later. */
  fresh: boolean;
  next: NextStep;
  onCorrect: (() => void) | null;
  onClose: () => void;
}) {
  const { t } = useT();
  const errorText = useErrorText();
  const [decision, setDecision] = useState(props.decision);
  const files = useDecisionFile(decision.id);
  const verify = useMutation({
    mutationFn: () => api.decisions.verify({ id: decision.id }),
    onSuccess: setDecision,
  });
  const goNext = (): void => {
    // It closes the dialog itself: closing after a signature leads back to the list.
    props.next?.go();
  };
  useHotkeys(
    t('decide:keys.result'),
    [
      { combo: 'KeyV', label: t('decide:result.verify'), run: () => verify.mutate() },
      { combo: 'KeyP', label: t('decide:result.pdf'), run: () => files.mutate('noticePdf') },
      { combo: 'KeyX', label: t('decide:result.xml'), run: () => files.mutate('xml') },
      ...(props.next === null
        ? []
        : [
            {
              combo: 'KeyJ',
              label: t('decide:result.next', { name: props.next.name }),
              run: goNext,
            },
          ]),
    ],
    { level: 2 },
  );
  const error = verify.error ?? files.error;
  return (
    <Dialog
      title={props.fresh ? t('decide:result.title') : t('decide:title')}
      afterTitle={t('decide:result.number', { number: decision.number })}
      width={920}
      flush
      onClose={props.onClose}
      footer={
        <>
          {props.onCorrect === null ? null : (
            <Act tone="quiet" icon="return" hasPopup="dialog" onClick={props.onCorrect}>
              {t('decide:result.correct')}
            </Act>
          )}
          <span className="gap" />
          <Act combo="Escape" autoFocus={props.next === null} onClick={props.onClose}>
            {props.fresh && props.next !== null ? t('decide:result.toJournal') : t('decide:result.close')}
          </Act>
          {props.next === null ? null : (
            <Act tone="primary" icon="forward" combo="KeyJ" autoFocus onClick={goNext}>
              {t('decide:result.next', { name: props.next.name })}
            </Act>
          )}
        </>
      }
    >
      <VerificationBadge
        decision={decision}
        fresh={props.fresh}
        busy={verify.isPending}
        onVerify={() => verify.mutate()}
      />
      <div className={`${css.sign} ${css.result}`}>
        <div className={css.resultLeft}>
          <DecisionFacts decision={decision} />
          <VerificationLines verification={decision.verification} />
          {error === null ? null : (
            <Inline>{t('decide:result.notSaved', { error: errorText(error) })}</Inline>
          )}
        </div>
        <div className={css.resultRight}>
          <DecisionNotice decision={decision} />
          <FamilyText decision={decision} />
          <section className={css.files}>
            <Act wide icon="file" combo="KeyP" onClick={() => files.mutate('noticePdf')}>
              {t('decide:result.pdf')}
            </Act>
            <Act wide icon="download" combo="KeyX" onClick={() => files.mutate('xml')}>
              {t('decide:result.xml')}
            </Act>
            <Act wide icon="scroll" onClick={() => files.mutate('protocolPdf')}>
              {t('decide:result.protocol')}
            </Act>
          </section>
        </div>
      </div>
    </Dialog>
  );
}

/** 64 high: the whole verdict in one line, and the way to ask again. */
export function VerificationBadge(props: {
  decision: Decision;
  fresh: boolean;
  busy: boolean;
  onVerify: () => void;
}) {
  const { t } = useT();
  const { verification, trustPurpose } = props.decision;
  const at = dateTime(verification.verifiedAt);
  return (
    <div className={css.badge} data-ok={verification.ok} role="status">
      <Icon name={verification.ok ? 'shieldCheck' : 'alert'} size={24} />
      <div className={css.badgeText}>
        <b>{t(verification.ok ? 'decide:result.valid' : 'decide:result.invalid')}</b>
        <span>
          {t(props.fresh ? 'decide:result.verifiedNow' : 'decide:result.verifiedAt', { at })}
          {trustPurpose === 'production' ? '' : ` · ${t(`decide:result.trustDetail.${trustPurpose}`)}`}
        </span>
      </div>
      <span className="gap" />
      <Act size="sm" icon="cycle" combo="KeyV" busy={props.busy} onClick={props.onVerify}>
        {t('decide:result.verify')}
      </Act>
    </div>
  );
}

/** What was decided, by whom and when. */
export function DecisionFacts({ decision }: { readonly decision: Decision }) {
  const { t, locale } = useT();
  const outcome = t(`decide:sign.outcome.${decision.outcome}`);
  const rows: [string, string][] = [
    [
      t('decide:result.row.decision'),
      decision.correctionDue === null
        ? outcome
        : t('decide:result.decisionDue', { outcome, date: date(decision.correctionDue) }),
    ],
    [t('decide:result.row.application'), `${decision.applicationNumber}, ${decision.childName}`],
    [
      t('decide:result.row.signer'),
      t('decide:sign.personLine', { name: fullName(decision.officer), iin: decision.officer.iin }),
    ],
    [
      t('decide:result.row.post'),
      t('decide:result.postLine', {
        role: roleText(t, decision.role),
        organisation: words(decision.organisation, locale),
      }),
    ],
    [t('decide:result.row.time'), dateTime(decision.decidedAt)],
  ];
  if (decision.corrects !== null) rows.push([t('decide:result.row.corrects'), decision.corrects]);
  if (decision.correctedBy !== null) rows.push([t('decide:result.row.correctedBy'), decision.correctedBy]);
  return (
    <dl className={css.facts}>
      {rows.map(([label, value]) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

const ROLES = ['clerk', 'head', 'supervisor', 'admin'] as const;
function roleText(t: ReturnType<typeof useT>['t'], role: string): string {
  const known = ROLES.find((each) => each === role);
  return known === undefined ? role : t(`role.${known}`);
}

/** The QR code and how the notice goes to the family. */
export function DecisionNotice({ decision }: { readonly decision: Decision }) {
  const { t } = useT();
  const { notice } = decision;
  const channel = notice === null ? '' : channelText(t, notice.channel);
  return (
    <section className={css.qrRow}>
      <QrCode text={decision.qr} label={t('decide:result.qr')} size={116} className={css.qr} />
      <div>
        <h3 className={css.cap}>{t('decide:result.notice')}</h3>
        <p className="small sub">{t('decide:result.noticeDetail')}</p>
        {notice === null ? null : (
          <span className={css.noticeState}>
            <Light tone={notice.state === 'sent' ? 'done' : notice.state === 'dead' ? 'bad' : 'pause'}>
              {t(`decide:result.noticeState.${notice.state}`, { channel })}
            </Light>
          </span>
        )}
      </div>
    </section>
  );
}

/** The text to the family, or to who asked through a portal, in the language it goes out in; the other on request. */
export function FamilyText({ decision }: { readonly decision: Decision }) {
  const { t } = useT();
  const [language, setLanguage] = useState<'kk' | 'ru'>(decision.notice?.language ?? 'kk');
  const other = language === 'kk' ? 'ru' : 'kk';
  return (
    <section className={css.family}>
      <div className={css.familyHead}>
        <h3 className={css.cap}>
          {t(decision.act === 'refuse_link_request' ? 'decide:result.askerText' : 'decide:result.familyText')}
        </h3>
        <button type="button" className={css.link} onClick={() => setLanguage(other)}>
          {t(other === 'ru' ? 'decide:result.russian' : 'decide:result.kazakh')}
        </button>
      </div>
      <p lang={language}>{language === 'kk' ? decision.messageKk : decision.messageRu}</p>
    </section>
  );
}
