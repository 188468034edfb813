import { Card } from '../../parts/card.tsx';
import { isHere, type SourceRow } from './source-words.ts';

/** What a log cannot tell: the honest limit of every figure here. */
export const UnseenCard = ({ rows }: { readonly rows: readonly SourceRow[] }) => {
  const shown = rows.filter((row) => isHere(row) && row.unseen.length > 0);
  if (shown.length === 0) return null;
  return (
    <Card title="Billed, but in no log" note="no reader of logs can see these: the bill may be higher">
      <div className="unseen">
        {shown.map(({ id, name, unseen }) => (
          <section key={id}>
            <h3>{name}</h3>
            <ul>
              {unseen.map((text) => (
                <li key={text}>
                  <WithCode text={text} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Card>
  );
};

/** A note of a source; between backticks stands what somebody would type. */
const WithCode = ({ text }: { readonly text: string }) =>
  text.split('`').map((part, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text do not move
    at % 2 === 1 ? <code key={at}>{part}</code> : part,
  );
