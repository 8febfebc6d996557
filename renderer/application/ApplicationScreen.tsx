import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ActDetails, Application, Catalogue } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import DecideDialog from '../decide/DecideDialog.tsx';
import type { Act as DecisionAct } from '../decide/types.ts';
import { fullName } from '../format.ts';
import { useT } from '../i18n.ts';
import { keys, useCatalogue } from '../query.ts';
import { DeadlineWords } from '../review/ReviewHeader.tsx';
import { goBack, navigate } from '../router.ts';
import { HeaderTools, ScreenHeader } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { type Hotkey, useHotkeys } from '../ui/hotkeys.ts';
import { StatusChip } from '../ui/Marks.tsx';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import { ActBar } from './ActBar.tsx';
import css from './application.module.css';
import { DecisionsTab } from './DecisionsTab.tsx';
import { DocumentsTab } from './DocumentsTab.tsx';
import { DuplicatesTab } from './DuplicatesTab.tsx';
import { ExchangeDialog } from './ExchangeDialog.tsx';
import { HistoryTab } from './HistoryTab.tsx';
import { InfoTab } from './InfoTab.tsx';
import { TransferDialog } from './MoveDialog.tsx';
import { NoticesTab } from './NoticesTab.tsx';
import { ReleaseDialog } from './ReleaseDialog.tsx';

const TABS = ['info', 'history', 'documents', 'decisions', 'duplicates', 'notices'] as const;
type Tab = (typeof TABS)[number];

/** One application in whole: its data, history, documents, decisions and possible duplicates. */
export default function ApplicationScreen({ id, tab }: { readonly id: string; readonly tab: string | null }) {
  const { t } = useT();
  const application = useQuery<Application>({
    queryKey: keys.application(id),
    queryFn: ({ signal }) => api.applications.get({ id }, { signal }),
  });
  const catalogue = useCatalogue();
  if (application.data === undefined || catalogue.data === undefined) {
    const error = application.error ?? catalogue.error;
    const retry = (): void => void (application.isError ? application.refetch() : catalogue.refetch());
    return (
      <>
        <ScreenHeader title={t('application:title')} />
        {error === null ? <SkeletonRows rows={14} /> : <ErrorState error={error} onRetry={retry} />}
      </>
    );
  }
  return (
    <Whole
      application={application.data}
      catalogue={catalogue.data}
      tab={TABS.find((each) => each === tab) ?? 'info'}
    />
  );
}

const NO_DETAILS: ActDetails = {};

type WholeProps = { readonly application: Application; readonly catalogue: Catalogue; readonly tab: Tab };

function Whole({ application, catalogue, tab }: WholeProps) {
  const { t } = useT();
  const [deciding, setDeciding] = useState<DecisionAct | 'ask' | null>(null);
  const [moving, setMoving] = useState<'transfer' | 'exchange' | null>(null);
  const [details, setDetails] = useState<ActDetails>(NO_DETAILS);
  const [releasing, setReleasing] = useState(false);
  const duplicates = useQuery({
    queryKey: keys.duplicates(application.id),
    queryFn: ({ signal }) => api.applications.duplicates({ id: application.id }, { signal }),
  });
  const go = (to: Tab): void =>
    navigate({ name: 'application', id: application.id, tab: to }, { replace: true });
  useHotkeys(
    t('application:keys.application'),
    TABS.map(
      (each, index): Hotkey => ({
        combo: `Alt+Digit${index + 1}`,
        label: t('application:keys.tab', { tab: t(`application:tabs.${each}`) }),
        run: () => go(each),
      }),
    ),
  );
  const target = { id: application.id, expectedVersion: application.version };
  const decide = (act: DecisionAct | 'ask', given: ActDetails = NO_DETAILS): void => {
    setMoving(null);
    setDetails(given);
    setDeciding(act);
  };
  return (
    <>
      <Header application={application} />
      <Tabs tab={tab} onTab={go} duplicates={duplicates.data?.length ?? 0} />
      <div className={css.panel} role="tabpanel" id={`tab-${tab}`} aria-labelledby={`tab-${tab}-head`}>
        {tab === 'info' ? <InfoTab application={application} catalogue={catalogue} /> : null}
        {tab === 'history' ? <HistoryTab id={application.id} catalogue={catalogue} /> : null}
        {tab === 'documents' ? <DocumentsTab application={application} catalogue={catalogue} /> : null}
        {tab === 'decisions' ? (
          <DecisionsTab
            application={application}
            onCorrect={application.permitted.includes('correct') ? () => decide('correct') : null}
          />
        ) : null}
        {tab === 'notices' ? <NoticesTab applicationId={application.id} /> : null}
        {tab === 'duplicates' ? <DuplicatesTab catalogue={catalogue} found={duplicates} /> : null}
      </div>
      <ActBar
        application={application}
        onRelease={() => setReleasing(true)}
        onDecide={() => decide('ask')}
        onCorrect={tab === 'decisions' ? null : () => decide('correct')}
        onRestore={() => decide('restore')}
        onMove={setMoving}
      />
      {moving === 'transfer' ? (
        <TransferDialog
          application={application}
          onClose={() => setMoving(null)}
          onDetails={(given) => decide('transfer', given)}
        />
      ) : null}
      {moving === 'exchange' ? (
        <ExchangeDialog
          application={application}
          onClose={() => setMoving(null)}
          onDetails={(given) => decide('exchange', given)}
        />
      ) : null}
      {releasing ? (
        <ReleaseDialog target={target} catalogue={catalogue} onClose={() => setReleasing(false)} />
      ) : null}
      {deciding === null ? null : (
        <DecideDialog
          targets={[target]}
          {...(deciding === 'ask' ? {} : { intent: deciding })}
          details={details}
          onClose={() => setDeciding(null)}
          onDone={() => {}}
        />
      )}
    </>
  );
}

function Header({ application }: { readonly application: Application }) {
  const { t } = useT();
  return (
    <header className={css.top}>
      <Act tone="quiet" size="sm" icon="back" combo="Escape" onClick={() => goBack({ name: 'journal' })}>
        {t('review:header.back')}
      </Act>
      <span className="vr" />
      <h1 className="clip" title={fullName(application.child)}>
        {fullName(application.child)}
      </h1>
      <span className="muted nowrap">{application.number}</span>
      <StatusChip status={application.status} />
      <DeadlineWords deadline={application.deadline} />
      <span className="gap" />
      <HeaderTools />
    </header>
  );
}

function Tabs(props: { tab: Tab; onTab: (tab: Tab) => void; duplicates: number }) {
  const { t } = useT();
  return (
    <div className={css.tabs} role="tablist" aria-label={t('application:tabs.label')}>
      {TABS.map((each, index) => (
        <button
          key={each}
          id={`tab-${each}-head`}
          type="button"
          role="tab"
          className={css.tab}
          aria-selected={each === props.tab}
          aria-controls={each === props.tab ? `tab-${each}` : undefined}
          aria-keyshortcuts={`Alt+${index + 1}`}
          tabIndex={each === props.tab ? 0 : -1}
          onClick={() => props.onTab(each)}
          onKeyDown={(event) => {
            const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
            const at = (index + by + TABS.length) % TABS.length;
            const next = TABS[at];
            if (by !== 0 && next !== undefined) {
              event.preventDefault();
              props.onTab(next);
              event.currentTarget.parentElement?.querySelectorAll('button')[at]?.focus();
            }
          }}
        >
          {t(`application:tabs.${each}`)}
          {each === 'duplicates' && props.duplicates > 0 ? <b>{props.duplicates}</b> : null}
        </button>
      ))}
    </div>
  );
}
