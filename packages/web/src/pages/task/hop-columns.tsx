import { useMemo } from 'react';
import { useColours } from '../../data/use-colours.ts';
import { exactMoment, spanText } from '../../format/time.ts';
import { classNames } from '../../parts/class-names.ts';
import { Count } from '../../parts/count.tsx';
import { Money } from '../../parts/money.tsx';
import { Swatch } from '../../parts/swatch.tsx';
import type { GridColumn } from '../../parts/virtual-grid.tsx';
import { WhyCall } from '../../parts/why-call.tsx';
import { hopSpan, spanTicks } from './hop-span.ts';
import type { Hop, Task } from './task.ts';

/** Lines and their times above the bars. */
const MOST_TICKS = 6;

/** Columns of the waterfall. On a phone the style sheet lays the same cells out on two lines. */
export const useHopColumns = (
  { agents, timing: { wallMs } }: Task,
  zone: string,
): readonly GridColumn<Hop>[] => {
  const colourOf = useColours('model');
  return useMemo(() => {
    const depths = depthsOf(agents);
    return [
      {
        id: 'after',
        head: 'After',
        title: 'From the start of the first hop',
        number: true,
        cell: (hop) => <After hop={hop} zone={zone} />,
      },
      {
        id: 'who',
        head: 'Agent, model',
        cell: (hop) => (
          <Who hop={hop} depth={depths.get(hop.call.agent) ?? 0} colour={colourOf(hop.call.model)} />
        ),
      },
      {
        id: 'bar',
        head: <Axis wallMs={wallMs} />,
        cell: (hop) => <Bar hop={hop} wallMs={wallMs} colour={colourOf(hop.call.model)} />,
      },
      { id: 'took', head: 'Took', number: true, cell: ({ call }) => <Took latencyMs={call.latencyMs} /> },
      { id: 'tokens', head: 'Tokens', number: true, cell: ({ call }) => <Count value={call.totalTokens} /> },
      {
        id: 'cost',
        head: 'Cost',
        number: true,
        cell: ({ call }) => <WhyCall call={call} />,
      },
      {
        id: 'sofar',
        head: 'So far',
        title: 'List price of all hops up to this one',
        number: true,
        cell: ({ soFarNanoUsd, soFarUnpriced }) => (
          <span
            className="muted"
            title={soFarUnpriced ? 'Some hops have no price: at least this' : undefined}
          >
            {soFarUnpriced && '≥ '}
            <Money nanoUsd={soFarNanoUsd} />
          </span>
        ),
      },
    ];
  }, [agents, zone, wallMs, colourOf]);
};

/** How far an agent stands below the uppermost that is named. */
const depthsOf = (agents: Task['agents']): ReadonlyMap<string | null, number> => {
  const named = agents.filter(({ agent }) => agent !== null);
  const least = Math.min(...named.map(({ depth }) => depth));
  return new Map(named.map(({ agent, depth }) => [agent, depth - least]));
};

const After = ({ hop: { offsetMs, call }, zone }: { readonly hop: Hop; readonly zone: string }) => (
  <span title={`${exactMoment(call.startedAt, zone)} ${zone}`}>
    {offsetMs === 0 ? '0' : spanText(offsetMs)}
  </span>
);

const MAX_INDENT = 4;

const Who = ({
  hop: { call, parentAgent },
  depth,
  colour,
}: {
  readonly hop: Hop;
  readonly depth: number;
  readonly colour: string;
}) => (
  <span className="hop-who" style={{ paddingLeft: `${Math.min(depth, MAX_INDENT) * 0.875}rem` }}>
    <span
      className="hop-agent"
      title={`${call.agent ?? 'No agent named'}${parentAgent === null ? '' : `, started by ${parentAgent}`}`}
    >
      {depth > 0 && <span className="muted">↳ </span>}
      {call.agent ?? call.app ?? call.source}
    </span>
    <span className="hop-model" title={call.model}>
      <Swatch colour={colour} />
      <span>{call.model}</span>
    </span>
    <End call={call} />
  </span>
);

/** What is not as it should be: that it failed and why, that it was broken off, that it was tried again. */
const End = ({ call: { status, errorType, httpStatus, attempt } }: { readonly call: Hop['call'] }) => (
  <>
    {status !== 'ok' && (
      <span className="hop-end is-bad" title={errorType ?? undefined}>
        {status === 'aborted'
          ? 'broken off'
          : (errorType ?? `failed${httpStatus === null ? '' : ` ${httpStatus}`}`)}
      </span>
    )}
    {(attempt ?? 1) > 1 && <span className="hop-end">try {attempt}</span>}
  </>
);

const Took = ({ latencyMs }: { readonly latencyMs: number | null }) =>
  latencyMs === null ? (
    <span className="muted" title="How long it took is not known">
      –
    </span>
  ) : (
    spanText(latencyMs)
  );

/** Times above the bars, at the lines that run through all rows. */
const Axis = ({ wallMs }: { readonly wallMs: number }) => (
  <span className="hop-axis">
    <span className="hidden">Time</span>
    {spanTicks(wallMs, MOST_TICKS).map((at) => (
      <span key={at} style={{ left: `${(at / wallMs) * 100}%` }} aria-hidden="true">
        {spanText(at)}
      </span>
    ))}
  </span>
);

const Bar = ({
  hop: { call, offsetMs },
  wallMs,
  colour,
}: {
  readonly hop: Hop;
  readonly wallMs: number;
  readonly colour: string;
}) => {
  const { start, length } = hopSpan(offsetMs, call.latencyMs, wallMs);
  const words = call.latencyMs === null ? '' : `, took ${spanText(call.latencyMs)}`;
  return (
    <span className="hop-track" title={`After ${spanText(offsetMs)}${words}`}>
      {spanTicks(wallMs, MOST_TICKS).map((at) => (
        <span key={at} className="hop-line" style={{ left: `${(at / wallMs) * 100}%` }} aria-hidden="true" />
      ))}
      <span
        className={classNames(
          'hop-bar',
          length === undefined && 'is-point',
          call.status !== 'ok' && 'is-bad',
        )}
        style={{
          left: `${start * 100}%`,
          ...(length === undefined ? {} : { width: `${length * 100}%` }),
          ...(call.status === 'ok' ? { background: colour } : {}),
        }}
      />
    </span>
  );
};
