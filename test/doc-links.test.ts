import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const NOT_OURS = /(^|\/)(node_modules|dist|coverage|testdata|\.[^/]+)(\/|$)/;

const PAGES = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.md') && !NOT_OURS.test(path),
);

const textOf = (path: string): string => readFileSync(path, 'utf8').replace(/^```[\s\S]*?^```/gm, '');

/** Targets of links and pictures that lead to a file of the repository. */
const linksIn = (text: string): readonly string[] =>
  [...text.matchAll(/\]\(([^()\s]+)\)|(?:src|srcset|href)="([^"\s]+)"/g)]
    .map(([, link, attribute]) => link ?? attribute!)
    .filter((link) => !/^[a-z]+:/.test(link));

/** A heading's anchor, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

const hasAnchor = (path: string, anchor: string): boolean =>
  [...textOf(path).matchAll(/^#+ (.*)$/gm)].some(([, heading]) => anchorOf(heading!) === anchor);

const isBroken = (page: string, link: string): boolean => {
  const [file = '', anchor] = decodeURIComponent(link).split('#', 2);
  const target = file === '' ? join(ROOT, page) : join(ROOT, dirname(page), file);
  // A link out of the repository leads nowhere on other machines.
  if (relative(ROOT, target).startsWith('..') || !existsSync(target)) return true;
  return anchor !== undefined && target.endsWith('.md') && !hasAnchor(target, anchor);
};

it.each(PAGES)('%s has no link that leads nowhere', (page) => {
  expect(linksIn(textOf(join(ROOT, page))).filter((link) => isBroken(page, link))).toEqual([]);
});

it('sees a link to a file and to a heading that are not there', () => {
  const links = ['docs/nowhere.md', 'docs/architecture.md#nowhere', '../elsewhere.md', '#nowhere'];
  expect(links.filter((link) => isBroken('README.md', link))).toEqual(links);
  expect(isBroken('README.md', 'docs/architecture.md#one-calls-way')).toBe(false);
});
