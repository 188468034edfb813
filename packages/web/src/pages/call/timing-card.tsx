import { exactCount } from '../../format/count.ts';
import { spanText } from '../../format/time.ts';
import type { CallAnswer } from '../../parts/call-sum.ts';
import { Card } from '../../parts/card.tsx';
import { type CallSpeed, callSpeed } from './call-speed.ts';

/** How long it took: until the first token, from there to the end, and how fast that was. */
export const TimingCard = ({ call }: { readonly call: CallAnswer['call'] }) => {
  const { latencyMs, timeToFirstTokenMs, tokens } = call;
  const speed = callSpeed({ latencyMs, timeToFirstTokenMs, output: tokens.output });
  return (
    <Card
      title="Timing"
      note={latencyMs === null ? undefined : `${exactCount(Math.round(latencyMs))} ms in all`}
    >
      {latencyMs === null ? (
        <p className="muted small">
          How long it took is not known: logs say when a call began. The gateway, the SDK and telemetry say
          how long it took.
        </p>
      ) : speed === undefined ? (
        <p>
          It took <strong>{spanText(latencyMs)}</strong>. When the first token came is not known
          {timeToFirstTokenMs === null ? '' : ': what was told is longer than the whole call'}.
        </p>
      ) : (
        <Bar speed={speed} latencyMs={latencyMs} />
      )}
    </Card>
  );
};

const Bar = ({ speed, latencyMs }: { readonly speed: CallSpeed; readonly latencyMs: number }) => {
  const { waitedMs, answeredMs, tokensPerSecond } = speed;
  const share = latencyMs === 0 ? 0 : (waitedMs / latencyMs) * 100;
  return (
    <div className="call-timing">
      <div className="call-bar" aria-hidden="true">
        <span className="call-bar-wait" style={{ width: `${share}%` }} />
        <span className="call-bar-answer" style={{ width: `${100 - share}%` }} />
      </div>
      <dl className="call-spans">
        <div>
          <dt>
            <span className="call-key call-bar-wait" aria-hidden="true" />
            To the first token
          </dt>
          <dd>{spanText(waitedMs)}</dd>
        </div>
        <div>
          <dt>
            <span className="call-key call-bar-answer" aria-hidden="true" />
            The rest of the answer
          </dt>
          <dd>{spanText(answeredMs)}</dd>
        </div>
        <div>
          <dt>Speed of the answer</dt>
          <dd>
            {tokensPerSecond === undefined ? (
              <span className="muted">not known</span>
            ) : (
              `${exactCount(Math.round(tokensPerSecond))} tokens/s`
            )}
          </dd>
        </div>
      </dl>
    </div>
  );
};
