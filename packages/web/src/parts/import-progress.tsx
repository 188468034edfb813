import { type ImportState, importShare, importText } from './import-words.ts';
import './import-progress.css';

/** How far an import is: a bar, and the same in words. */
export const ImportProgress = ({ state }: { readonly state: ImportState }) => {
  const share = importShare(state);
  return (
    <div className="import-progress">
      <progress max={1} {...(share === null ? {} : { value: share })} aria-label="Import" />
      <p className="small muted">{importText(state)}</p>
    </div>
  );
};
