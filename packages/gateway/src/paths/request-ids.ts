import type { RequestIdHeader } from '../upstream.ts';

/** `req_…`, as Anthropic, OpenAI and some of its relatives make them. */
export const requestId = (header: string): RequestIdHeader => ({ header, form: /^req_[A-Za-z0-9]{20,}$/ });

/** A UUID, as the clouds make them. */
export const requestUuid = (header: string): RequestIdHeader => ({
  header,
  form: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
});
