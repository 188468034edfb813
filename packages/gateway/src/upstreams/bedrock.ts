import { decodedName } from '../paths/decoded-name.ts';
import { requestUuid } from '../paths/request-ids.ts';
import type { RequestLine, Route, Upstream } from '../upstream.ts';

const CALL = /^\/model\/([^/]+)\/(converse|converse-stream|invoke|invoke-with-response-stream)$/;
const REGION = /^\/([a-z]{2}(?:-[a-z]+)+-\d)(\/.*)$/;

/**
 * Bedrock: `/bedrock/REGION/model/ID/…` (provider-usage §6, §7). Bodies, paths and signatures pass as they are; a request
 * that was signed (SigV4) for another host is refused by AWS, so clients use a bearer key or sign for the real host. It
 * goes on, and bills, when the client leaves.
 */
export const bedrock: Upstream = {
  name: 'bedrock',
  provider: 'bedrock',
  origin: undefined,
  place: (path) => {
    const [, region, rest] = REGION.exec(path) ?? [];
    return region === undefined || rest === undefined
      ? undefined
      : { origin: `https://bedrock-runtime.${region}.amazonaws.com`, path: rest };
  },
  route: (request) => bedrockRoute(request),
  asksForUsage: false,
  billsAfterAbort: true,
  quotaHeaders: [],
  requestId: requestUuid('x-amzn-requestid'),
  keyHeader: 'authorization',
};

const bedrockRoute = ({ method, path }: RequestLine): Route => {
  const [, id = '', call = ''] = CALL.exec(path) ?? [];
  if (method !== 'POST' || id === '') return path.endsWith('/count-tokens') ? FREE : UNMETERED;
  return {
    kind: 'metered',
    wire: call.startsWith('converse') ? 'bedrock-converse' : 'bedrock-invoke',
    model: modelOf(id),
    stream: call.endsWith('stream'),
  };
};

const FREE: Route = { kind: 'free' };
const UNMETERED: Route = { kind: 'unmetered' };

/** An id, or the ARN of a model or of an inference profile; an application's own profile is opaque and stays whole. */
const modelOf = (encoded: string): string => {
  const id = decodedName(encoded);
  return /^arn:[^/]*:(?:foundation-model|inference-profile)\/(.+)$/.exec(id)?.[1] ?? id;
};
