import { Link, useLocation } from 'wouter';
import { classNames } from '../parts/class-names.ts';
import { useView } from '../state/use-view.ts';
import { LiveBadge } from './live-badge.tsx';
import { Logo } from './logo.tsx';
import { PAGE_GROUPS, PAGES, type PageEntry } from './pages.ts';
import './navigation.css';

/**
 * Links to every page, group by group; range, filters and metric go along. Where the screen is narrow the groups stand
 * in a line of their own, and below it the pages of the one that is open.
 */
export const Navigation = () => {
  const [path] = useLocation();
  const { link } = useView();
  const here = PAGES.find((page) => isHere(page, path));
  return (
    <header className="nav">
      <div className="nav-row">
        <Link href={link('/')} className="nav-home">
          <Logo />
          <span>Meterline</span>
        </Link>
        <nav className="nav-pages" aria-label="Pages">
          {PAGE_GROUPS.map((group) => (
            <Group key={group} group={group} here={here} />
          ))}
        </nav>
        <LiveBadge />
      </div>
    </header>
  );
};

/** A session or a call lies below the list of them. */
const isHere = ({ path }: PageEntry, at: string): boolean =>
  path === '/' ? at === '/' : at === path || at.startsWith(`${path}/`);

const Group = ({
  group,
  here,
}: {
  readonly group: PageEntry['group'];
  readonly here: PageEntry | undefined;
}) => {
  const { link } = useView();
  const pages = PAGES.filter((page) => page.group === group);
  // On an address of no page the first group is open.
  const isOpen = (here?.group ?? PAGE_GROUPS[0]) === group;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div className={classNames('nav-group', isOpen && 'is-open')} role="group" aria-label={group}>
      <Link
        href={link(pages[0]?.path ?? '/')}
        className="nav-group-name"
        aria-current={isOpen ? 'true' : undefined}
      >
        {group}
      </Link>
      <div className="nav-links">
        {pages.map((page) => (
          <PageLink key={page.path} page={page} isHere={page === here} />
        ))}
      </div>
    </div>
  );
};

const PageLink = ({ page, isHere }: { readonly page: PageEntry; readonly isHere: boolean }) => {
  const { link } = useView();
  return (
    <Link href={link(page.path)} aria-current={isHere ? 'page' : undefined}>
      {page.name}
    </Link>
  );
};
