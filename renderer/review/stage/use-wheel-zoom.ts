import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { clampScale } from './geometry.ts';

/** A point of the page, in parts of its width and height, that must stay under the pointer. */
type Anchor = { readonly fx: number; readonly fy: number; readonly x: number; readonly y: number };

/**
 * Ctrl with the wheel zooms around the pointer. `onScale` gets the wanted scale; once the page has it, the point that was
 * under the pointer is brought back there.
 */
export function useWheelZoom(
  scroller: RefObject<HTMLElement | null>,
  sheet: RefObject<HTMLElement | null>,
  scale: number,
  onScale: (scale: number) => void,
): void {
  const anchor = useRef<Anchor | null>(null);
  const latest = useRef({ scale, onScale });
  latest.current = { scale, onScale };

  useEffect(() => {
    const element = scroller.current;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey) {
        return;
      }
      event.preventDefault();
      const box = sheet.current?.getBoundingClientRect();
      if (box !== undefined && box.width > 0) {
        const fx = (event.clientX - box.left) / box.width;
        const fy = (event.clientY - box.top) / box.height;
        anchor.current = { fx, fy, x: event.clientX, y: event.clientY };
      }
      latest.current.onScale(clampScale(latest.current.scale * Math.exp(-event.deltaY * 0.0016)));
    };
    // React listens passively, and a passive listener cannot keep the browser from zooming the whole window.
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [scroller, sheet]);

  useLayoutEffect(() => {
    const at = anchor.current;
    const box = sheet.current?.getBoundingClientRect();
    anchor.current = null;
    if (at !== null && box !== undefined && scale > 0) {
      scroller.current?.scrollBy(box.left + at.fx * box.width - at.x, box.top + at.fy * box.height - at.y);
    }
  }, [scale, scroller, sheet]);
}
