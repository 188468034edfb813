import { plural } from '../../format/count.ts';
import type { Lane } from './lanes.ts';
import { barBox, type TimelineFrame } from './timeline-paths.ts';

const LANE = 28;
const BAR = 8;

/** When each agent was called. */
export const TimelineLanes = ({
  lanes,
  frame,
  width,
}: {
  readonly lanes: readonly Lane[];
  readonly frame: TimelineFrame;
  readonly width: number;
}) => (
  <svg
    width={width}
    height={lanes.length * LANE + 6}
    role="img"
    aria-label={`Agents: ${lanes.map((lane) => `${laneName(lane)}, ${plural(lane.calls, 'call')}`).join('; ')}`}
  >
    {lanes.map((lane, index) => (
      <g key={laneName(lane)} transform={`translate(0 ${index * LANE})`}>
        <line
          className="timeline-lane"
          x1={frame.left}
          x2={frame.left + frame.width}
          y1={LANE - 5}
          y2={LANE - 5}
        />
        {lane.stretches.map((stretch) => {
          const { x, width: wide } = barBox(stretch, frame);
          return (
            <rect
              key={stretch.left}
              x={x}
              y={LANE - 5 - BAR / 2}
              width={wide}
              height={BAR}
              rx={2}
              fill={index === 0 ? 'var(--accent)' : 'var(--series-10)'}
            />
          );
        })}
        <text className="timeline-lane-name" x={frame.left} y={LANE - 14}>
          {laneName(lane)}
        </text>
      </g>
    ))}
  </svg>
);

const laneName = ({ agent }: Lane): string =>
  agent === undefined ? 'other agents' : (agent ?? 'main agent');
