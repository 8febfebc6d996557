/**
 * What the preload script shows the page as `window.kezek` under Electron; in the web host there is no such object,
 * and the page speaks over a WebSocket at `/rpc` of its own origin.
 */
export interface KezekBridge {
  /**
   * Asks for a new connection to the back end. The port arrives as a `message` event of the window, from the window
   * itself, with `{ type: 'kezek:port', nonce }` as data and the port in `ports[0]`; an answer with another nonce is
   * for another call. Nothing arrives while the back end is starting, so the caller sets its own deadline.
   *
   * @param nonce at least 16 characters the page made for this call
   */
  connect(nonce: string): void;

  /** Full path of a file the officer dropped on the page or chose there; '' if it is not a file on disk. */
  pathForFile(file: File): string;
}

/** `data` of the window's message event that carries the port. */
export interface PortMessage {
  readonly type: 'kezek:port';
  readonly nonce: string;
}
