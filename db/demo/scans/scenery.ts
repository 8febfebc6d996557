import type { Random } from '../random.ts';
import type { Faces } from './fonts.ts';
import { cameraProjection, flatProjection, outlinePage, type Projection, TENTHS } from './outline.ts';
import type { Page } from './sketch.ts';

/** What surrounds a page in a picture: the scanner's lid, or a table, light and shadow. Gives SVG in tenths of a pixel. */
export type Picture = { readonly svg: string; readonly width: number; readonly height: number };

const PAPERS = ['#f6f3ea', '#f8f7f2', '#f3f1ec', '#fbfaf6'] as const;

/** A page on a flatbed scanner: turned by less than a degree, with edges, dust and a fold. */
export function flatbed(page: Page, random: Random, dpi: number, faces: Faces): Picture {
  const scale = dpi / 72;
  const width = Math.round(page.width * scale);
  const height = Math.round(page.height * scale);
  const projection = flatProjection(
    page,
    scale,
    random.normal(0, 0.35),
    random.int(-3, 3),
    random.int(-3, 3),
  );
  const fold = random.chance(0.5) ? foldLine(page, projection, random) : '';
  const body = [
    `<rect width="${width * TENTHS}" height="${height * TENTHS}" fill="#dcd9d0"/>`,
    polygon(corners(page, projection), `fill="${random.pick(PAPERS)}"`),
    fold,
    outlinePage(page, projection, scale, faces),
    dust(random, width, height),
    edge(width, height),
  ];
  return { svg: svg(width, height, EDGE_GRADIENT, body.join('')), width, height };
}

export type PhotoTrouble = 'none' | 'glare' | 'dark' | 'cropped';

/** A page photographed on a table with a phone held by hand. `long` is the picture's longer side in pixels. */
export function photograph(
  page: Page,
  random: Random,
  long: number,
  faces: Faces,
  trouble: PhotoTrouble = 'none',
): Picture {
  const upright = page.height > page.width;
  const width = upright ? Math.round(long * 0.75) : long;
  const height = upright ? long : Math.round(long * 0.75);
  const spots = cameraCorners(page, random, width, height, trouble === 'cropped' ? 2.1 : 1);
  const projection = cameraProjection(page, spots);
  const scale = Math.hypot(spots[1][0] - spots[0][0], spots[1][1] - spots[0][1]) / page.width;
  const isCard = page.height < page.width;
  const body = [
    table(random, width, height),
    shadowUnder(spots, isCard ? 5 : 9),
    isCard ? '' : polygon(spots, `fill="${random.pick(PAPERS)}"`),
    isCard ? '' : foldLine(page, projection, random),
    outlinePage(page, projection, scale, faces),
    light(random, width, height, trouble),
  ];
  return { svg: svg(width, height, PHOTO_GRADIENTS, body.join('')), width, height };
}

type Spots = readonly [Spot, Spot, Spot, Spot];
type Spot = readonly [number, number];

/** The corners of the page in the picture: near the edges, a little turned, the far edge shorter. */
function cameraCorners(page: Page, random: Random, width: number, height: number, zoom: number): Spots {
  const share = zoom * (0.8 + random.next() * 0.1);
  const ratio = page.height / page.width;
  const across = Math.min(width * share, (height * share) / ratio);
  const down = across * ratio;
  const shift = zoom > 1 ? 0.24 : 0.02;
  const cx = width * (0.5 + (random.next() - 0.5) * 0.03 + (zoom > 1 ? shift : 0));
  const cy = height * (0.5 + (random.next() - 0.5) * 0.03 + (zoom > 1 ? shift : 0));
  const far = 0.03 + random.next() * 0.05;
  const angle = (random.normal(0, 2.2) * Math.PI) / 180;
  const place = (x: number, y: number): Spot => [
    cx + x * Math.cos(angle) - y * Math.sin(angle),
    cy + x * Math.sin(angle) + y * Math.cos(angle),
  ];
  const [w, h] = [across / 2, down / 2];
  const wobble = () => (random.next() - 0.5) * across * 0.012;
  return [
    place(-w * (1 - far) + wobble(), -h * (1 - far / 3) + wobble()),
    place(w * (1 - far) + wobble(), -h * (1 - far / 3) + wobble()),
    place(w + wobble(), h + wobble()),
    place(-w + wobble(), h + wobble()),
  ];
}

function corners(page: Page, projection: Projection): readonly Spot[] {
  return [
    projection(0, 0),
    projection(page.width, 0),
    projection(page.width, page.height),
    projection(0, page.height),
  ];
}

function polygon(spots: readonly Spot[], attributes: string): string {
  return `<path d="M${spots.map(([x, y]) => `${tenths(x)} ${tenths(y)}`).join('L')}Z" ${attributes}/>`;
}

/** A soft shadow without a filter: the page's shape drawn a few times, larger and fainter. */
function shadowUnder(spots: Spots, reach: number): string {
  const [cx, cy] = [0, 1].map((axis) => spots.reduce((sum, spot) => sum + (spot[axis] ?? 0), 0) / 4);
  return [4, 3, 2, 1]
    .map((step) => {
      const grown = spots.map(
        ([x, y]): Spot => [
          x + Math.sign(x - (cx ?? 0)) * step * reach * 0.5 + reach * 0.5,
          y + Math.sign(y - (cy ?? 0)) * step * reach * 0.5 + reach * 0.8,
        ],
      );
      return polygon(grown, 'fill="#000" fill-opacity="0.1"');
    })
    .join('');
}

function foldLine(page: Page, projection: Projection, random: Random): string {
  const y = page.height * (random.chance(0.6) ? 0.5 : 0.333) + random.int(-6, 6);
  const line = (dy: number, look: string) => {
    const [x1, y1] = projection(0, y + dy);
    const [x2, y2] = projection(page.width, y + dy);
    return `<path d="M${tenths(x1)} ${tenths(y1)}L${tenths(x2)} ${tenths(y2)}" fill="none" stroke-width="18" ${look}/>`;
  };
  return line(0, 'stroke="#b9b09a" stroke-opacity="0.6"') + line(1, 'stroke="#fff" stroke-opacity="0.7"');
}

const SURFACES = [
  { base: '#8a6644', grain: '#5f4128' },
  { base: '#b08a5e', grain: '#8a6640' },
  { base: '#5d6468', grain: '#4a5053' },
  { base: '#3f5f74', grain: '#35505f' },
  { base: '#cfc8bb', grain: '#b8ae9c' },
] as const;

function table(random: Random, width: number, height: number): string {
  const { base, grain } = random.pick(SURFACES);
  const lines: string[] = [];
  for (let i = 0; i < 18; i += 1) {
    const y = random.int(0, height);
    const bend = random.int(-24, 24);
    lines.push(
      `<path d="M0 ${tenths(y)}Q${tenths(width / 2)} ${tenths(y + bend)} ${tenths(width)} ${tenths(y + bend / 3)}" fill="none" stroke="${grain}" stroke-width="${random.int(12, 70)}" stroke-opacity="0.${random.int(15, 45)}"/>`,
    );
  }
  return `<rect width="${tenths(width)}" height="${tenths(height)}" fill="${base}"/>${lines.join('')}`;
}

const PHOTO_GRADIENTS =
  '<linearGradient id="l" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#fff" stop-opacity="0.16"/><stop offset="0.55" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity="0.26"/></linearGradient>' +
  '<radialGradient id="s"><stop offset="0" stop-color="#000" stop-opacity="0.3"/><stop offset="0.45" stop-color="#000" stop-opacity="0.19"/><stop offset="0.75" stop-color="#000" stop-opacity="0.1"/><stop offset="1" stop-color="#000" stop-opacity="0"/></radialGradient>' +
  '<radialGradient id="g"><stop offset="0" stop-color="#fff"/><stop offset="0.45" stop-color="#fff" stop-opacity="0.97"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>';
const EDGE_GRADIENT =
  '<linearGradient id="e"><stop offset="0" stop-color="#000" stop-opacity="0.2"/><stop offset="1" stop-color="#000" stop-opacity="0"/></linearGradient>';

/** Uneven light, the shadow of the hand; or what makes the photograph useless. */
function light(random: Random, width: number, height: number, trouble: PhotoTrouble): string {
  const whole = `width="${tenths(width)}" height="${tenths(height)}"`;
  const ellipse = (id: string, cx: number, cy: number, rx: number, ry: number) =>
    `<ellipse cx="${tenths(cx * width)}" cy="${tenths(cy * height)}" rx="${tenths(rx * width)}" ry="${tenths(ry * height)}" fill="url(#${id})"/>`;
  const parts = [`<rect ${whole} fill="url(#l)"/>`];
  if (random.chance(0.75)) {
    parts.push(
      ellipse('s', random.pick([0.1, 0.9]), 0.95, 0.5 + random.next() * 0.3, 0.3 + random.next() * 0.25),
    );
  }
  if (trouble === 'glare') {
    parts.push(ellipse('g', 0.5, 0.42, 0.62, 0.34), ellipse('g', 0.35, 0.68, 0.5, 0.24));
  }
  if (trouble === 'dark') {
    parts.push(`<rect ${whole} fill="#0b0a09" fill-opacity="0.9"/>`);
  }
  return parts.join('');
}

function dust(random: Random, width: number, height: number): string {
  const spots = Array.from({ length: random.int(8, 22) }, () => {
    const size = tenths(0.5 + random.next() * 1.4);
    return `<circle cx="${tenths(random.int(0, width))}" cy="${tenths(random.int(0, height))}" r="${size}" fill="#8a8577" fill-opacity="0.6"/>`;
  });
  return spots.join('');
}

function edge(width: number, height: number): string {
  return `<rect width="${tenths(width * 0.02)}" height="${tenths(height)}" fill="url(#e)"/>`;
}

function svg(width: number, height: number, defs: string, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width * TENTHS} ${height * TENTHS}"><defs>${defs}</defs>${body}</svg>`;
}

function tenths(pixels: number): number {
  return Math.round(pixels * TENTHS);
}
