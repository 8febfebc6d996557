/** Kezek's own icons: a 16 grid, stroke 1.5, round ends. Decorative always: the words stand beside them or in aria-label. */
import type { ReactNode } from 'react';

const p = (...paths: string[]): ReactNode => paths.map((d) => <path key={d} d={d} />);
const clock = <circle cx="8" cy="8" r="6" />;

const SHAPES = {
  alert: p('M8 2.25 14.25 13H1.75z', 'M8 6.5v3M8 11.25h.01'),
  back: p('M13 8H3.5M7 4 3 8l4 4'),
  bolt: p('M8.75 1.75 3.5 9h4l-.75 5.25L12.5 7h-4z'),
  calendar: (
    <>
      <rect x="2.5" y="3.5" width="11" height="10" rx="1" />
      {p('M2.5 6.75h11M5.5 2v2.5M10.5 2v2.5')}
    </>
  ),
  check: p('m3 8.5 3.25 3.25L13 4.75'),
  checkCircle: (
    <>
      {clock}
      {p('m5.4 8.2 1.8 1.8 3.4-3.7')}
    </>
  ),
  chevronDown: p('m4 6 4 4 4-4'),
  chevronLeft: p('m10 4-4 4 4 4'),
  chevronRight: p('m6 4 4 4-4 4'),
  chevronUp: p('m4 10 4-4 4 4'),
  clock: (
    <>
      {clock}
      {p('M8 4.75V8l2.25 1.5')}
    </>
  ),
  columns: (
    <>
      <rect x="2.5" y="3" width="11" height="10" rx="1" />
      {p('M6.2 3v10M9.85 3v10')}
    </>
  ),
  compare: (
    <>
      <rect x="2" y="3" width="5" height="10" rx="1" />
      <rect x="9" y="3" width="5" height="10" rx="1" />
    </>
  ),
  contrast: (
    <>
      {clock}
      <path d="M8 2v12a6 6 0 0 0 0-12z" fill="currentColor" stroke="none" />
    </>
  ),
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1" />
      {p('M10.5 5.5v-3h-8v8h3')}
    </>
  ),
  cycle: p(
    'M13.25 6.5A5.5 5.5 0 0 0 3.4 4.75L2.5 6',
    'M2.75 9.5a5.5 5.5 0 0 0 9.85 1.75l.9-1.25',
    'M2.5 3v3h3M13.5 13v-3h-3',
  ),
  dash: p('M4 8h8'),
  dashed: <circle cx="8" cy="8" r="6" strokeDasharray="2.4 2.3" />,
  download: p('M8 2.5v7.25M4.75 6.75 8 10l3.25-3.25M2.75 13.25h10.5'),
  drag: p('M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01'),
  edit: p('M10.75 2.75 13.25 5.25 5.5 13H3v-2.5z', 'M9 4.5 11.5 7'),
  eye: (
    <>
      {p('M1.75 8S4 3.75 8 3.75 14.25 8 14.25 8 12 12.25 8 12.25 1.75 8 1.75 8z')}
      <circle cx="8" cy="8" r="1.75" />
    </>
  ),
  eyeOff: p(
    'm2.5 2.5 11 11',
    'M4.3 4.9C2.6 6.1 1.75 8 1.75 8S4 12.25 8 12.25c1.2 0 2.25-.4 3.1-.9',
    'M6.9 3.85c.35-.07.7-.1 1.1-.1 4 0 6.25 4.25 6.25 4.25s-.5 1-1.5 2.05',
  ),
  file: p('M4 1.75h5l3.25 3.25v9.25H4z', 'M9 1.75V5h3.25'),
  fitPage: p('M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3'),
  fitWidth: p('M2.25 3v10M13.75 3v10M4.5 8h7M6.25 6.25 4.5 8l1.75 1.75M9.75 6.25 11.5 8 9.75 9.75'),
  folder: p('M2 4h4l1.5 1.75H14V12.5H2z'),
  forward: p('M3 8h9.5M9 4l4 4-4 4'),
  gear: (
    <>
      <circle cx="8" cy="8" r="2.25" />
      {p('M8 1.75v2M8 12.25v2M1.75 8h2M12.25 8h2M3.6 3.6 5 5M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4')}
    </>
  ),
  grid: (
    <>
      <rect x="2.5" y="2.5" width="4.5" height="4.5" rx="1" />
      <rect x="9" y="2.5" width="4.5" height="4.5" rx="1" />
      <rect x="2.5" y="9" width="4.5" height="4.5" rx="1" />
      <rect x="9" y="9" width="4.5" height="4.5" rx="1" strokeDasharray="2 1.6" />
    </>
  ),
  help: (
    <>
      {clock}
      {p('M6.25 6.4a1.8 1.8 0 1 1 2.6 1.65c-.6.3-.85.7-.85 1.3M8 11.25h.01')}
    </>
  ),
  home: p('M2.5 7.5 8 2.75l5.5 4.75V13.5h-11z', 'M6.5 13.5V9.75h3v3.75'),
  inbox: p('M2.5 8.75 4.25 3h7.5l1.75 5.75V13h-11z', 'M2.5 8.75H5.5l1 1.75h3l1-1.75h3'),
  info: (
    <>
      {clock}
      {p('M8 7.25v3.5M8 5.25h.01')}
    </>
  ),
  key: (
    <>
      <circle cx="5" cy="11" r="2.75" />
      {p('m7 9 6.25-6.25M10.5 5.5l2 2M12 4l1.25 1.25')}
    </>
  ),
  later: p('M8.5 3.25 12.75 8 8.5 12.75M3.25 3.25 7.5 8l-4.25 4.75'),
  link: p(
    'M6.75 9.25 9.25 6.75',
    'm7.25 4.75 1.5-1.5a2.83 2.83 0 0 1 4 4l-1.5 1.5',
    'm8.75 11.25-1.5 1.5a2.83 2.83 0 0 1-4-4l1.5-1.5',
  ),
  list: (
    <>
      {p('M6 4h7.5M6 8h7.5M6 12h7.5')}
      <path d="M2.75 4h.01M2.75 8h.01M2.75 12h.01" strokeWidth="2" />
    </>
  ),
  lock: (
    <>
      <rect x="3" y="7" width="10" height="6.5" rx="1.25" />
      {p('M5 7V5a3 3 0 0 1 6 0v2')}
    </>
  ),
  minus: p('M3 8h10'),
  moon: p('M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z'),
  pause: <path d="M5.5 4v8M10.5 4v8" strokeWidth="2" />,
  plus: p('M8 3v10M3 8h10'),
  print: (
    <>
      {p('M4.5 6V2.5h7V6')}
      <rect x="2.5" y="6" width="11" height="5" rx="1" />
      {p('M4.5 9.5h7v4h-7z')}
    </>
  ),
  queue: p('M2.5 3.5h5M2.5 8h8M2.5 12.5h11', 'm10.5 2 2 1.5-2 1.5', 'M12.5 3.5H10'),
  return: p('M6 3 2.75 6.25 6 9.5', 'M2.75 6.25h6.5a3.5 3.5 0 0 1 0 7H6.5'),
  rotateLeft: p('M3.25 5.5A5.5 5.5 0 1 1 2.5 8.5', 'M3 2.25v3.5h3.5'),
  rotateRight: p('M12.75 5.5A5.5 5.5 0 1 0 13.5 8.5', 'M13 2.25v3.5H9.5'),
  scroll: p('M3.5 2.5h9v11h-9z', 'M5.75 5.5h4.5M5.75 8h4.5M5.75 10.5h2.5'),
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      {p('m10.5 10.5 3.25 3.25')}
    </>
  ),
  send: p('M14 2 7.25 8.75M14 2 9.5 14l-2.25-5.25L2 6.5z'),
  shieldCheck: p(
    'M8 1.75 13 3.5v4.25c0 3-2.1 5.2-5 6.5-2.9-1.3-5-3.5-5-6.5V3.5z',
    'm5.75 8 1.6 1.6L10.5 6.3',
  ),
  side: (
    <>
      <rect x="2.5" y="3" width="11" height="10" rx="1" />
      {p('M6.5 3v10')}
    </>
  ),
  signOut: p('M6.5 2.5h-4v11h4', 'M6.5 8h7M10.5 5l3 3-3 3'),
  sort: p('M8 12.5v-9M4.75 6.75 8 3.5l3.25 3.25'),
  sortDown: p('M8 3.5v9M4.75 9.25 8 12.5l3.25-3.25'),
  split: p('M8 2.5v11M4.5 5.5 2 8l2.5 2.5M11.5 5.5 14 8l-2.5 2.5'),
  stop: <rect x="4" y="4" width="8" height="8" rx="1" />,
  sun: (
    <>
      <circle cx="8" cy="8" r="2.75" />
      {p(
        'M8 1.5v1.25M8 13.25v1.25M1.5 8h1.25M13.25 8h1.25M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
      )}
    </>
  ),
  ticket: (
    <>
      {p('M2 4h12v2.5a1.5 1.5 0 0 0 0 3V12H2V9.5a1.5 1.5 0 0 0 0-3z')}
      <path d="M9.5 4.5v7" strokeDasharray="1.5 1.6" />
    </>
  ),
  trash: p('M3 4.5h10M6.5 4.5V2.75h3V4.5', 'M4.25 4.5 5 13.25h6l.75-8.75'),
  twins: (
    <>
      <circle cx="5.25" cy="5.5" r="2" />
      <circle cx="10.75" cy="5.5" r="2" />
      {p(
        'M1.75 13c.2-2.5 1.6-3.9 3.5-3.9 1.2 0 2.15.5 2.75 1.4.6-.9 1.55-1.4 2.75-1.4 1.9 0 3.3 1.4 3.5 3.9',
      )}
    </>
  ),
  unlock: (
    <>
      <rect x="3" y="7" width="10" height="6.5" rx="1.25" />
      {p('M5 7V5a3 3 0 0 1 5.75-1.2')}
    </>
  ),
  user: (
    <>
      <circle cx="8" cy="5.25" r="2.75" />
      {p('M3 13.5c.4-2.75 2.3-4.25 5-4.25s4.6 1.5 5 4.25')}
    </>
  ),
  users: (
    <>
      <circle cx="6" cy="5.25" r="2.5" />
      {p(
        'M1.75 13.25c.3-2.5 2-4 4.25-4s3.95 1.5 4.25 4',
        'M10.25 3.1a2.5 2.5 0 0 1 0 4.3M12 9.7c1.3.6 2.05 1.85 2.25 3.55',
      )}
    </>
  ),
  wifiOff: p(
    'm2.5 2.5 11 11',
    'M5 9.6a4.2 4.2 0 0 1 3-1.25M2.75 7.1A7.5 7.5 0 0 1 5.2 5.5M8 5c2 0 3.85.75 5.25 2.1M8 12.25h.01',
  ),
  x: p('m4 4 8 8M12 4l-8 8'),
} as const;

export type IconName = keyof typeof SHAPES;

/** An icon of the set; `size` 12, 14, 16 (default) or 24 ('big'). */
export function Icon(props: { name: IconName; size?: 12 | 14 | 16 | 24; className?: string }) {
  const size = props.size === 24 ? ' big' : props.size === 12 ? ' i12' : props.size === 14 ? ' i14' : '';
  return (
    <svg
      className={`i${size}${props.className ? ` ${props.className}` : ''}`}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      {SHAPES[props.name]}
    </svg>
  );
}

/** The mark of the program. */
export function Logo() {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" style={{ flex: 'none' }}>
      <rect width="24" height="24" rx="5" fill="var(--accent)" />
      <path
        d="M5 17h14M5 12h9M5 7h4.5"
        stroke="var(--on-accent)"
        strokeWidth="2.5"
        strokeLinecap="round"
        fill="none"
      />
      <circle cx="17.5" cy="7" r="1.9" fill="var(--on-accent)" />
    </svg>
  );
}
