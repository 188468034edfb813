import { decodedName } from '../paths/decoded-name.ts';
import { geminiRoute } from '../paths/gemini-paths.ts';
import { openaiRoute } from '../paths/openai-paths.ts';
import type { RequestLine, Route, Upstream } from '../upstream.ts';

const MODEL = /\/locations\/([a-z0-9-]+)\/publishers\/([a-z0-9-]+)\/models\/([^/:]+):([A-Za-z]+)$/;
const LOCATION = /^\/([a-z]+(?:-[a-z]+\d+)?)(\/.*)$/;

/** Vertex AI: `/vertex/LOCATION/v1/projects/…`; Claude's answers there are Anthropic's own (provider-usage §5). */
export const vertex: Upstream = {
  name: 'vertex',
  provider: 'vertex',
  origin: undefined,
  place: (path) => {
    const [, location, rest] = LOCATION.exec(path) ?? [];
    if (location === undefined || rest === undefined) return undefined;
    const host = location === 'global' ? 'aiplatform' : `${location}-aiplatform`;
    return { origin: `https://${host}.googleapis.com`, path: rest };
  },
  route: (request) => vertexRoute(request),
  asksForUsage: true,
  billsAfterAbort: false,
  quotaHeaders: [],
  requestId: undefined,
  keyHeader: 'authorization',
};

const vertexRoute = (request: RequestLine): Route => {
  const [, location, publisher, model = '', method = ''] = MODEL.exec(request.path) ?? [];
  const region = location === undefined || location === 'global' ? {} : { region: 'regional' };
  if (publisher === 'anthropic' && /^(streamR|r)awPredict$/.test(method))
    return {
      kind: 'metered',
      wire: 'anthropic-messages',
      model: decodedName(model),
      stream: method === 'streamRawPredict',
      ...region,
    };
  if (method === 'predict')
    return { kind: 'metered', wire: 'gemini-embeddings', model, stream: false, ...region };
  const route = geminiRoute(request) ?? openaiRoute(request);
  return route.kind === 'metered' ? { ...route, ...region } : route;
};
