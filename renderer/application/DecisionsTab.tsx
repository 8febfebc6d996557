import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isFamilyAct } from '../../domain/status.ts';
import type { Application, Decision } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { DecisionFacts, DecisionNotice, FamilyText, VerificationBadge } from '../decide/ResultStep.tsx';
import { type DecisionFile, useDecisionFile } from '../decide/use-files.ts';
import { VerificationLines } from '../decide/Verification.tsx';
import { dateTime } from '../format.ts';
import { useT } from '../i18n.ts';
import { keys } from '../query.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { EmptyState, ErrorState, Inline, SkeletonRows } from '../ui/States.tsx';
import css from './application.module.css';

/** Signed decisions, newest first, each verified anew whenever shown. */
export function DecisionsTab(props: { application: Application; onCorrect: (() => void) | null }) {
  const { t } = useT();
  const { id } = props.application;
  const [picked, setPicked] = useState<string | null>(null);
  const decisions = useQuery({
    queryKey: keys.decisions(id),
    queryFn: ({ signal }) => api.decisions.list({ applicationId: id }, { signal }),
  });
  if (decisions.data === undefined) {
    return decisions.error === null ? (
      <SkeletonRows rows={6} height={44} />
    ) : (
      <ErrorState error={decisions.error} onRetry={() => void decisions.refetch()} />
    );
  }
  const shown = decisions.data.find((each) => each.id === picked) ?? decisions.data[0];
  // Acts on the child's people stand beside the decision that a correcting one would correct.
  const inForce = decisions.data.find((each) => !isFamilyAct(each.act));
  if (shown === undefined) {
    return (
      <EmptyState icon="scroll" title={t('application:decisions.none')}>
        {t('application:decisions.noneDetail')}
      </EmptyState>
    );
  }
  return (
    <div className={`${css.split} ${css.narrow}`}>
      <nav className={css.list} aria-label={t('application:decisions.list')}>
        {decisions.data.map((each) => (
          <DecisionRow
            key={each.id}
            decision={each}
            current={each.id === shown.id}
            onPick={() => setPicked(each.id)}
          />
        ))}
      </nav>
      <DecisionDetail
        key={shown.id}
        decision={shown}
        onCorrect={shown === inForce ? props.onCorrect : null}
      />
    </div>
  );
}

const OUTCOME_ICONS = {
  approved: 'check',
  returned: 'return',
  refused: 'x',
  reopened: 'cycle',
  offered: 'ticket',
  accepted: 'check',
  declined: 'x',
  referred: 'ticket',
  extended: 'clock',
  cancelled: 'x',
  benefit_confirmed: 'shieldCheck',
  benefit_rejected: 'x',
  restored: 'queue',
  transferred: 'forward',
  exchanged: 'cycle',
  documents_received: 'file',
  admitted: 'home',
  admission_refused: 'x',
  withdrawn: 'signOut',
  linked: 'link',
  unlinked: 'x',
  link_disputed: 'alert',
  dispute_resolved: 'check',
  applicant_replaced: 'users',
  companion_approved: 'check',
  companion_refused: 'x',
  companion_suspended: 'pause',
  companion_resumed: 'check',
  registered: 'user',
  duplicate_removed: 'copy',
  duplicate_reinstated: 'queue',
  link_request_refused: 'x',
} as const satisfies Record<Decision['outcome'], IconName>;

function DecisionRow(props: { decision: Decision; current: boolean; onPick: () => void }) {
  const { t } = useT();
  const { decision } = props;
  const { ok } = decision.verification;
  return (
    <button type="button" className={css.decisionRow} aria-current={props.current} onClick={props.onPick}>
      <Icon name={OUTCOME_ICONS[decision.outcome]} />
      <span className={css.two}>
        <span className="strong clip">
          {t(`decide:sign.outcome.${decision.outcome}`)}
          <span className="muted"> № {decision.number}</span>
        </span>
        <span className={`small muted ${css.rowDetail}`}>
          <span className={`${ok ? 'ok-t' : 'bad-t'} ${css.verdictMark}`}>
            <Icon name={ok ? 'shieldCheck' : 'alert'} size={14} />
            {t(ok ? 'application:decisions.valid' : 'application:decisions.invalid')}
          </span>
          <span className="clip">
            {dateTime(decision.decidedAt)}
            {decision.correctedBy === null ? '' : ` · ${t('application:decisions.corrected')}`}
          </span>
        </span>
      </span>
    </button>
  );
}

function DecisionDetail(props: { decision: Decision; onCorrect: (() => void) | null }) {
  const { t } = useT();
  const client = useQueryClient();
  const errorText = useErrorText();
  const { decision } = props;
  const files = useDecisionFile(decision.id);
  const verify = useMutation({
    mutationFn: () => api.decisions.verify({ id: decision.id }),
    onSuccess: (fresh) =>
      client.setQueryData<Decision[]>(keys.decisions(decision.applicationId), (before) =>
        before?.map((each) => (each.id === fresh.id ? fresh : each)),
      ),
  });
  useHotkeys(t('decide:keys.result'), [
    { combo: 'KeyV', label: t('decide:result.verify'), run: () => verify.mutate() },
    { combo: 'KeyP', label: t('decide:result.pdf'), run: () => files.mutate('noticePdf') },
    { combo: 'KeyX', label: t('decide:result.xml'), run: () => files.mutate('xml') },
  ]);
  const error = verify.error ?? files.error;
  const file = (which: DecisionFile, label: string, icon: IconName, combo?: string) => (
    <Act icon={icon} {...(combo === undefined ? {} : { combo })} onClick={() => files.mutate(which)}>
      {label}
    </Act>
  );
  return (
    <article className={css.decision}>
      <h2 className="visually-hidden">{t('decide:result.number', { number: decision.number })}</h2>
      <VerificationBadge
        decision={decision}
        fresh={false}
        busy={verify.isPending}
        onVerify={() => verify.mutate()}
      />
      <div className={css.decisionBody}>
        <div>
          <DecisionFacts decision={decision} />
          <VerificationLines verification={decision.verification} />
          {error === null ? null : (
            <Inline>{t('decide:result.notSaved', { error: errorText(error) })}</Inline>
          )}
        </div>
        <div className={css.decisionSide}>
          <DecisionNotice decision={decision} />
          <FamilyText decision={decision} />
        </div>
      </div>
      <div className={css.decisionFiles}>
        {file('noticePdf', t('decide:result.pdf'), 'file', 'KeyP')}
        {file('xml', t('decide:result.xml'), 'download', 'KeyX')}
        {file('protocolPdf', t('decide:result.protocol'), 'scroll')}
        <span className="gap" />
        {props.onCorrect === null ? null : (
          <Act icon="return" hasPopup="dialog" onClick={props.onCorrect}>
            {t('decide:result.correct')}
          </Act>
        )}
      </div>
    </article>
  );
}
