import { CallSection } from './call-section.tsx';
import { type CallAnswer, isRounded, sumLines } from './call-sum.ts';

/** tokens × rate = amount, line by line. */
export const Arithmetic = ({ answer }: { readonly answer: CallAnswer }) => {
  const { call, explanation } = answer;
  const lines = sumLines(explanation);
  if (explanation.status === 'zero' || lines.length === 0)
    return (
      <CallSection title="The arithmetic">
        {explanation.status === 'zero' ? (
          <p>This call is known to cost nothing, so there is nothing to add up.</p>
        ) : Object.keys(call.tokens).length === 0 ? (
          <p>The answer did not say what it used, so what it cost is not known.</p>
        ) : (
          <NoPrice provider={call.provider} model={call.model} sent={call.modelSent} />
        )}
      </CallSection>
    );
  return (
    <CallSection title="The arithmetic">
      <table className="call-table">
        <thead>
          <tr>
            <th scope="col">Tokens</th>
            <th scope="col">Count</th>
            <th scope="col">Rate</th>
            <th scope="col" title="US dollars">
              USD
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ what, aside, count, rate, usd }) => (
            <tr key={what}>
              <th scope="row">
                {what}
                {aside !== undefined && <span className="muted"> {aside}</span>}
              </th>
              <td>{count}</td>
              <td>{rate}</td>
              <td className="mono">{usd}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {isRounded(explanation) && (
        <p className="muted small">Rounded once, at the end, to a billionth of a dollar.</p>
      )}
    </CallSection>
  );
};

const NoPrice = ({
  provider,
  model,
  sent,
}: {
  readonly provider: string;
  readonly model: string;
  readonly sent: string;
}) => (
  <>
    <p>
      No price is known for <strong>{model}</strong> at {provider} at that time, so it is not $0: it is not
      known. Set one on the page Sources, or:
    </p>
    <pre className="call-command">{`meterline prices set ${sent} --input … --output …\nmeterline reprice --unpriced`}</pre>
  </>
);
