import { Button } from './button.tsx';
import './new-rows.css';

/** Shows rows that came. They wait until they are wanted: a list that moves by itself is clicked at the wrong place. */
export const NewRows = ({ text, onShow }: { readonly text: string; readonly onShow: () => void }) => (
  <Button
    small
    look="main"
    className="new-rows"
    onClick={() => {
      onShow();
      scrollTo({ top: 0 });
    }}
  >
    {`${text} · show`}
  </Button>
);
