import { exactMoment, spanText } from '../format/time.ts';
import { captureText } from './call-names.ts';
import { CallSection, Facts } from './call-section.tsx';
import type { CallAnswer } from './call-sum.ts';
import { SessionLink, TaskLink } from './detail-links.tsx';

type Call = CallAnswer['call'];

/** Who and what caused the call, how it ended, and how it came to be known. */
export const CallFacts = ({ call, zone }: { readonly call: Call; readonly zone: string }) => (
  <CallSection title="The call">
    <Facts
      facts={{
        Time: `${exactMoment(call.startedAt, zone)} ${zone}`,
        App: call.app ?? call.source,
        Session: call.session === null ? null : <SessionLink session={call.session} app={call.app} />,
        Project: call.project,
        Branch: call.branch,
        Agent: call.parentAgent === null ? call.agent : `${call.agent ?? ''}, started by ${call.parentAgent}`,
        Task: call.task === null ? null : <TaskLink task={call.task} />,
        'Cron job': call.cron,
        Channel: call.channel,
        Machine: call.machine,
        User: call.user,
        Tenant: call.tenant,
        Feature: call.feature,
        Environment: call.environment,
        Tags: tagsText(call.tags),
        Ended: endText(call),
        Took: tookText(call),
        Flags: flagsText(call),
        'Known from': `${captureText(call.capture)}, ${call.source}`,
        Counts: countsText(call.confidence),
        'In doubt': call.inclusion,
        'Known as': <Keys call={call} />,
      }}
    />
  </CallSection>
);

const tagsText = (tags: Call['tags']): string =>
  Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');

const endText = ({ status, httpStatus, errorType, stopReason, attempt }: Call): string =>
  [
    status === 'ok' ? 'well' : status,
    httpStatus === null ? null : `HTTP ${httpStatus}`,
    errorType,
    stopReason,
    attempt === null || attempt < 2 ? null : `attempt ${attempt}`,
  ]
    .filter((part) => part !== null)
    .join(' · ');

const tookText = ({ latencyMs, timeToFirstTokenMs }: Call): string | null =>
  latencyMs === null
    ? null
    : `${spanText(latencyMs)}${timeToFirstTokenMs === null ? '' : `, ${spanText(timeToFirstTokenMs)} to the first token`}`;

const flagsText = ({ serviceTier, batch, speed, region, webSearches, toolCalls }: Call): string =>
  [
    serviceTier,
    batch === true ? 'batch' : null,
    speed,
    region,
    webSearches === null || webSearches === 0 ? null : `${webSearches} web searches`,
    toolCalls === null || toolCalls === 0 ? null : `${toolCalls} tool ${toolCalls === 1 ? 'call' : 'calls'}`,
  ]
    .filter((part) => part !== null)
    .join(', ');

const countsText = (confidence: Call['confidence']): string =>
  ({
    exact: 'exact, as the provider counted',
    reconciled: 'put together from several copies of the call',
    estimated: 'estimated',
  })[confidence];

const Keys = ({ call: { id, keys } }: { readonly call: Call }) => (
  <span className="mono call-keys">
    {[id, ...keys.filter((key) => key !== id)].map((key) => (
      <span key={key}>{key}</span>
    ))}
  </span>
);
