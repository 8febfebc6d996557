import { writeFile } from 'node:fs/promises';
import { type BrowserWindow, dialog } from 'electron';
import type { OpenFileRequest, SaveFileRequest } from '../host.ts';
import { suggestFileName } from './policies.ts';
import type { HostTexts } from './texts.ts';

/** Asks for a key file. Answers its path, or null if the officer closed the dialog. Reads nothing. */
export async function openFileDialog(
  window: BrowserWindow,
  texts: HostTexts,
  request: OpenFileRequest,
): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: texts.keyFileTitle,
    ...(request.folder === undefined ? {} : { defaultPath: request.folder }),
    filters: [{ name: texts.keyFiles, extensions: ['p12', 'pfx'] }],
    // Where keys lie is not for the system's list of recent documents.
    properties: ['openFile', 'dontAddToRecent'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** Asks where to keep a file and writes it there. Answers the path, or null if the officer closed the dialog. */
export async function saveFileDialog(
  window: BrowserWindow,
  texts: HostTexts,
  request: SaveFileRequest,
): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: texts.saveTitle,
    defaultPath: suggestFileName(request.name),
    properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
  });
  if (canceled || !filePath) return null;
  await writeFile(filePath, request.content);
  return filePath;
}
