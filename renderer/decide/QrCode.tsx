import { useMemo } from 'react';
import { encode } from 'uqr';

/** Quiet zone in modules, on white in both themes: scanners need the contrast. */
const QUIET = 2;

/** A QR code as one SVG path. */
export function QrCode(props: { text: string; label: string; size: number; className?: string | undefined }) {
  const { data, size } = useMemo(() => encode(props.text, { ecc: 'M', border: 0 }), [props.text]);
  const path = useMemo(
    () => data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join(''),
    [data],
  );
  const whole = size + 2 * QUIET;
  return (
    <svg
      className={props.className}
      viewBox={`${-QUIET} ${-QUIET} ${whole} ${whole}`}
      width={props.size}
      height={props.size}
      role="img"
      aria-label={props.label}
      shapeRendering="crispEdges"
    >
      <rect x={-QUIET} y={-QUIET} width={whole} height={whole} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
