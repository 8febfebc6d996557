/**
 * What the back end asks of the program that carries it, whichever that is: the web host, Electron, the gate or the
 * command line. The back end never knows which one it is in.
 */
export interface HostServices {
  /** Starts a new signer process. The caller kills it to make it forget its key. */
  spawnSigner(): SignerChannel;

  /** Shows the system's file dialog; answers the chosen path, or null if the officer closed it. Absent where there is none. */
  openFileDialog?(request: OpenFileRequest): Promise<string | null>;

  /** Asks where to keep a file and writes it; answers the path, or null if the officer closed the dialog. */
  saveFile?(request: SaveFileRequest): Promise<string | null>;

  /** Calls back when the machine goes to sleep or its screen is locked. Answers a function that stops it. */
  onLock(callback: (reason: LockReason) => void): () => void;
}

/** Why the host wants the desk locked. */
export type LockReason = 'suspend' | 'lock-screen' | 'shutdown';

/** `kind` picks the filter and the words of the dialog; the host holds them in every language. */
export interface OpenFileRequest {
  readonly kind: 'key';
  readonly folder?: string;
}

export interface SaveFileRequest {
  /** Suggested file name, without folders. */
  readonly name: string;
  readonly content: Uint8Array;
}

/**
 * One signer process. Messages are structured clones; after `exit` nothing more arrives, and `postMessage` does
 * nothing. The signer tells nothing about the key by its exit code.
 */
export interface SignerChannel {
  on(event: 'message', callback: (message: unknown) => void): void;
  on(event: 'exit', callback: (code: number | null) => void): void;
  postMessage(message: unknown): void;
  /** Ends the process at once (SIGKILL): the key and the password go with its memory. */
  kill(): void;
}
