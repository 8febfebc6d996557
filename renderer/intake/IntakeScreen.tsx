/** Packages of portals: files put in on the right, everything that ever came on the left. */
import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { PackageFilter } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { count, words } from '../format.ts';
import { useT } from '../i18n.ts';
import { useListCursor } from '../places/cursor.ts';
import { Grid } from '../places/Grid.tsx';
import { ListKeys } from '../places/ListKeys.tsx';
import { Pick, type PickOption } from '../places/Pick.tsx';
import { fetchMore, keys, useSession } from '../query.ts';
import { navigate } from '../router.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { usePaletteActions } from '../ui/palette.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { useStore } from '../ui/store.ts';
import { showToast } from '../ui/toast.ts';
import { columnsOf } from './columns.tsx';
import { packagesView, usePackages, usePortals } from './data.ts';
import { ACCEPTED, droppedFiles, packagesOf } from './files.ts';
import { DropArea, RunPane } from './ImportPane.tsx';
import css from './intake.module.css';
import { usePortalName } from './looks.tsx';
import { PackageDetail } from './PackageDetail.tsx';
import { type ImportRun, importRun, startImport, stopImport } from './run.ts';

export default function IntakeScreen() {
  const { t } = useT();
  const imports = useSession().post.role === 'clerk';
  const view = useStore(packagesView);
  const { query, rows, matching } = usePackages(view.filter);
  const portalName = usePortalName();
  const columns = useMemo(() => columnsOf(t, portalName), [t, portalName]);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const cursor = useListCursor(ids, view.chosen);
  useEffect(() => {
    const now = packagesView.get();
    if (now.chosen !== cursor.id) packagesView.set({ ...now, chosen: cursor.id });
  }, [cursor.id]);
  const chosen = rows.find((row) => row.id === cursor.id) ?? null;
  const title = t('nav.intake');
  const open = (id: string | null): void => {
    if (id !== null) navigate({ name: 'application', id, tab: null });
  };
  return (
    <>
      <ScreenHeader title={title} count={matching === undefined ? undefined : count(matching)} />
      <Filters filter={view.filter} />
      <ListKeys
        title={title}
        move={(step) => void cursor.move(step)}
        edge={cursor.edge}
        open={() => open(chosen?.applicationId ?? null)}
      />
      <div className={css.desk}>
        <div className={css.list}>
          {query.isError && query.data === undefined ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.isPending ? (
            <SkeletonRows rows={14} height={40} />
          ) : rows.length === 0 ? (
            <Nothing filter={view.filter} />
          ) : (
            <Grid
              label={title}
              rows={rows}
              rowId={(row) => row.id}
              columns={columns}
              rowHeight={44}
              total={matching === undefined || matching.capped ? null : matching.value}
              cursor={cursor.id}
              onCursor={(row) => cursor.set(row.id)}
              onOpen={(row) => open(row.applicationId)}
              stale={query.isPlaceholderData}
              onNearEnd={() => fetchMore(query)}
            />
          )}
        </div>
        <div className={css.pane}>
          {imports ? <Imports detail={<PackageDetail row={chosen} />} /> : <PackageDetail row={chosen} />}
        </div>
      </div>
    </>
  );
}

/** The clerk's side: files chosen or dropped, the run, and under it nothing else while its results stand there. */
function Imports({ detail }: { readonly detail: React.ReactNode }) {
  const { t } = useT();
  const client = useQueryClient();
  const connected = useConnection().kind === 'open';
  const run = useStore(importRun);
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const busy = run.phase === 'running' || run.phase === 'stopping';
  const ready = connected && !busy;
  const begin = (chosen: readonly File[]): void => {
    if (chosen.length === 0) {
      showToast({ title: t('intake:run.noFiles') });
      return;
    }
    void startImport(chosen, (ended: ImportRun) => {
      for (const queryKey of [keys.intake, keys.journal]) void client.invalidateQueries({ queryKey });
      showToast({ title: t('intake:toast', { count: ended.total }) });
    });
  };
  const drop = async (event: DragEvent): Promise<void> => {
    event.preventDefault();
    setOver(false);
    if (ready) begin(packagesOf(await droppedFiles(event.dataTransfer)));
  };
  const actions = [
    { id: 'intake-files', label: t('intake:choose'), icon: 'file', combo: 'KeyF', input: files },
    {
      id: 'intake-folder',
      label: t('intake:chooseFolder'),
      icon: 'folder',
      combo: 'Shift+KeyF',
      input: folder,
    },
  ] as const;
  useHotkeys(t('intake:run.label'), [
    ...actions.map(({ label, combo, input }) => ({
      combo,
      label,
      enabled: ready,
      run: () => input.current?.click(),
    })),
    { combo: 'Escape', label: t('intake:keys.stop'), enabled: run.phase === 'running', run: stopImport },
  ]);
  usePaletteActions(
    actions.map(({ input, ...action }) => ({
      ...action,
      run: () => input.current?.click(),
      ...(ready ? {} : { disabled: t('connection.actsOff') }),
    })),
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping files is a second way; the buttons are the first
    <div
      className={css.list}
      style={{ flex: 1 }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => void drop(event)}
    >
      <DropArea
        over={over}
        busy={busy}
        onChoose={() => files.current?.click()}
        onChooseFolder={() => folder.current?.click()}
      />
      <FileInput input={files} label={t('intake:choose')} onFiles={begin} />
      <FileInput input={folder} folder label={t('intake:chooseFolder')} onFiles={begin} />
      {run.phase === 'idle' ? detail : <RunPane run={run} onAgain={begin} />}
    </div>
  );
}

function FileInput(props: {
  input: React.RefObject<HTMLInputElement | null>;
  label: string;
  folder?: boolean;
  onFiles: (files: readonly File[]) => void;
}) {
  return (
    <input
      ref={props.input}
      type="file"
      className={css.hidden}
      aria-label={props.label}
      multiple
      {...(props.folder === true ? { webkitdirectory: '' } : { accept: ACCEPTED })}
      onChange={(event) => {
        const chosen = packagesOf(event.currentTarget.files ?? []);
        event.currentTarget.value = '';
        props.onFiles(chosen);
      }}
    />
  );
}

const STATES = ['taken', 'repeated', 'set_aside'] as const;
const ANY = 'any';

function Filters({ filter }: { readonly filter: PackageFilter }) {
  const { t, locale } = useT();
  const portals = usePortals().data ?? [];
  const any: PickOption = { value: ANY, label: t('intake:filter.any') };
  const put = (part: { portal?: string | null; state?: PackageFilter['state'] | null }): void => {
    const next = Object.entries({ ...filter, ...part }).filter(([, value]) => value != null);
    packagesView.set({ filter: Object.fromEntries(next) as PackageFilter, chosen: null });
  };
  return (
    <fieldset className={css.filters} aria-label={t('journal:filter.label')}>
      <Pick
        small
        label={t('intake:filter.state')}
        value={filter.state ?? ''}
        options={[any, ...STATES.map((state) => ({ value: state, label: t(`intake:state.${state}`) }))]}
        onChange={(value) => put({ state: STATES.find((one) => one === value) ?? null })}
      />
      <Pick
        small
        label={t('intake:filter.portal')}
        value={filter.portal ?? ''}
        options={[any, ...portals.map((one) => ({ value: one.code, label: words(one.name, locale) }))]}
        onChange={(value) => put({ portal: value === ANY ? null : value })}
      />
    </fieldset>
  );
}

function Nothing({ filter }: { readonly filter: PackageFilter }) {
  const { t } = useT();
  return Object.keys(filter).length > 0 ? (
    <EmptyState
      icon="search"
      title={t('intake:empty.filtered')}
      action={
        <Act onClick={() => packagesView.set({ filter: {}, chosen: null })}>{t('journal:empty.clear')}</Act>
      }
    />
  ) : (
    <EmptyState icon="download" title={t('intake:empty.none')}>
      {t('intake:empty.noneDetail')}
    </EmptyState>
  );
}
