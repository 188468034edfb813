import { Dialog } from '../parts/dialog.tsx';
import { PAGES } from './pages.ts';
import './key-sheet.css';

const KEYS: readonly (readonly [string, string])[] = [
  ['?', 'these keys'],
  ['/', 'search'],
  ['f', 'add a filter'],
  ['x', 'compare with the period before'],
  ['t', 'today'],
  ['d', 'last 7 days'],
  ['m', 'last 30 days'],
  ['y', 'this year'],
  ['Esc', 'close, or clear all filters'],
  ['← →', 'on a chart: through time; with Shift: mark'],
  ['Enter', 'on a chart: show only that time'],
];

export const KeySheet = ({ onClose }: { readonly onClose: () => void }) => (
  <Dialog title="Keys" onClose={onClose}>
    <dl className="keys">
      {[...KEYS, ...PAGES.map(({ key, name }) => [`g ${key}`, name] as const)].map(([key, says]) => (
        <div key={key}>
          <dt>
            {key.split(' ').map((one) => (
              <kbd key={one}>{one}</kbd>
            ))}
          </dt>
          <dd>{says}</dd>
        </div>
      ))}
    </dl>
  </Dialog>
);
