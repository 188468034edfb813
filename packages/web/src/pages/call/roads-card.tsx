import { captureText } from '../../parts/call-names.ts';
import { Facts } from '../../parts/call-section.tsx';
import type { CallAnswer } from '../../parts/call-sum.ts';
import { Card } from '../../parts/card.tsx';

/** By which roads it came, and which of them is believed in what. */
export const RoadsCard = ({ call }: { readonly call: CallAnswer['call'] }) => {
  const { roads, source } = call;
  const seen = new Set(Object.values(roads));
  return (
    <Card
      className="call-card"
      title="How it is known"
      note={seen.size > 1 ? 'seen by several roads, counted once' : undefined}
    >
      <Facts
        facts={{
          Source: source,
          Numbers: `from ${captureText(roads.metered)}`,
          Cause: `from ${captureText(roads.attribution)}`,
          Timing: `from ${captureText(roads.request)}`,
          'Key label': call.apiKeyLabel,
        }}
      />
      <p className="muted small">
        A copy that carries one of its identity keys is the same call. Of several the best witness of each
        part is believed.
      </p>
    </Card>
  );
};
