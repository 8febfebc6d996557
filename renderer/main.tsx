import './theme/fonts.css';
import './theme/tokens.css';
import './theme/kit.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { connection } from './api.ts';
import { followOtherWindows, startI18n } from './i18n.ts';
import { makeQueryClient } from './query.ts';
import { ThemeRoot } from './theme/ThemeRoot.tsx';
import { startTrustedTypes } from './trusted-types.ts';
import { startHotkeys } from './ui/hotkeys.ts';

startTrustedTypes();
connection.start();
startHotkeys(window);
await startI18n();
followOtherWindows();
const queries = makeQueryClient();

const root = document.getElementById('root');
if (root === null) {
  throw new Error('NO_ROOT');
}
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <ThemeRoot>
        <App />
      </ThemeRoot>
    </QueryClientProvider>
  </StrictMode>,
);
