/** A file that a window hands over in parts: one message of the line holds less than the largest file. */
import { PACKAGE_LIMITS } from '../../domain/package.ts';
import { BadInput } from '../errors.ts';

/** A file on its way from an officer's window. */
interface Upload {
  readonly id: string;
  readonly iin: string;
  readonly parts: number;
  readonly received: Buffer[];
}

/** Where a desk holds the one file that is on its way. */
export interface UploadPlace {
  upload: Upload | null;
}

export interface FilePart {
  readonly upload: string;
  readonly part: number;
  readonly parts: number;
  readonly content: Blob;
}

/**
 * Takes one part; the whole file with the last one, null before it. The first part drops what another window had begun. Throws
 * BAD_INPUT for a part that is too large or out of turn.
 */
export async function receivePart(place: UploadPlace, iin: string, input: FilePart): Promise<Buffer | null> {
  if (input.content.size > PACKAGE_LIMITS.partBytes) throw new BadInput('content');
  if (input.part === 0) {
    place.upload = { id: input.upload, iin, parts: input.parts, received: [] };
  }
  const { upload } = place;
  const fits =
    upload !== null &&
    upload.id === input.upload &&
    upload.iin === iin &&
    upload.parts === input.parts &&
    upload.received.length === input.part &&
    input.part < input.parts;
  if (!fits) throw new BadInput('part');
  upload.received.push(Buffer.from(await input.content.arrayBuffer()));
  if (upload.received.length < upload.parts) return null;
  place.upload = null;
  return Buffer.concat(upload.received);
}
