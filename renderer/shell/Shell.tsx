/** The frame of every signed-in screen: bands, rail, the screen, and the shell's own keys and dialogs. */
import useMediaQuery from '@mui/material/useMediaQuery';
import { QueryErrorResetBoundary, useMutation, useQueryClient } from '@tanstack/react-query';
import { Component, lazy, type ReactNode, Suspense, useEffect, useMemo, useRef } from 'react';
import { api } from '../api.ts';
import { useDatabaseConnected } from '../desk-events.ts';
import { type T, useT } from '../i18n.ts';
import { Journal } from '../journal/Journal.tsx';
import { keys, useDeskState, useSession } from '../query.ts';
import { goBack, navigate, type Route, useRoute } from '../router.ts';
import { SettingsDialog } from '../settings/SettingsDialog.tsx';
import { useSetting } from '../settings/settings.ts';
import { useTheme } from '../theme/ThemeRoot.tsx';
import { type Hotkey, setSingleLetters, useHotkeys } from '../ui/hotkeys.ts';
import { type PaletteAction, usePaletteActions } from '../ui/palette.ts';
import { Banner, EmptyState, ErrorState, LostBanner, SkeletonRows, TestCaBanner } from '../ui/States.tsx';
import { Toaster } from '../ui/Toaster.tsx';
import { closeOverlay, openPalette, openSettings, openShortcuts, useOverlay } from './overlays.ts';
import { Palette } from './Palette.tsx';
import { Rail } from './Rail.tsx';
import { ScreenHeader } from './ScreenHeader.tsx';
import { Shortcuts } from './Shortcuts.tsx';
import { homeOf, mayOpen, type ScreenEntry, screensOf } from './screens.ts';
import styles from './shell.module.css';

const ReviewScreen = lazy(() => import('../review/ReviewScreen.tsx'));
const ApplicationScreen = lazy(() => import('../application/ApplicationScreen.tsx'));
const PlacesScreen = lazy(() => import('../places/PlacesScreen.tsx'));
const QueueScreen = lazy(() => import('../queue/QueueScreen.tsx'));
const LinksScreen = lazy(() => import('../links/LinksScreen.tsx'));
const ReferralsScreen = lazy(() => import('../referrals/ReferralsScreen.tsx'));
const CompanionsScreen = lazy(() => import('../companions/CompanionsScreen.tsx'));
const DuplicatesScreen = lazy(() => import('../duplicates/DuplicatesScreen.tsx'));
const IntakeScreen = lazy(() => import('../intake/IntakeScreen.tsx'));
const WalkInScreen = lazy(() => import('../walk-in/WalkInScreen.tsx'));
const InterestScreen = lazy(() => import('../interest/InterestScreen.tsx'));
const RulesScreen = lazy(() => import('../rules/RulesScreen.tsx'));
const NoticesScreen = lazy(() => import('../notices/NoticesScreen.tsx'));
const TemplatesScreen = lazy(() => import('../notices/TemplatesScreen.tsx'));
const HeadScreens = lazy(() => import('../head/HeadScreens.tsx'));

export function Shell() {
  const { t } = useT();
  const desk = useDeskState();
  const route = useRoute();
  const database = useDatabaseConnected();
  const [railFolded, saveFolded] = useSetting('railFolded');
  const narrow = useMediaQuery('(max-width:1279px)', { noSsr: true });
  const forced = narrow || route.name === 'review';
  const folded = railFolded || forced;
  useOfficerSettings();
  const main = useRef<HTMLElement>(null);
  const toScreen = () => takeKeys(main.current);
  useShellKeys(() => saveFolded(!railFolded), toScreen);
  const shown = boundaryKey(route);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another screen is shown.
  useEffect(toScreen, [shown]);
  return (
    <div className={`${styles.app} ${folded ? styles.mini : ''}`}>
      <div className={styles.bands}>
        {desk.data?.testCa === true ? <TestCaBanner /> : null}
        <LostBanner />
        {database ? null : (
          <Banner tone="warn" icon="wifiOff" title={t('connection.databaseLost')}>
            {t('connection.databaseLostDetail')}
          </Banner>
        )}
      </div>
      <Rail folded={folded} forced={forced} onFold={() => saveFolded(!railFolded)} />
      <main ref={main} tabIndex={-1} className={styles.main}>
        <QueryErrorResetBoundary>
          {({ reset }) => (
            <ScreenBoundary key={shown} onReset={reset} title={t('state.crashTitle')}>
              <Suspense fallback={<SkeletonRows rows={12} />}>
                <Screen route={route} />
              </Suspense>
            </ScreenBoundary>
          )}
        </QueryErrorResetBoundary>
      </main>
      <Overlays />
      <Toaster />
    </div>
  );
}

/** The keys belong to the screen one has come to: Enter must not press again what led here, nor what a dialog gave the focus back to. */
function takeKeys(main: HTMLElement | null): void {
  const at = document.activeElement;
  const isElsewhere = at !== null && at !== document.body && main?.contains(at) === false;
  if (isElsewhere && at.closest('[role="dialog"],[role="menu"]') === null)
    main?.focus({ preventScroll: true });
}

function boundaryKey(route: Route): string {
  // Going from a kindergarten to its groups keeps the screen and its filters.
  if (
    route.name === 'places' ||
    route.name === 'queue' ||
    route.name === 'referrals' ||
    route.name === 'companions' ||
    route.name === 'duplicates' ||
    route.name === 'links'
  ) {
    return route.name;
  }
  return 'id' in route ? `${route.name}-${route.id}` : route.name;
}

function Screen(props: { route: Route }) {
  const { route } = props;
  const { role } = useSession().post;
  const open = mayOpen(role, route);
  useEffect(() => {
    const home = homeOf(role);
    if (!open && home !== null) {
      navigate(home, { replace: true });
    }
  }, [open, role]);
  if (!open) {
    return homeOf(role) === null ? <NoScreens /> : null;
  }
  switch (route.name) {
    case 'application':
      return <ApplicationScreen id={route.id} tab={route.tab} />;
    case 'review':
      return <ReviewScreen id={route.id} />;
    case 'places':
      return <PlacesScreen tab={route.tab} id={route.id} />;
    case 'queue':
      return <QueueScreen id={route.id} />;
    case 'referrals':
      return <ReferralsScreen id={route.id} />;
    case 'companions':
      return <CompanionsScreen id={route.id} />;
    case 'duplicates':
      return <DuplicatesScreen id={route.id} />;
    case 'links':
      return <LinksScreen id={route.id} />;
    case 'intake':
      return <IntakeScreen />;
    case 'walkIn':
      return <WalkInScreen />;
    case 'interest':
      return <InterestScreen />;
    case 'rules':
      return <RulesScreen tab={route.tab} />;
    case 'notices':
      return <NoticesScreen />;
    case 'templates':
      return <TemplatesScreen />;
    case 'incoming':
    case 'incomingDue':
    case 'groups':
    case 'children':
    case 'freed':
      return <HeadScreens route={route.name} />;
    case 'home':
      return null;
    default:
      return <Journal key={route.name} route={route.name} />;
  }
}

/** A post without screens: said in words, with what it can do. */
function NoScreens() {
  const { t } = useT();
  const { post } = useSession();
  return (
    <>
      <ScreenHeader title={t('nav.home')} />
      <EmptyState icon="home" title={t('home.title', { role: t(`role.${post.role}`) })}>
        {t('home.admin')}
      </EmptyState>
    </>
  );
}

/** Applies what is kept for the officer to the things outside React. */
function useOfficerSettings(): void {
  const [theme] = useSetting('theme');
  const [singleLetters] = useSetting('singleLetters');
  const { setMode } = useTheme();
  useEffect(() => setMode(theme), [theme, setMode]);
  useEffect(() => setSingleLetters(singleLetters), [singleLetters]);
}

function Overlays() {
  const overlay = useOverlay();
  switch (overlay) {
    case 'palette':
      return <Palette onClose={closeOverlay} />;
    case 'shortcuts':
      return <Shortcuts onClose={closeOverlay} />;
    case 'settings':
      return <SettingsDialog onClose={closeOverlay} />;
    default:
      return null;
  }
}

function useShellKeys(toggleRail: () => void, toScreen: () => void): void {
  const { t } = useT();
  const client = useQueryClient();
  const route = useRoute();
  const { role } = useSession().post;
  const lock = useMutation({
    mutationFn: () => api.session.lock(),
    onSettled: () => client.invalidateQueries({ queryKey: keys.state }),
  });
  const screens = screensOf(role);
  const refresh = (): void =>
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'review' });
  const hotkeys: readonly Hotkey[] = [
    { combo: 'Ctrl+KeyK', label: t('shortcuts.palette'), run: openPalette },
    { combo: 'Shift+Slash', label: t('shortcuts.shortcuts'), run: openShortcuts },
    { combo: 'F1', run: openShortcuts },
    ...screens.map((screen) => ({
      combo: `KeyG ${screen.key}`,
      label: goLabel(t, screen.id),
      run: () => {
        navigate(screen.route);
        toScreen();
      },
    })),
    { combo: 'Ctrl+KeyB', label: t('shortcuts.rail'), run: toggleRail },
    { combo: 'Ctrl+KeyL', label: t('act.lock'), run: () => lock.mutate() },
    { combo: 'F5', label: t('act.refresh'), run: refresh },
    {
      combo: 'Escape',
      label: t('shortcuts.back'),
      enabled: route.name === 'application' || route.name === 'review',
      run: () => goBack({ name: 'journal' }),
    },
  ];
  useHotkeys(t('shortcuts.everywhere'), hotkeys, { level: 0 });
  const actions = useMemo<readonly PaletteAction[]>(
    () => [
      ...screens.map((screen) => ({
        id: `go-${screen.id}`,
        label: t(`nav.${screen.id}`),
        icon: screen.icon,
        combo: `KeyG ${screen.key}`,
        run: () => navigate(screen.route),
      })),
      { id: 'settings', label: t('nav.settings'), icon: 'gear' as const, run: openSettings },
      { id: 'keys', label: t('act.keys'), icon: 'help' as const, combo: 'Shift+Slash', run: openShortcuts },
      {
        id: 'lock',
        label: t('act.lock'),
        icon: 'lock' as const,
        combo: 'Ctrl+KeyL',
        run: () => lock.mutate(),
      },
    ],
    [screens, t, lock.mutate],
  );
  usePaletteActions(actions);
}

function goLabel(t: T, id: ScreenEntry['id']): string {
  return t('palette.goTo', { screen: t(`nav.${id}`) });
}

/** A screen that throws leaves the rail and the rest standing. */
class ScreenBoundary extends Component<
  { children: ReactNode; onReset: () => void; title: string },
  { error: unknown; failed: boolean }
> {
  override state = { error: null as unknown, failed: false };

  static getDerivedStateFromError(error: unknown) {
    return { error, failed: true };
  }

  override render() {
    if (!this.state.failed) {
      return this.props.children;
    }
    return (
      <ErrorState
        title={this.props.title}
        error={this.state.error}
        onRetry={() => {
          this.props.onReset();
          this.setState({ error: null, failed: false });
        }}
      />
    );
  }
}
