import { TOKEN_KIND_NAMES, TOKEN_KINDS, type TokenKind } from '@meterline/core';
import { exactCount } from '../format/count.ts';
import { CallSection } from './call-section.tsx';
import type { CallAnswer } from './call-sum.ts';

/** Kinds that most providers report: where one does not, that is worth saying. */
const USUAL: readonly TokenKind[] = ['input', 'cacheRead', 'cacheWrite', 'output', 'reasoning'];
const WRITES: readonly TokenKind[] = ['cacheWrite5m', 'cacheWrite1h', 'cacheWrite12h'];

/** Each count as it was reported. Not reported is not 0. */
export const CallTokens = ({ answer: { call, explanation } }: { readonly answer: CallAnswer }) => {
  const { tokens } = call;
  const hasWrites = WRITES.some((kind) => tokens[kind] !== undefined);
  const shown = TOKEN_KINDS.filter(
    (kind) => tokens[kind] !== undefined || (USUAL.includes(kind) && !(kind === 'cacheWrite' && hasWrites)),
  );
  return (
    <CallSection title="Tokens by kind">
      <table className="call-table">
        <tbody>
          {shown.map((kind) => (
            <tr key={kind}>
              <th scope="row">
                {TOKEN_KIND_NAMES[kind]}
                {kind === 'reasoning' && <span className="muted"> inside output</span>}
              </th>
              <td>
                {tokens[kind] === undefined ? (
                  <span className="muted">not reported</span>
                ) : (
                  exactCount(tokens[kind])
                )}
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">All, each counted once</th>
            <td>{exactCount(call.totalTokens)}</td>
          </tr>
        </tbody>
      </table>
      <p className="muted small">
        The prompt had {exactCount(explanation.promptTokens)} tokens, cached ones included
        {explanation.tier === null || explanation.tier === 'base'
          ? ': the usual rates hold.'
          : `: the rates of ${explanation.tier} hold.`}
      </p>
    </CallSection>
  );
};
