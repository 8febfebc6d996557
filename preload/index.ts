/// <reference lib="dom" />
import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import type { KezekBridge, PortMessage } from './contract/bridge.ts';

// This file is the whole of what the page gets from Electron: one port, and the path of a file it was given.
// It must stay one file without imports at run time: a sandboxed preload can require nothing but `electron`.

const CONNECT_CHANNEL = 'kezek:connect';
const PORT_CHANNEL = 'kezek:port';

/** Calls the page is still waiting on. A port for anything else is closed. */
const waiting = new Set<string>();
const MOST_WAITING = 16;

const bridge: KezekBridge = {
  connect(nonce) {
    if (typeof nonce !== 'string' || nonce.length < 16 || nonce.length > 64) return;
    // A page that gave up waiting asks again: the oldest call makes room.
    const [oldest] = waiting;
    if (waiting.size >= MOST_WAITING && oldest !== undefined) waiting.delete(oldest);
    waiting.add(nonce);
    ipcRenderer.send(CONNECT_CHANNEL, nonce);
  },
  pathForFile: (file) => webUtils.getPathForFile(file),
};

ipcRenderer.on(PORT_CHANNEL, (event: IpcRendererEvent, nonce: unknown) => {
  const [port] = event.ports;
  if (!port) return;
  if (typeof nonce !== 'string' || !waiting.delete(nonce)) {
    port.close();
    return;
  }
  // contextBridge cannot carry a port. The target origin keeps it from a page that took this one's place.
  const message: PortMessage = { type: 'kezek:port', nonce };
  window.postMessage(message, 'app://kezek', [port]);
});

contextBridge.exposeInMainWorld('kezek', bridge);
