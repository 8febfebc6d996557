/** What a desk holds of the counter beside the draft in the database: nothing that must survive it. */
import type { BroughtSignature } from '../../db/queries/packages.ts';
import type { Desk } from '../context.ts';
import { createOfficeSource, type OfficeSource } from '../intake/office.ts';
import type { UploadPlace } from '../intake/upload.ts';

/** The parent's signature over one package text. It holds for that text and nothing else. */
export interface ParentSignature {
  /** The clerk in whose session it was made. */
  readonly officerIin: string;
  readonly xml: string;
  readonly at: Date;
  readonly fullName: string;
  readonly iin: string;
  readonly evidence: BroughtSignature;
}

interface CounterMemory extends UploadPlace {
  readonly office: OfficeSource;
  signature: ParentSignature | null;
}

const memories = new WeakMap<Desk, CounterMemory>();

export function memoryOf(desk: Desk): CounterMemory {
  let memory = memories.get(desk);
  if (memory === undefined) {
    memory = {
      office: createOfficeSource(desk.db, desk.reference, desk.clock),
      upload: null,
      signature: null,
    };
    memories.set(desk, memory);
  }
  return memory;
}
