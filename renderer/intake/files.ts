/** Files an officer chose or dropped, a folder's too: packages by their names, in a settled order. */

/** The endings portals give their packages. */
export const ACCEPTED = '.xml,.zip';
const PACKAGE = /^[^.].*\.(?:xml|zip)$/i;
/** Of one drop: more belongs to the watched folder or the command line. */
const MOST_FILES = 20_000;

/** What of a list is a package; the oldest first, as the watched folder takes them. */
export function packagesOf(files: Iterable<File>): File[] {
  return [...files]
    .filter((file) => PACKAGE.test(file.name))
    .sort((a, b) => a.lastModified - b.lastModified || (a.name < b.name ? -1 : 1));
}

/** The files of a drop; folders are opened, one level below another. Must be called while the event is handled. */
export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].flatMap((item) => {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
    return entry === null ? [] : [entry];
  });
  const plain = [...data.files];
  if (entries.length === 0) return plain;
  const found: File[] = [];
  for (const entry of entries) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (found.length >= MOST_FILES) return;
  if (entry.isFile) {
    const file = await new Promise<File | null>((resolve) => {
      (entry as FileSystemFileEntry).file(resolve, () => resolve(null));
    });
    if (file !== null) found.push(file);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A reader gives a hundred at a time and an empty list at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve) => {
      reader.readEntries(resolve, () => resolve([]));
    });
    if (some.length === 0) return;
    for (const one of some) await collect(one, found);
  }
}
