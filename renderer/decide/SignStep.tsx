import { useState } from 'react';
import type { PreparedDecision } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { toDeskError } from '../desk-error.ts';
import { type T, useT } from '../i18n.ts';
import { navigate } from '../router.ts';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { obstacleText, useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Inline } from '../ui/States.tsx';
import { BeforeSigning } from './BeforeSigning.tsx';
import { DecisionWords, DecisionXml } from './DecisionWords.tsx';
import css from './decide.module.css';
import { KeyPanel } from './KeyPanel.tsx';
import { isReviewAct } from './questions.ts';
import { Segment } from './Segment.tsx';
import { useSigningKey } from './use-key.ts';

const CHANNELS = ['sms', 'email', 'ed24', 'letter'] as const;

/** The channel of a notice in words; an unknown one as it is. */
export function channelText(t: T, channel: string): string {
  const known = CHANNELS.find((each) => each === channel);
  return known === undefined ? channel : t(`decide:sign.channel.${known}`);
}

/** One decision before its signature: the document, the checks, the key. 920 × 608; Ctrl+Enter signs, Enter never does. */
export function SignStep(props: {
  decision: PreparedDecision;
  signing: boolean;
  /** What ended the last try. */
  error: unknown;
  onSign: () => void;
  onPrepareAgain: () => void;
  onChangeReason: (() => void) | null;
  onClose: () => void;
}) {
  const { t } = useT();
  const { decision, signing } = props;
  const [view, setView] = useState<'words' | 'xml'>('words');
  const signingKey = useSigningKey();
  const connected = useConnection().kind === 'open';
  const why = whyNot(t, decision, signingKey, connected);
  const busy = signing || signingKey.opening;
  const sign = async (): Promise<void> => {
    if (why === null && !busy && (await signingKey.open())) {
      props.onSign();
    }
  };
  useHotkeys(
    t('decide:keys.sign'),
    [{ combo: 'Ctrl+Enter', label: t('decide:sign.act'), run: () => void sign() }],
    { level: 2 },
  );
  return (
    <Dialog
      title={t('decide:sign.title')}
      width={920}
      flush
      onClose={props.onClose}
      headerExtra={
        <Segment
          label={t('decide:sign.view')}
          value={view}
          options={[
            { value: 'words', label: t('decide:sign.words') },
            { value: 'xml', label: t('decide:sign.xml') },
          ]}
          onChange={setView}
        />
      }
      footer={
        <>
          <span className="muted small">{why ?? notifyText(t, decision)}</span>
          <span className="gap" />
          <Act onClick={props.onClose} combo="Escape" autoFocus={!signingKey.needsPassword}>
            {t('act.cancel')}
          </Act>
          <Act
            tone="primary"
            icon="key"
            combo="Ctrl+Enter"
            busy={busy}
            disabled={why !== null}
            onClick={() => void sign()}
          >
            {t('decide:sign.act')}
          </Act>
        </>
      }
    >
      <div className={css.sign}>
        {/* biome-ignore lint/a11y/useSemanticElements: a document to read, not form fields */}
        <div
          className={css.left}
          role="group"
          aria-label={t('decide:sign.view')}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a long document is scrolled by keys too
          tabIndex={0}
        >
          {view === 'words' ? <DecisionWords decision={decision} /> : <DecisionXml xml={decision.xml} />}
          {props.onChangeReason === null || view === 'xml' ? null : (
            <button type="button" className={css.link} onClick={props.onChangeReason}>
              {t(isReviewAct(decision.act) ? 'decide:sign.changeReason' : 'decide:sign.changeAnswers')}
            </button>
          )}
        </div>
        <div className={css.right}>
          <BeforeSigning checks={decision.checks} otherKey={signingKey.other !== null} />
          <NotSigned
            error={props.error}
            applicationId={decision.applicationId}
            onAgain={props.onPrepareAgain}
          />
          <KeyPanel signingKey={signingKey} disabled={signing} />
          <p className={`small muted ${css.final}`}>{t('decide:sign.final')}</p>
        </div>
      </div>
    </Dialog>
  );
}

/** Who is told and how, beside the button. */
function notifyText(t: T, { notification }: PreparedDecision): string {
  const language = t(`decide:sign.language.${notification.language}`);
  return notification.phone === undefined
    ? t('decide:sign.notify', { channel: channelText(t, notification.channel), language })
    : t('decide:sign.notifyAsker', { phone: notification.phone, language });
}

/** Why it cannot be signed now, in words beside the button; null when it can. */
function whyNot(
  t: T,
  decision: PreparedDecision,
  signingKey: ReturnType<typeof useSigningKey>,
  connected: boolean,
): string | null {
  if (!connected) {
    return t('connection.actsOff');
  }
  if (decision.obstacles.length > 0) {
    return t('decide:obstacles', {
      obstacles: decision.obstacles.map((each) => obstacleText(t, each)).join(', '),
    });
  }
  const certificate = decision.checks.find((check) => check.code === 'certificate');
  if (certificate?.ok === false && signingKey.other === null && !signingKey.changed) {
    return t('decide:sign.badCertificate');
  }
  return signingKey.needsPassword && signingKey.password === '' ? t('decide:sign.needPassword') : null;
}

/** What happened, what is kept, what to do; a lost race names who and when. */
export function NotSigned(props: { error: unknown; applicationId: string; onAgain: () => void }) {
  const { t } = useT();
  const errorText = useErrorText();
  if (props.error === null) {
    return null;
  }
  const { code } = toDeskError(props.error);
  const again = code !== 'KEY_CLOSED' && code !== 'KEY';
  return (
    <Inline>
      {code === 'CHANGED'
        ? errorText(props.error)
        : t('decide:sign.notSigned', { error: errorText(props.error) })}
      <span className={css.inlineActs}>
        {code === 'CHANGED' ? (
          <Act
            size="sm"
            onClick={() => navigate({ name: 'application', id: props.applicationId, tab: 'history' })}
          >
            {t('decide:seeChanges')}
          </Act>
        ) : null}
        {again ? (
          <Act size="sm" onClick={props.onAgain}>
            {t('decide:prepareAgain')}
          </Act>
        ) : null}
      </span>
    </Inline>
  );
}
