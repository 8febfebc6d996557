/**
 * Walks what is on the page and compares scroll and client sizes: nothing may be cut but names (an element that may be has
 * `data-may-truncate`, or the whole text in `title`), nothing may stick out of the window, no two controls may overlap.
 */
import type { Page } from 'playwright/test';

/** Faults in words, one a line; empty when all is well. */
export function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const EDGE = 1;

    const describe = (element: Element): string => {
      const classes = [...element.classList].filter((name) => !/^css-|^_/.test(name)).slice(0, 3);
      const text = (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 60);
      const holder = element
        .closest('[role="dialog"],main,nav,header,[aria-label]')
        ?.getAttribute('aria-label');
      return `<${element.localName}${classes.map((c) => `.${c}`).join('')}> "${text}"${holder ? ` in "${holder}"` : ''}`;
    };

    const isHidden = (element: Element): boolean => {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return true;
      const box = element.getBoundingClientRect();
      // Text for screen readers alone is clipped to a point on purpose.
      return box.width <= 1 || box.height <= 1;
    };

    const mayBeCut = (element: Element): boolean => {
      const allowed = element.closest('[data-may-truncate],[title]');
      // A title on a whole panel excuses nothing.
      return allowed !== null && (allowed.textContent ?? '').length < 400;
    };

    const hasOwnText = (element: Element): boolean =>
      [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.nodeValue ?? '').trim() !== '',
      );

    const clips = (value: string): boolean => value === 'hidden' || value === 'clip';
    const scrolls = (value: string): boolean => value === 'auto' || value === 'scroll';

    /** The part of an element's text its clipping ancestors let through, and who clips it; scrollers end the search. */
    const cutBy = (element: Element): string | null => {
      const range = document.createRange();
      range.selectNodeContents(element);
      const text = range.getBoundingClientRect();
      for (let up: Element | null = element; up !== null && up !== document.body; up = up.parentElement) {
        const style = getComputedStyle(up);
        if (scrolls(style.overflowX) || scrolls(style.overflowY)) return null;
        if (style.position === 'fixed') break;
        const box = up.getBoundingClientRect();
        if (clips(style.overflowX) && (text.right > box.right + EDGE || text.left < box.left - EDGE)) {
          return `${Math.round(Math.max(text.right - box.right, box.left - text.left))} px across by ${describe(up)}`;
        }
        // Line boxes are taller than letters: a third of a line may hang over before a letter does.
        const slack = Math.max(EDGE, Number.parseFloat(getComputedStyle(element).fontSize) * 0.35);
        if (clips(style.overflowY) && (text.bottom > box.bottom + slack || text.top < box.top - slack)) {
          return `${Math.round(Math.max(text.bottom - box.bottom, box.top - text.top))} px down by ${describe(up)}`;
        }
      }
      return null;
    };

    const inScroller = (element: Element): boolean => {
      for (let up: Element | null = element; up !== null && up !== document.body; up = up.parentElement) {
        const style = getComputedStyle(up);
        if (scrolls(style.overflowX) || scrolls(style.overflowY)) return true;
      }
      return false;
    };

    /** What holds an element above or below others: the nearest dialog, sticky, fixed or scrolling ancestor. */
    const layerOf = (element: Element): Element | null => {
      for (let up = element.parentElement; up !== null; up = up.parentElement) {
        const style = getComputedStyle(up);
        const floats = style.position === 'fixed' || style.position === 'sticky';
        if (floats || scrolls(style.overflowY) || up.getAttribute('role') === 'dialog') return up;
      }
      return null;
    };

    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) {
      faults.push(`the page is ${root.scrollWidth} px wide in a window of ${root.clientWidth}`);
    }
    if (root.scrollHeight > root.clientHeight) {
      faults.push(`the page is ${root.scrollHeight} px high in a window of ${root.clientHeight}`);
    }

    for (const element of document.body.querySelectorAll('*')) {
      if (element instanceof SVGElement || element instanceof HTMLCanvasElement || isHidden(element))
        continue;
      const style = getComputedStyle(element);
      const cutsItself = clips(style.overflowX) || style.textOverflow === 'ellipsis';
      if (
        cutsItself &&
        hasOwnText(element) &&
        element.scrollWidth > element.clientWidth + EDGE &&
        !mayBeCut(element)
      ) {
        faults.push(`cut by ${element.scrollWidth - element.clientWidth} px: ${describe(element)}`);
        continue;
      }
      if (element instanceof HTMLInputElement && element.value === '' && element.placeholder !== '') {
        const context = document.createElement('canvas').getContext('2d');
        if (context !== null) {
          context.font = style.font;
          const room =
            element.clientWidth -
            Number.parseFloat(style.paddingLeft) -
            Number.parseFloat(style.paddingRight);
          const wide = context.measureText(element.placeholder).width;
          if (wide > room + EDGE) {
            faults.push(`placeholder cut by ${Math.round(wide - room)} px: "${element.placeholder}"`);
          }
        }
      }
      if (!hasOwnText(element)) continue;
      const by = mayBeCut(element) ? null : cutBy(element);
      if (by !== null) {
        faults.push(`cut ${by}: ${describe(element)}`);
        continue;
      }
      const box = element.getBoundingClientRect();
      if (
        !inScroller(element) &&
        (box.right > innerWidth + EDGE || box.bottom > innerHeight + EDGE || box.left < -EDGE)
      ) {
        faults.push(`outside the window: ${describe(element)}`);
      }
    }

    const controls = [
      ...document.querySelectorAll('button,a[href],input,select,textarea,[role="tab"],[role="button"]'),
    ]
      .filter((element) => !isHidden(element) && element.closest('[aria-hidden="true"],[inert]') === null)
      .map((element) => ({ element, box: element.getBoundingClientRect() }));
    for (const [index, one] of controls.entries()) {
      for (const other of controls.slice(index + 1)) {
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (across <= 2 || down <= 2) continue;
        const x = Math.max(one.box.left, other.box.left) + across / 2;
        const y = Math.max(one.box.top, other.box.top) + down / 2;
        const top = document.elementFromPoint(x, y);
        // What lies under a dialog, or under the sticky head of its list, is covered on purpose.
        const seen = [one.element, other.element].some(
          (element) => top !== null && (element.contains(top) || top.contains(element)),
        );
        if (seen && layerOf(one.element) === layerOf(other.element)) {
          faults.push(`overlap: ${describe(one.element)} and ${describe(other.element)}`);
        }
      }
    }
    return [...new Set(faults)];
  });
}
