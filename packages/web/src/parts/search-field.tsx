import { useEffect, useRef, useState } from 'react';
import { useOwnParam } from '../state/use-own-param.ts';
import './search-field.css';

const TYPED_MS = 250;
const MAX_SEARCH = 200;

/** The search of a page, in its address as `q` when the typing pauses. */
export const SearchField = ({ label }: { readonly label: string }) => {
  const [q, setQ] = useOwnParam('q');
  const [text, setText] = useState(q ?? '');
  const said = useRef(q ?? '');
  // Back, or a link: the field follows the address, but not the echo of its own words.
  useEffect(() => {
    if ((q ?? '') === said.current) return;
    said.current = q ?? '';
    setText(q ?? '');
  }, [q]);
  useEffect(() => {
    if (text.trim() === said.current) return;
    const timer = setTimeout(() => {
      said.current = text.trim();
      setQ(said.current, { replace: true });
    }, TYPED_MS);
    return () => clearTimeout(timer);
  }, [text, setQ]);
  return (
    <input
      type="search"
      className="search-field"
      aria-label={label}
      placeholder={`${label}  ( / )`}
      maxLength={MAX_SEARCH}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && text !== '') setText('');
      }}
    />
  );
};
