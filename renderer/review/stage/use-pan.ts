import { type PointerEvent, type RefObject, useRef, useState } from 'react';

type Start = { readonly x: number; readonly y: number; readonly left: number; readonly top: number };
type PanHandlers = {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
};

/** Dragging the page moves it under the glass, as paper is moved; touch scrolls by itself. */
export function usePan(scroller: RefObject<HTMLElement | null>): PanHandlers & { readonly panning: boolean } {
  const start = useRef<Start | null>(null);
  const [panning, setPanning] = useState(false);
  const end = (): void => {
    start.current = null;
    setPanning(false);
  };
  return {
    panning,
    onPointerDown: (event) => {
      const element = scroller.current;
      if (element === null || event.button !== 0 || event.pointerType === 'touch') {
        return;
      }
      // The scrollbar is the scroller's own: dragging there is not panning.
      const box = element.getBoundingClientRect();
      if (event.clientX > box.left + element.clientWidth || event.clientY > box.top + element.clientHeight) {
        return;
      }
      start.current = {
        x: event.clientX,
        y: event.clientY,
        left: element.scrollLeft,
        top: element.scrollTop,
      };
      element.setPointerCapture(event.pointerId);
      setPanning(true);
    },
    onPointerMove: (event) => {
      const from = start.current;
      const element = scroller.current;
      if (from !== null && element !== null) {
        element.scrollTo(from.left - (event.clientX - from.x), from.top - (event.clientY - from.y));
      }
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
