import { percentText } from '../../format/count.ts';

/** Two thin bars on one scale: what a model has of the money, and below what it has of the tokens. */
export const SharePair = ({
  ofCost,
  ofTokens,
  scale,
  colour,
}: {
  /** null: not known, since none of its calls has a price. */
  readonly ofCost: number | null;
  readonly ofTokens: number | null;
  /** The share at which a bar is full. */
  readonly scale: number;
  readonly colour: string;
}) => (
  <span className="share-pair">
    <Bar what="of cost" share={ofCost} scale={scale} colour={colour} />
    <Bar what="of tokens" share={ofTokens} scale={scale} colour="var(--series-other)" />
  </span>
);

const Bar = ({
  what,
  share,
  scale,
  colour,
}: {
  readonly what: string;
  readonly share: number | null;
  readonly scale: number;
  readonly colour: string;
}) => (
  <span className="share-line">
    <span className="share-track" aria-hidden="true">
      {share !== null && share > 0 && (
        <span className="share-fill" style={{ width: `${(share / scale) * 100}%`, background: colour }} />
      )}
    </span>
    <span className="share-text">
      {percentText(share)} <span className="muted">{what}</span>
    </span>
  </span>
);
