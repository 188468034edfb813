import { Button } from '../../parts/button.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { Empty } from '../../parts/panel.tsx';
import { useView } from '../../state/use-view.ts';

/** How calls name their task, by the road that they come. */
const WAYS: readonly (readonly [road: string, text: string])[] = [
  ['Through the gateway, a header', 'x-meterline-task: ticket-4127'],
  ['Or in the address', '/with/task=ticket-4127/openai/v1'],
  ['With the SDK', "withTags({ task: 'ticket-4127' }, work)"],
  ['Sent or imported', '"task": "ticket-4127"'],
  ['With OpenTelemetry or traceparent', 'the trace is the task'],
];

/** Where no call of a time names one: what a task is, and how calls come to name theirs. */
export const WhatTasksAre = () => {
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
