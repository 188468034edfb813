import type { ComponentType } from 'react';
import { lazyPage } from './lazy-page.ts';

/** What pages are about, in the order of the navigation. */
export const PAGE_GROUPS = ['Spend', 'Detail', 'Set-up'] as const;

export interface PageEntry {
  readonly path: string;
  readonly name: string;
  /** After `g`: goes there. */
  readonly key: string;
  readonly group: (typeof PAGE_GROUPS)[number];
  /** Range and filters hold on it. */
  readonly asks: boolean;
  /** Shows single things: nothing of it is compared or measured in another way. */
  readonly lists?: true;
  readonly component: ComponentType;
}

/** The pages, group by group, in the order of the navigation. Each is loaded when it is first opened. */
export const PAGES: readonly PageEntry[] = [
  {
    path: '/',
    name: 'Overview',
    key: 'o',
    group: 'Spend',
    asks: true,
    component: lazyPage(async () => (await import('../pages/overview/overview-page.tsx')).OverviewPage),
  },
  {
    path: '/models',
    name: 'Models',
    key: 'm',
    group: 'Spend',
    asks: true,
    component: lazyPage(async () => (await import('../pages/models/models-page.tsx')).ModelsPage),
  },
  {
    path: '/routes',
    name: 'Routes',
    key: 'u',
    group: 'Spend',
    asks: true,
    component: lazyPage(async () => (await import('../pages/routes/routes-page.tsx')).RoutesPage),
  },
  {
    path: '/cache',
    name: 'Cache',
    key: 'c',
    group: 'Spend',
    asks: true,
    component: lazyPage(async () => (await import('../pages/cache/cache-page.tsx')).CachePage),
  },
  {
    path: '/activity',
    name: 'Activity',
    key: 'a',
    group: 'Spend',
    asks: true,
    component: lazyPage(async () => (await import('../pages/activity/activity-page.tsx')).ActivityPage),
  },
  {
    path: '/live',
    name: 'Live',
    key: 'l',
    group: 'Detail',
    asks: false,
    component: lazyPage(async () => (await import('../pages/live/live-page.tsx')).LivePage),
  },
  {
    path: '/calls',
    name: 'Calls',
    key: 'n',
    group: 'Detail',
    asks: true,
    lists: true,
    component: lazyPage(async () => (await import('../pages/calls/calls-page.tsx')).CallsPage),
  },
  {
    path: '/sessions',
    name: 'Sessions',
    key: 's',
    group: 'Detail',
    asks: true,
    lists: true,
    component: lazyPage(async () => (await import('../pages/sessions/sessions-page.tsx')).SessionsPage),
  },
  {
    path: '/tasks',
    name: 'Tasks',
    key: 't',
    group: 'Detail',
    asks: true,
    lists: true,
    component: lazyPage(async () => (await import('../pages/tasks/tasks-page.tsx')).TasksPage),
  },
  {
    path: '/connect',
    name: 'Connect',
    key: 'k',
    group: 'Set-up',
    asks: false,
    component: lazyPage(async () => (await import('../pages/connect/connect-page.tsx')).ConnectPage),
  },
  {
    path: '/sources',
    name: 'Sources',
    key: 'r',
    group: 'Set-up',
    asks: false,
    component: lazyPage(async () => (await import('../pages/sources/sources-page.tsx')).SourcesPage),
  },
  {
    path: '/settings',
    name: 'Settings',
    key: ',',
    group: 'Set-up',
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

/** One call, below the list of them. */
export const CALL_PATH = '/calls/:call';
export const CallPage: ComponentType = lazyPage(
  async () => (await import('../pages/call/call-page.tsx')).CallPage,
);

export const callAddress = (call: string): string => `/calls/${encodeURIComponent(call)}`;

/** One task, below the list of them. */
export const TASK_PATH = '/tasks/:task';
export const TaskPage: ComponentType = lazyPage(
  async () => (await import('../pages/task/task-page.tsx')).TaskPage,
);

export const taskAddress = (task: string): string => `/tasks/${encodeURIComponent(task)}`;
