import { Link } from 'wouter';
import { compactCount, plural } from '../../format/count.ts';
import { Icon } from '../../parts/icon.tsx';
import { useView } from '../../state/use-view.ts';
import type { Overview } from './kpi-row.tsx';
import './unpriced-note.css';

/** Some calls have no price, so every cost here is a lower bound: which, how much, and where to mend it. */
export const UnpricedNote = ({ unpriced: all }: { readonly unpriced: Overview['unpriced'] }) => {
  const { link } = useView();
  // Calls that did not say what they used have no price either, but setting one would not help.
  const unpriced = all.filter(({ tokens }) => tokens > 0);
  if (unpriced.length === 0) return null;
  const tokens = unpriced.reduce((sum, model) => sum + model.tokens, 0);
  const names = unpriced.map(({ model }) => model);
  return (
    <p className="unpriced-note" title={names.join(', ')}>
      <Icon name="warning" />
      <span>
        <strong>{unpriced.length === 1 ? names[0] : plural(unpriced.length, 'model')}</strong>,{' '}
        {compactCount(tokens)} tokens not priced: costs here are a lower bound.{' '}
        <Link href={link('/sources')}>Set a price</Link>
      </span>
    </p>
  );
};
