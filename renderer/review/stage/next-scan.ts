/**
 * How long the next scan takes to be on the screen: from the key press to the frame that shows it. Read by the bench and by
 * the end-to-end test through `performance.getEntriesByName('kezek:next-scan')`.
 */
export const NEXT_SCAN = 'kezek:next-scan';

let started: number | null = null;

/** At the press of J, K or a click; `at` is the event's own time stamp where there is one. */
export function nextScanAsked(at: number = performance.now()): void {
  started = at;
}

/** When the stage has painted the scan asked for: measures at the frame after. */
export function nextScanPainted(): void {
  if (started === null) {
    return;
  }
  const start = started;
  started = null;
  requestAnimationFrame(() => {
    // A message comes after the frame's paint, a second animation frame only before the next one.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      performance.measure(NEXT_SCAN, { start, end: performance.now() });
      port1.close();
    };
    port2.postMessage(null);
  });
}
