import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  pictureSize,
  rasterWidth,
  reduceView,
  START_VIEW,
  scaleFor,
  turned,
  type View,
} from '../../../renderer/review/stage/geometry.ts';

const A4 = { width: 794, height: 1123 };
const STAGE = { width: 726, height: 628 };

describe('fitting a page', () => {
  it('gives the A4 of the design: 640 wide on a stage of 726, some 80 %', () => {
    const scale = scaleFor(START_VIEW, A4, STAGE);
    expect(Math.round(A4.width * scale)).toBe(640);
    expect(Math.round(scale * 100)).toBe(81);
  });

  it('fits the whole page in page mode, turned or not', () => {
    fc.assert(
      fc.property(
        fc.record({
          width: fc.integer({ min: 200, max: 2000 }),
          height: fc.integer({ min: 200, max: 2000 }),
        }),
        fc.record({
          width: fc.integer({ min: 600, max: 1800 }),
          height: fc.integer({ min: 400, max: 1200 }),
        }),
        fc.constantFrom<View['rotation'][]>(0, 90, 180, 270),
        (page, stage, rotation) => {
          const scale = scaleFor({ ...START_VIEW, mode: 'page', rotation }, page, stage);
          const shown = turned(page, rotation);
          // The scale has a floor and a ceiling; between them the page fits.
          if (scale > 0.1 && scale < 5) {
            expect(shown.width * scale).toBeLessThanOrEqual(stage.width + 0.01);
            expect(shown.height * scale).toBeLessThanOrEqual(stage.height + 0.01);
          }
        },
      ),
    );
  });

  it('shows a phone photo as large as A4, a small picture at its own size', () => {
    expect(pictureSize({ width: 3024, height: 4032 })).toEqual({ width: 842.25, height: 1123 });
    expect(pictureSize({ width: 300, height: 200 })).toEqual({ width: 300, height: 200 });
  });
});

describe('acts on the view', () => {
  it('steps from the scale the eye sees, and back to the same one', () => {
    const closer = reduceView(START_VIEW, { type: 'step', by: 1, from: 0.806 });
    expect(closer).toMatchObject({ mode: 'free', scale: 0.9 });
    const back = reduceView(closer, { type: 'step', by: -1, from: closer.scale });
    expect(back.scale).toBe(0.8);
  });

  it('stays within its limits', () => {
    expect(reduceView(START_VIEW, { type: 'step', by: 1, from: 5 }).scale).toBe(5);
    expect(reduceView(START_VIEW, { type: 'step', by: -1, from: 0.1 }).scale).toBe(0.1);
    expect(reduceView(START_VIEW, { type: 'scale', scale: 99 }).scale).toBe(5);
  });

  it('turns by quarters and comes round', () => {
    let view = START_VIEW;
    const seen: number[] = [];
    for (let i = 0; i < 4; i++) {
      view = reduceView(view, { type: 'turn', by: -90 });
      seen.push(view.rotation);
    }
    expect(seen).toEqual([270, 180, 90, 0]);
  });

  it('draws at the next width up, and not above the largest', () => {
    expect(rasterWidth(A4, 0.806, 1)).toBe(640);
    expect(rasterWidth(A4, 0.806, 2)).toBe(1280);
    expect(rasterWidth(A4, 5, 2)).toBe(3840);
  });
});
