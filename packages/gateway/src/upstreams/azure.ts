import { openaiRoute } from '../paths/openai-paths.ts';
import { OPENAI_QUOTAS } from '../paths/quota-headers.ts';
import { requestUuid } from '../paths/request-ids.ts';
import type { RequestLine, Route, Upstream } from '../upstream.ts';

const DEPLOYMENT = /^\/openai\/deployments\/([^/]+)(\/.*)$/;
/** A resource's name is a part of a host: nothing else may stand there. */
const RESOURCE = /^\/([a-z0-9][a-z0-9-]{0,62})(\/.*)$/i;

/**
 * Azure OpenAI: `/azure/RESOURCE/openai/deployments/NAME/chat/completions` (provider-usage §4). A deployment's name is
 * arbitrary: the answer names the model, and the configuration may (`deployments` of the price overrides).
 */
export const azure: Upstream = {
  name: 'azure',
  provider: 'azure',
  origin: undefined,
  place: (path) => {
    const [, resource, rest] = RESOURCE.exec(path) ?? [];
    return resource === undefined || rest === undefined
      ? undefined
      : { origin: `https://${resource.toLowerCase()}.openai.azure.com`, path: rest };
  },
  route: (request) => azureRoute(request),
  asksForUsage: true,
  billsAfterAbort: false,
  quotaHeaders: OPENAI_QUOTAS,
  requestId: requestUuid('apim-request-id'),
  keyHeader: 'api-key',
};

const azureRoute = (request: RequestLine): Route => {
  const [, deployment, rest] = DEPLOYMENT.exec(request.path) ?? [];
  if (deployment === undefined || rest === undefined) return openaiRoute(request);
  const route = openaiRoute({ ...request, path: `/v1${rest}` });
  return route.kind === 'metered' ? { ...route, model: deployment } : route;
};
