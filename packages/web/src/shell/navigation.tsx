import { Link, useLocation } from 'wouter';
import { useView } from '../state/use-view.ts';
import { LiveBadge } from './live-badge.tsx';
import { Logo } from './logo.tsx';
import { PAGES } from './pages.ts';
import './navigation.css';

/** Links to every page; range, filters and metric go along. */
export const Navigation = () => {
  const [path] = useLocation();
  const { link } = useView();
  const isHere = (page: string): boolean => (page === '/' ? path === '/' : path.startsWith(page));
  return (
    <header className="nav">
      <div className="nav-row">
        <Link href={link('/')} className="nav-home">
          <Logo />
          <span>Meterline</span>
        </Link>
        <nav className="nav-pages" aria-label="Pages">
          {PAGES.map((page) => (
            <Link
              key={page.path}
              href={link(page.path)}
              aria-current={isHere(page.path) ? 'page' : undefined}
            >
              {page.name}
            </Link>
          ))}
        </nav>
        <LiveBadge />
      </div>
    </header>
  );
};
