import { plural } from '../../format/count.ts';
import { Button } from '../../parts/button.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { Empty } from '../../parts/panel.tsx';
import { useOwnParam } from '../../state/use-own-param.ts';
import { useView } from '../../state/use-view.ts';
import type { TasksAsked } from './use-task-rows.ts';

/** None fits; where nothing was asked for but a time, what a task is and how calls come to name one. */
export const NoTasks = ({ asked: { search, where } }: { readonly asked: TasksAsked }) => {
  const { change } = useView();
  const [, setQ] = useOwnParam('q');
  if (search === undefined && where === undefined) return <WhatTasksAre />;
  return (
    <Empty title="No task fits.">
      {search !== undefined && (
        <p>
          None has “{search}” in its id, app, project, agent, model, feature or user.{' '}
          <Button small onClick={() => setQ(null)}>
            Clear the search
          </Button>
        </p>
      )}
      {where !== undefined && (
        <p>
          {plural(where.length, 'filter')} {where.length === 1 ? 'holds' : 'hold'}.{' '}
          <Button small onClick={() => change({ where: [] })}>
            Clear filters
          </Button>
        </p>
      )}
    </Empty>
  );
};

/** How calls name their task, by the road that they come. */
const WAYS: readonly (readonly [road: string, text: string])[] = [
  ['Through the gateway, a header', 'x-meterline-task: ticket-4127'],
  ['Or in the address', '/with/task=ticket-4127/openai/v1'],
  ['With the SDK', "withTags({ task: 'ticket-4127' }, work)"],
  ['Sent or imported', '"task": "ticket-4127"'],
  ['With OpenTelemetry or traceparent', 'the trace is the task'],
];

const WhatTasksAre = () => {
  const { view, change } = useView();
  return (
    <Empty title="No tasks in this time.">
      <p>
        A task is a piece of work that runs through sessions, agents and programs: a ticket, a release, a
        nightly job. Each model call that names it is a <em>hop</em>, and here stands what all of them cost
        and how long they took.
      </p>
      <p>The logs of coding agents name none. Programs do, where they make the call:</p>
      <dl className="tasks-ways">
        {WAYS.map(([road, text]) => (
          <div key={road}>
            <dt>{road}</dt>
            <dd>
              {text.includes('4127') ? (
                <>
                  <code>{text}</code> <CopyText text={text} what="the line" />
                </>
              ) : (
                text
              )}
            </dd>
          </div>
        ))}
      </dl>
      {view.period !== 'all' && (
        <Button onClick={() => change({ period: 'all', from: undefined, to: undefined })}>
          Show all time
        </Button>
      )}
    </Empty>
  );
};
