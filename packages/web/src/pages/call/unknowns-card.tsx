import type { CallAnswer } from '../../parts/call-sum.ts';
import { Card } from '../../parts/card.tsx';
import { unknownsOf } from './unknowns.ts';

/** What nobody has told, so that nothing that is missing is taken for none. */
export const UnknownsCard = ({ answer }: { readonly answer: CallAnswer }) => {
  const unknowns = unknownsOf(answer);
  return (
    <Card title="What is not known">
      {unknowns.length === 0 ? (
        <p>Nothing that matters: every figure of this call was reported.</p>
      ) : (
        <dl className="call-unknowns">
          {unknowns.map(({ what, why }) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>{why}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
};
