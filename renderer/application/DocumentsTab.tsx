import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { Application, Catalogue, Decision, Scan } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { type DecisionFile, useDecisionFile } from '../decide/use-files.ts';
import { bytes, date, decimal, words } from '../format.ts';
import { useT } from '../i18n.ts';
import { keys } from '../query.ts';
import { ScanPane } from '../review/stage/ScanPane.tsx';
import { scanFile } from '../review/stage/scans.ts';
import { usePaneScans } from '../review/use-pane-scans.ts';
import { startWork } from '../review/work.ts';
import { Act, IconAct } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { Chip } from '../ui/Marks.tsx';
import { ErrorState, Inline, SkeletonRows } from '../ui/States.tsx';
import { saveFile } from '../ui/save-file.ts';
import css from './application.module.css';

/** Attachments and issued documents on the left, the scan in view on the right. */
export function DocumentsTab({
  application,
  catalogue,
}: {
  readonly application: Application;
  readonly catalogue: Catalogue;
}) {
  const scans = useQuery<Scan[]>({
    queryKey: keys.scans(application.id),
    queryFn: ({ signal }) => api.applications.scans({ id: application.id }, { signal }),
  });
  if (scans.data === undefined) {
    return scans.error === null ? (
      <SkeletonRows rows={8} />
    ) : (
      <ErrorState error={scans.error} onRetry={() => void scans.refetch()} />
    );
  }
  return <Documents application={application} catalogue={catalogue} scans={scans.data} />;
}

const markOf = (scan: Scan) => scan.verdict?.verdict ?? null;

function Documents(props: { application: Application; catalogue: Catalogue; scans: readonly Scan[] }) {
  const { t } = useT();
  const { scans, catalogue } = props;
  const [place, setPlace] = useState({ index: 0, page: 1 });
  const [looked, setLooked] = useState<ReadonlySet<string>>(new Set());
  const pane = usePaneScans(scans, markOf, catalogue);
  const shown = useCallback(
    (scanId: string, page: number) => setLooked((before) => new Set(before).add(`${scanId}:${page}`)),
    [],
  );
  const seen = useMemo(() => pane.seen(startWork).of, [pane]);
  return (
    <div className={css.split}>
      <div className={css.list}>
        <div className="ph">
          <h2>{t('application:documents.attached')}</h2>
          <span className="muted">{scans.length}</span>
        </div>
        {scans.length === 0 ? <p className={`muted ${css.none}`}>{t('application:documents.none')}</p> : null}
        <ul>
          {scans.map((scan, index) => (
            <Attachment
              key={scan.id}
              scan={scan}
              name={pane.scans[index]?.fullName ?? scan.documentKind}
              current={index === place.index}
              onPick={() => setPlace({ index, page: 1 })}
            />
          ))}
        </ul>
        <Issued application={props.application} />
      </div>
      <div className={css.viewer}>
        <ScanPane
          scans={pane.scans}
          place={place}
          onPlace={setPlace}
          seen={{ pages: Math.min(looked.size, seen), of: seen }}
          onShown={shown}
          onMarkInvalid={null}
        />
      </div>
    </div>
  );
}

const VERDICT_CHIPS = {
  valid: ['ok', 'check'],
  invalid: ['bad', 'x'],
  later: ['neutral', 'later'],
} as const;

function Attachment(props: { scan: Scan; name: string; current: boolean; onPick: () => void }) {
  const { t, locale } = useT();
  const errorText = useErrorText();
  const { scan } = props;
  const [error, setError] = useState<unknown>(null);
  const size = bytes(scan.byteSize);
  const download = async (): Promise<void> => {
    try {
      setError(null);
      saveFile(scan.fileName, await scanFile(scan, scan.mediaType));
    } catch (thrown) {
      setError(thrown);
    }
  };
  const verdict = scan.verdict?.verdict;
  const detail = [
    t(`application:documents.about.${scan.about}`),
    ...(scan.pageCount === null ? [] : [t('application:documents.pages', { count: scan.pageCount })]),
    t(`bytes.${size.unit}`, { value: decimal(size.value, size.digits, locale) }),
    date(scan.uploadedAt),
    ...(scan.sharedWith === 0 ? [] : [t('application:documents.shared', { count: scan.sharedWith })]),
  ].join(' · ');
  return (
    <li className={css.attachment} data-current={props.current}>
      <button type="button" className={css.pick} aria-current={props.current} onClick={props.onPick}>
        <span className="strong">{props.name}</span>
        <span className="small muted clip" title={`${detail} · ${scan.fileName}`}>
          {detail}
        </span>
      </button>
      {verdict === undefined ? (
        <span className="small muted nowrap">{t('application:documents.notJudged')}</span>
      ) : (
        <Chip tone={VERDICT_CHIPS[verdict][0]} icon={VERDICT_CHIPS[verdict][1]}>
          {t(`review:verdict.${verdict}`)}
        </Chip>
      )}
      <IconAct
        small
        icon="download"
        label={t('application:documents.download')}
        onClick={() => void download()}
      />
      {error === null ? null : <Inline>{t('decide:result.notSaved', { error: errorText(error) })}</Inline>}
    </li>
  );
}

/** What the desk itself made of each decision: notice, signed XML, verification protocol. */
function Issued({ application }: { readonly application: Application }) {
  const { t } = useT();
  const decisions = useQuery({
    queryKey: keys.decisions(application.id),
    queryFn: ({ signal }) => api.decisions.list({ applicationId: application.id }, { signal }),
  });
  return (
    <>
      <div className="ph">
        <h2>{t('application:documents.issued')}</h2>
      </div>
      {decisions.data?.length === 0 ? (
        <p className={`muted ${css.none}`}>{t('application:documents.noneIssued')}</p>
      ) : null}
      {decisions.data?.map((decision) => (
        <IssuedOf key={decision.id} decision={decision} />
      ))}
    </>
  );
}

function IssuedOf({ decision }: { readonly decision: Decision }) {
  const { t } = useT();
  const errorText = useErrorText();
  const file = useDecisionFile(decision.id);
  const one = (which: DecisionFile, label: string) => (
    <Act size="sm" tone="quiet" icon="download" onClick={() => file.mutate(which)}>
      {label}
    </Act>
  );
  return (
    <div className={css.issued}>
      <p>
        <b className="strong">{t('decide:result.number', { number: decision.number })}</b>{' '}
        <span className="sub">
          {t(`decide:sign.outcome.${decision.outcome}`)}, {date(decision.decidedAt)}
        </span>
      </p>
      <div className={css.issuedFiles}>
        {one('noticePdf', t('application:documents.notice'))}
        {one('xml', t('application:documents.xml'))}
        {one('protocolPdf', t('application:documents.protocol'))}
      </div>
      {file.error === null ? null : (
        <Inline>{t('decide:result.notSaved', { error: errorText(file.error) })}</Inline>
      )}
    </div>
  );
}

/** Name of a document kind in the language of the screens. */
export function kindName(catalogue: Catalogue, code: string, locale: 'kk' | 'ru' | 'en'): string {
  const kind = catalogue.documentKinds.find((each) => each.code === code);
  return kind === undefined ? code : words(kind.name, locale);
}
