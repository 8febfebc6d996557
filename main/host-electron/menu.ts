import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { HostTexts } from './texts.ts';

/**
 * The application menu: the editing roles, without which copy and paste have no shortcuts on some systems, and the
 * view. No reload: F5 and the rest of the keyboard belong to the desk.
 */
export function applyMenu(texts: HostTexts, developerTools: boolean): void {
  const view: MenuItemConstructorOptions[] = [
    { role: 'zoomIn', label: texts.zoomIn },
    { role: 'zoomOut', label: texts.zoomOut },
    { role: 'resetZoom', label: texts.zoomReset },
    { role: 'togglefullscreen', label: texts.fullScreen },
  ];
  const tools: MenuItemConstructorOptions[] = developerTools
    ? [{ type: 'separator' }, { role: 'toggleDevTools' }]
    : [];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: 'Kezek', submenu: [{ role: 'quit', label: texts.quit }] },
      {
        label: texts.menuEdit,
        submenu: [
          { role: 'undo', label: texts.undo },
          { role: 'redo', label: texts.redo },
          { type: 'separator' },
          { role: 'cut', label: texts.cut },
          { role: 'copy', label: texts.copy },
          { role: 'paste', label: texts.paste },
          { role: 'selectAll', label: texts.selectAll },
        ],
      },
      { label: texts.menuView, submenu: [...view, ...tools] },
    ]),
  );
}
