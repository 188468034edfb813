import { responseKey } from '../provider-usage/response-key.ts';
import { usageReader } from '../provider-usage/usage-reader.ts';
import { wireOfAnswer } from '../provider-usage/wire-of-answer.ts';
import type { UsageEvent } from '../usage/usage-event.ts';
import { isAbsent, own, type Values } from './field-readers.ts';
import { type Intake, jsonToEvent } from './json-to-event.ts';

/**
 * A call from a provider's answer as it is: `{ "provider": "openai", "response": { … } }`, with any field of `CallJson`
 * beside it. Usage, model and id are read out of the answer; nothing else of it is kept. Refused (`undefined`, after an
 * issue) where the answer says no usage in any form that is known.
 */
export const responseToEvent = (item: Values, intake: Intake): UsageEvent | undefined => {
  const { response, ...fields } = item;
  const wire = wireOfAnswer(response);
  const reader = wire === undefined ? undefined : usageReader(wire);
  reader?.read(response);
  const usage = reader?.usage();
  if (usage === undefined || (Object.keys(usage.tokens).length === 0 && usage.errorType === undefined)) {
    intake.onIssue('BAD_FIELD', 'response');
    return undefined;
  }
  const { tokens, responseId, model, reportedCostNanoUsd } = usage;
  const event = jsonToEvent({ ...fields, model: own(item, 'model') ?? model, tokens }, intake);
  if (event === undefined) return undefined;
  const key = isAbsent(own(item, 'id')) ? responseKey(responseId) : undefined;
  return {
    ...event,
    ...(key === undefined ? {} : { keys: [key] }),
    ...(reportedCostNanoUsd === undefined ? {} : { reportedCostNanoUsd }),
    ...detailsOf(usage, event),
    confidence: usage.inconsistent === true ? 'estimated' : 'exact',
  };
};

/** What the answer says besides; what stands beside the answer is believed before it. */
const detailsOf = (
  usage: NonNullable<ReturnType<ReturnType<typeof usageReader>['usage']>>,
  event: UsageEvent,
): Partial<UsageEvent> => ({
  ...only('serviceTier', event.serviceTier ?? usage.serviceTier),
  ...only('batch', event.batch ?? usage.batch),
  ...only('speed', event.speed ?? usage.speed),
  ...only('region', event.region ?? usage.region),
  ...only('webSearches', event.webSearches ?? usage.webSearches),
  ...only('toolCalls', event.toolCalls ?? usage.toolCalls),
  ...only('stopReason', event.stopReason ?? usage.stopReason),
  ...only('errorType', event.errorType ?? usage.errorType),
  ...only('modelAnswered', usage.model === event.model ? undefined : usage.model),
  ...(usage.inconsistent === true ? { inclusion: 'assumed' as const } : {}),
});

const only = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
