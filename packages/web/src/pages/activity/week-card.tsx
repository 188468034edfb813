import type { ApiError, GetAnswer } from '@meterline/api/client';
import type { UseQueryResult } from '@tanstack/react-query';
import { useMoney } from '../../data/use-money.ts';
import { compactCount } from '../../format/count.ts';
import { AnswerOf, isStale } from '../../parts/answer.tsx';
import { Card } from '../../parts/card.tsx';
import { HeatMap } from '../../parts/heat-map.tsx';
import { NoCalls } from '../../parts/no-calls.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { useOwnParam } from '../../state/use-own-param.ts';
import { useView } from '../../state/use-view.ts';
import { commandOf } from '../../state/view.ts';
import { measureOf, totalsText } from './activity-measure.ts';
import { ChosenHour } from './chosen-hour.tsx';
import { useNarrow } from './use-narrow.ts';
import { weekGrid } from './week-grid.ts';
import {
  HOURS_OF_DAY,
  parseWeekHour,
  WEEKDAYS,
  type WeekHour,
  weekHourId,
  weekHourText,
} from './week-words.ts';

type Activity = GetAnswer<'/activity'>;

const DAYS = WEEKDAYS.map((name) => ({ short: name.slice(0, 3), name }));
/** All of them would not fit: every third is named. */
const NAMED_EVERY = 3;
const hours = (narrow: boolean) =>
  Array.from({ length: HOURS_OF_DAY }, (_, hour) => {
    const name = `${String(hour).padStart(2, '0')}:00`;
    return { short: narrow || hour % NAMED_EVERY === 0 ? String(hour).padStart(2, '0') : '', name };
  });

/** In which hours of the week the calls are made. */
export const WeekCard = ({ answer }: { readonly answer: UseQueryResult<Activity, ApiError> }) => {
  const { view, question } = useView();
  return (
    <Card
      title="Hours of the week"
      note={answer.data && `each the sum of all such hours, in ${answer.data.zone}`}
      stale={isStale(answer)}
      actions={
        <TableActions
          csv={{ path: '/activity.csv', query: question }}
          command={commandOf('hours', view, view.metric === 'cost' ? [] : [`--metric ${view.metric}`])}
        />
      }
    >
      <AnswerOf result={answer} lines={7} height={24}>
        {(data) => (data.totals.calls === 0 ? <NoCalls /> : <WeekMap activity={data} />)}
      </AnswerOf>
    </Card>
  );
};

const METRIC_WORDS = { cost: 'Cost', tokens: 'Tokens', calls: 'Calls' } as const;

const WeekMap = ({ activity }: { readonly activity: Activity }) => {
  const { view } = useView();
  const [param, setParam] = useOwnParam('hour');
  const money = useMoney();
  const narrow = useNarrow();
  const grid = weekGrid(activity.week, view.metric);
  const chosen = parseWeekHour(param);
  const textOf = (hour: WeekHour): string => `${weekHourText(hour)}: ${totalsText(grid.at(hour), money)}`;
  return (
    <>
      <HeatMap
        label={`${METRIC_WORDS[view.metric]} by weekday and hour`}
        // A phone has room for seven columns, not for twenty-four.
        rows={narrow ? hours(narrow) : DAYS}
        columns={narrow ? DAYS : hours(narrow)}
        cellAt={({ row, column }) => {
          const hour = narrow ? { weekday: column, hour: row } : { weekday: row, hour: column };
          return { id: weekHourId(hour), value: measureOf(grid.at(hour), view.metric), text: textOf(hour) };
        }}
        max={grid.max}
        boundText={(value) =>
          view.metric === 'cost' ? money(Math.round(value)) : compactCount(Math.floor(value))
        }
        unknownText={grid.hasUnknown ? 'not priced' : undefined}
        chosen={chosen && weekHourId(chosen)}
        onChoose={(id) => setParam(id === param ? null : id, { replace: true })}
        resting={
          grid.busiest === undefined
            ? 'Point at an hour to see what is in it.'
            : `Most: ${textOf(grid.busiest)}`
        }
      />
      {chosen !== undefined && (
        <ChosenHour
          hour={chosen}
          activity={activity}
          totals={grid.at(chosen)}
          onClose={() => setParam(null, { replace: true })}
        />
      )}
    </>
  );
};
