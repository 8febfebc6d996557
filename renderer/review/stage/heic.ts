import HeicWorker from './heic.worker.ts?worker';
import { ScanError } from './scan-error.ts';

export type HeicAnswer =
  | { readonly id: number; readonly ok: true; readonly bitmap: ImageBitmap }
  | { readonly id: number; readonly ok: false };

/** A phone photo of 50 megapixels decodes in some four seconds; what takes longer is not a photo of a document. */
const DEADLINE_MS = 20_000;
/** Its WebAssembly keeps a hundred megabytes; the next photo starts it again in a fifth of a second. */
const IDLE_MS = 30_000;

let worker: Worker | null = null;
let idle: ReturnType<typeof setTimeout> | undefined;
let nextId = 0;
let line: Promise<unknown> = Promise.resolve();

/** Decodes a HEIC photo (the turn its container asks for applied), in a worker of its own, one at a time. */
export function decodeHeic(file: Blob): Promise<ImageBitmap> {
  const turn = line.then(() => decodeNow(file));
  line = turn.catch(() => {});
  return turn;
}

async function decodeNow(file: Blob): Promise<ImageBitmap> {
  const bytes = await file.arrayBuffer();
  clearTimeout(idle);
  worker ??= new HeicWorker();
  const mine = worker;
  nextId += 1;
  const id = nextId;
  try {
    return await new Promise<ImageBitmap>((resolve, reject) => {
      const timer = setTimeout(() => reject(new ScanError('TOO_SLOW')), DEADLINE_MS);
      mine.onerror = () => reject(new ScanError('DAMAGED'));
      mine.onmessage = (event: MessageEvent<HeicAnswer>) => {
        if (event.data.id === id) {
          clearTimeout(timer);
          event.data.ok ? resolve(event.data.bitmap) : reject(new ScanError('DAMAGED'));
        }
      };
      mine.postMessage({ id, bytes }, [bytes]);
    });
  } catch (error) {
    // A decoder that failed may be in any state: the next photo gets a new one.
    stop(mine);
    throw error;
  } finally {
    idle = setTimeout(() => stop(mine), IDLE_MS);
  }
}

function stop(which: Worker): void {
  which.terminate();
  if (worker === which) {
    worker = null;
  }
}
