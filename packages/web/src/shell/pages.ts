import type { ComponentType } from 'react';
import { lazyPage } from './lazy-page.ts';

export interface PageEntry {
  readonly path: string;
  readonly name: string;
  /** After `g`: goes there. */
  readonly key: string;
  /** Range, filters and metric hold on it. */
  readonly asks: boolean;
  readonly component: ComponentType;
}

/** The pages in the order of the navigation. Each is loaded when it is first opened. */
export const PAGES: readonly PageEntry[] = [
  {
    path: '/',
    name: 'Overview',
    key: 'o',
    asks: true,
    component: lazyPage(async () => (await import('../pages/overview/overview-page.tsx')).OverviewPage),
  },
  {
    path: '/models',
    name: 'Models',
    key: 'm',
    asks: true,
    component: lazyPage(async () => (await import('../pages/models/models-page.tsx')).ModelsPage),
  },
  {
    path: '/sessions',
    name: 'Sessions',
    key: 's',
    asks: true,
    component: lazyPage(async () => (await import('../pages/sessions/sessions-page.tsx')).SessionsPage),
  },
  {
    path: '/cache',
    name: 'Cache',
    key: 'c',
    asks: true,
    component: lazyPage(async () => (await import('../pages/cache/cache-page.tsx')).CachePage),
  },
  {
    path: '/activity',
    name: 'Activity',
    key: 'a',
    asks: true,
    component: lazyPage(async () => (await import('../pages/activity/activity-page.tsx')).ActivityPage),
  },
  {
    path: '/live',
    name: 'Live',
    key: 'l',
    asks: false,
    component: lazyPage(async () => (await import('../pages/live/live-page.tsx')).LivePage),
  },
  {
    path: '/sources',
    name: 'Sources',
    key: 'r',
    asks: false,
    component: lazyPage(async () => (await import('../pages/sources/sources-page.tsx')).SourcesPage),
  },
  {
    path: '/settings',
    name: 'Settings',
    key: ',',
    asks: false,
    component: lazyPage(async () => (await import('../pages/settings/settings-page.tsx')).SettingsPage),
  },
];

/** One session, below the list of them. */
export const SESSION_PATH = '/sessions/:session';
export const SessionPage: ComponentType = lazyPage(
  async () => (await import('../pages/session/session-page.tsx')).SessionPage,
);

export const sessionAddress = (session: string): string => `/sessions/${encodeURIComponent(session)}`;
