/** The page's end of picture.worker.ts: one worker for all pictures. */
import type { Size } from './geometry.ts';
import PicturesWorker from './picture.worker.ts?worker';
import { ScanError } from './scan-error.ts';

export type PictureRequest = { readonly id: number; readonly scan: number } & (
  | { readonly op: 'open'; readonly source: Blob | ImageBitmap }
  /** `source` serves where the first decoding was used up. */
  | { readonly op: 'draw'; readonly source: Blob | ImageBitmap; readonly width: number }
  | { readonly op: 'close' }
);
export type PictureAnswer =
  | {
      readonly id: number;
      readonly ok: true;
      readonly width: number;
      readonly height: number;
      readonly bitmap: ImageBitmap | null;
    }
  | { readonly id: number; readonly ok: false };

type Op = PictureRequest extends infer R ? (R extends PictureRequest ? Omit<R, 'id'> : never) : never;
type Done = Extract<PictureAnswer, { ok: true }>;

/** Far beyond what any phone photo takes. */
const DEADLINE_MS = 20_000;

let worker: Worker | null = null;
let nextId = 0;
const waiting = new Map<number, (answer: PictureAnswer | null) => void>();

function started(): Worker {
  if (worker === null) {
    worker = new PicturesWorker();
    worker.onmessage = ({ data }: MessageEvent<PictureAnswer>) => waiting.get(data.id)?.(data);
    worker.onerror = () => {
      worker?.terminate();
      worker = null;
      for (const settle of [...waiting.values()]) settle(null);
    };
  }
  return worker;
}

function ask(op: Op): Promise<Done> {
  nextId += 1;
  const id = nextId;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(() => reject(new ScanError('TOO_SLOW'))), DEADLINE_MS);
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      waiting.delete(id);
      settle();
    };
    waiting.set(id, (answer) =>
      finish(() => (answer?.ok === true ? resolve(answer) : reject(new ScanError('DAMAGED')))),
    );
    const request = { ...op, id } as PictureRequest;
    const moved = 'source' in op && op.source instanceof ImageBitmap ? [op.source] : [];
    started().postMessage(request, moved);
  });
}

let lastScan = 0;

/** Opens a picture in the worker: its size as turned, drawings of it, and letting go. */
export async function openInWorker(source: () => Promise<Blob | ImageBitmap>): Promise<{
  readonly size: Size;
  draw(width: number): Promise<ImageBitmap>;
  close(): void;
}> {
  lastScan += 1;
  const scan = lastScan;
  const { width, height } = await ask({ op: 'open', scan, source: await source() });
  let decoded = true;
  return {
    size: { width, height },
    draw: async (wanted) => {
      // The worker has the first decoding still; an empty source spares reading the file again.
      const from = decoded ? new Blob() : await source();
      decoded = false;
      const { bitmap } = await ask({ op: 'draw', scan, source: from, width: wanted });
      if (bitmap === null) {
        throw new ScanError('DAMAGED');
      }
      return bitmap;
    },
    close: () => void ask({ op: 'close', scan }).catch(() => {}),
  };
}
