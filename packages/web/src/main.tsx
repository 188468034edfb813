import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LiveProvider } from './data/live.tsx';
import { makeQueryClient } from './data/query-client.ts';
import { Shell } from './shell/shell.tsx';
import { applyTheme } from './state/theme.ts';
import './style/tokens.css';
import './style/base.css';

applyTheme();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={makeQueryClient()}>
      <LiveProvider>
        <Shell />
      </LiveProvider>
    </QueryClientProvider>
  </StrictMode>,
);
