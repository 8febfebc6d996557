import { type App, type Session, shell, type WebContents } from 'electron';
import {
  decideDownload,
  decideNavigation,
  decidePermission,
  decideRequest,
  decideWindowOpen,
} from './policies.ts';

/** Puts the policies in force on a session: permissions, requests, downloads. */
export function guardSession(session: Session, developerTools: boolean): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(decidePermission(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => decidePermission(permission, origin));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.webRequest.onBeforeRequest((request, answer) => {
    answer({ cancel: decideRequest(request.url, developerTools) === 'deny' });
  });
  session.on('will-download', (event, item) => {
    if (decideDownload(item.getURL()) === 'deny') event.preventDefault();
  });
  // It would fetch dictionaries, and send what is typed nowhere, but still: words of officers stay here.
  session.setSpellCheckerEnabled(false);
}

/** Puts the policies in force on every page that will ever be made, whoever makes it. */
export function guardContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: { preventDefault(): void; url: string }): void => {
      if (decideNavigation(event.url) === 'deny') event.preventDefault();
    };
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      if (decideWindowOpen(url) === 'outside') void shell.openExternal(url);
      return { action: 'deny' };
    });
  });
}

/** The sender of a message as the policy wants it. */
export function senderOf(event: { sender: WebContents; senderFrame: Electron.WebFrameMain | null }) {
  const frame = event.senderFrame;
  return {
    contents: event.sender.id,
    frame: frame === null ? null : frame.url,
    isMainFrame: frame !== null && frame.parent === null,
  };
}
