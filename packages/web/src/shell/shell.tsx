import { lazy, Suspense, useEffect } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { useCallAddress } from '../parts/call-address.ts';
import { Skeleton } from '../parts/panel.tsx';
import { Banners } from './banners.tsx';
import { FirstRun, useIsFirstRun } from './first-run.tsx';
import { KeySheet } from './key-sheet.tsx';
import { loadPagesLater } from './lazy-page.ts';
import { LostPage } from './lost-page.tsx';
import { Navigation } from './navigation.tsx';
import { PageGuard } from './page-guard.tsx';
import { CALL_PATH, CallPage, PAGES, SESSION_PATH, SessionPage, TASK_PATH, TaskPage } from './pages.ts';
import { Toolbar } from './toolbar.tsx';
import { useKeys } from './use-keys.ts';
import './shell.css';

const CallPanel = lazy(async () => ({ default: (await import('../parts/call-panel.tsx')).CallPanel }));

/** The frame of every page: navigation, the question that is asked, what to know, and the page. */
export const Shell = () => {
  const [path] = useLocation();
  const { sheet, closeSheet } = useKeys();
  const firstRun = useIsFirstRun();
  const { call } = useCallAddress();
  useEffect(loadPagesLater, []);
  const entry = PAGES.find((page) => page.path === path);
  const needsCalls = entry === undefined || entry.asks || entry.path === '/live';
  return (
    <>
      <a className="skip" href="#main">
        To the content
      </a>
      <Navigation />
      {entry?.asks === true && !firstRun && <Toolbar measures={entry.lists !== true} />}
      <main id="main" className="page" tabIndex={-1}>
        <Banners />
        <PageGuard key={path}>
          <Suspense fallback={<Skeleton lines={6} height={48} />}>
            {firstRun && needsCalls ? (
              <FirstRun />
            ) : (
              <Switch>
                {PAGES.map((page) => (
                  <Route key={page.path} path={page.path} component={page.component} />
                ))}
                <Route path={CALL_PATH} component={CallPage} />
                <Route path={SESSION_PATH} component={SessionPage} />
                <Route path={TASK_PATH} component={TaskPage} />
                <Route component={LostPage} />
              </Switch>
            )}
          </Suspense>
        </PageGuard>
      </main>
      {call !== undefined && (
        <Suspense>
          <CallPanel call={call} />
        </Suspense>
      )}
      {sheet && <KeySheet onClose={closeSheet} />}
    </>
  );
};
