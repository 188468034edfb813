import './swatch.css';

/** The colour of a group beside its name. */
export const Swatch = ({ colour }: { readonly colour: string }) => (
  <span className="swatch" style={{ background: colour }} aria-hidden="true" />
);
