/** The rail: organisation, lists with their counts, the line, the officer with lock and sign-out. */
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Tooltip from '@mui/material/Tooltip';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Post } from '../../preload/contract/index.ts';
import { api, useConnection } from '../api.ts';
import { useDatabaseConnected } from '../desk-events.ts';
import { count, fullName, initials, shortName, time, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { keys, useSession } from '../query.ts';
import { hrefOf, useRoute } from '../router.ts';
import { IconAct } from '../ui/Act.tsx';
import { Icon, Logo } from '../ui/Icon.tsx';
import { KeyCaps } from '../ui/KeyCaps.tsx';
import { Light, OfficerAvatar } from '../ui/Marks.tsx';
import { openSettings } from './overlays.ts';
import { type RailCount, type RailCounts, useRailCounts } from './rail-counts.ts';
import { type ScreenEntry, screensOf } from './screens.ts';
import styles from './shell.module.css';

const GROUPS = ['work', 'registers', 'kindergarten'] as const;

/** Posts that read applications: only they have lists. */
export function hasLists(post: Post): boolean {
  return post.role === 'clerk' || post.role === 'supervisor';
}

/** `forced`: the screen or the window leaves no room to unfold. */
export function Rail(props: { folded: boolean; forced: boolean; onFold: () => void }) {
  const { t } = useT();
  const session = useSession();
  const { role } = session.post;
  const screens = screensOf(role);
  const counts = useRailCounts(role);
  return (
    <nav className={`${styles.rail} ${props.folded ? styles.mini : ''}`} aria-label={t('nav.label')}>
      <div className={styles.rhead}>
        {props.folded && props.forced ? (
          <Logo />
        ) : props.folded ? (
          <Tooltip title={`${t('nav.expand')} (Ctrl+B)`} placement="right">
            <button
              type="button"
              className={styles.unfold}
              aria-label={t('nav.expand')}
              onClick={props.onFold}
            >
              <Logo />
            </button>
          </Tooltip>
        ) : (
          <>
            <Logo />
            <span className={styles.brand}>{t('product')}</span>
            <IconAct small icon="side" label={t('nav.collapse')} combo="Ctrl+KeyB" onClick={props.onFold} />
          </>
        )}
      </div>
      {props.folded ? null : <Organisation />}
      <div className={styles.rscroll}>
        {GROUPS.map((group) => {
          const items = screens.filter((screen) => screen.group === group);
          return items.length === 0 ? null : (
            <Group
              key={group}
              label={t(`nav.${group}`)}
              items={items}
              counts={counts}
              folded={props.folded}
            />
          );
        })}
      </div>
      <div className={styles.rfoot}>
        <Line folded={props.folded} />
        <OfficerBlock folded={props.folded} />
      </div>
    </nav>
  );
}

function Organisation() {
  const { t, locale } = useT();
  const { post } = useSession();
  const { scope } = post;
  const name = scope === null ? t('scope.everything') : words(scope.organisation, locale);
  return (
    <div className={styles.rorg}>
      <b title={name}>{name}</b>
    </div>
  );
}

function Group(props: { label: string; items: readonly ScreenEntry[]; counts: RailCounts; folded: boolean }) {
  const { t } = useT();
  const route = useRoute();
  return (
    <div className={styles.rgroup}>
      {props.folded ? null : <div className={styles.rlabel}>{props.label}</div>}
      {props.items.map((item) => {
        const name = t(`nav.${item.id}`);
        const counts = (props.counts[item.id] ?? []).filter((one) => one.value.value > 0);
        const link = (
          <a
            key={item.id}
            className={styles.ritem}
            href={hrefOf(item.route)}
            aria-current={route.name === item.route.name ? 'page' : undefined}
            aria-label={props.folded ? labelOf(t, name, counts) : undefined}
          >
            <Icon name={item.icon} />
            {props.folded ? null : <span className="clip">{name}</span>}
            {counts.map((one) => (
              <b
                key={one.tone}
                className={one.tone === '' ? undefined : styles[one.tone]}
                title={countTitle(t, one)}
              >
                {count(one.value)}
              </b>
            ))}
          </a>
        );
        return props.folded ? (
          <Tooltip key={item.id} title={labelOf(t, name, counts)} placement="right">
            {link}
          </Tooltip>
        ) : (
          link
        );
      })}
    </div>
  );
}

function countTitle(t: T, one: RailCount): string | undefined {
  return one.tone === 'bad' ? t('nav.overdueCount', { count: count(one.value) }) : undefined;
}

function labelOf(t: T, name: string, counts: readonly RailCount[]): string {
  return [name, ...counts.map((one) => countTitle(t, one) ?? count(one.value))].join(', ');
}

/** State of the line and the time of the last word from it. */
function Line(props: { folded: boolean }) {
  const { t } = useT();
  const connection = useConnection();
  const database = useDatabaseConnected();
  const now = useMinute();
  const bad = connection.kind !== 'open' || !database;
  const text =
    connection.kind === 'open'
      ? database
        ? t('connection.open')
        : t('connection.databaseLost')
      : connection.kind === 'lost'
        ? t('connection.lost')
        : t('connection.connecting');
  if (props.folded) {
    return (
      <Tooltip title={text} placement="right">
        <div className={styles.rconn} role="img" aria-label={text}>
          <Light tone={bad ? 'warn' : 'ok'} />
        </div>
      </Tooltip>
    );
  }
  return (
    <div className={styles.rconn}>
      <Light tone={bad ? 'warn' : 'ok'} />
      <span className="clip">{text}</span>
      <time>{time(now)}</time>
    </div>
  );
}

function useMinute(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 15_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function OfficerBlock(props: { folded: boolean }) {
  const { t, locale } = useT();
  const client = useQueryClient();
  const session = useSession();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: keys.state });
  const lock = useMutation({ mutationFn: () => api.session.lock(), onSettled: again });
  const signOut = useMutation({ mutationFn: () => api.session.signOut(), onSettled: again });
  const change = useMutation({
    mutationFn: (postId: number) => api.session.changePost({ postId }),
    onSuccess: async () => {
      await again();
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    },
  });
  const others = session.posts.filter((post) => post.postId !== session.post.postId);
  return (
    <div className={styles.ruser}>
      <button
        ref={anchor}
        type="button"
        className={styles.officer}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={props.folded ? `${initials(session.officer)}, ${fullName(session.officer)}` : undefined}
        onClick={() => setOpen(true)}
      >
        <OfficerAvatar officer={session.officer} mine large={!props.folded} />
        {props.folded ? null : (
          <span className={styles.ru2}>
            <b className="clip" title={fullName(session.officer)}>
              {shortName(session.officer)}
            </b>
            <span className="muted clip">{t(`role.${session.post.role}`)}</span>
          </span>
        )}
      </button>
      {props.folded ? null : (
        <IconAct small icon="lock" label={t('act.lock')} combo="Ctrl+KeyL" onClick={() => lock.mutate()} />
      )}
      <Menu anchorEl={anchor.current} open={open} onClose={() => setOpen(false)}>
        {others.map((post) => (
          <MenuItem
            key={post.postId}
            onClick={() => {
              setOpen(false);
              change.mutate(post.postId);
            }}
          >
            <Icon name="users" />
            {t(`role.${post.role}`)}
            {post.scope === null ? '' : ` · ${words(post.scope.name, locale)}`}
          </MenuItem>
        ))}
        <MenuItem
          onClick={() => {
            setOpen(false);
            openSettings();
          }}
        >
          <Icon name="gear" />
          {t('nav.settings')}
        </MenuItem>
        <MenuItem
          onClick={() => {
            setOpen(false);
            lock.mutate();
          }}
        >
          <Icon name="lock" />
          <span className="grow">{t('act.lock')}</span>
          <KeyCaps combo="Ctrl+KeyL" />
        </MenuItem>
        <MenuItem
          onClick={() => {
            setOpen(false);
            signOut.mutate();
          }}
        >
          <Icon name="signOut" />
          {t('act.signOut')}
        </MenuItem>
      </Menu>
    </div>
  );
}
