import type { RequestBodyFacts } from '../request/request-facts.ts';
import { attributionOf, type CallAttribution, merged } from './attribution.ts';

/** Claude Code names account and session in Anthropic's `metadata.user_id`; the session is that of its log. */
const CLAUDE_CODE_USER = /^user_[0-9a-f]+_account_([0-9a-f-]*)_session_([0-9a-f-]{36})$/;

/** What the body says: OpenAI's `metadata` in our names, and whom it calls the user. */
export const fromBody = ({ user, metadata }: RequestBodyFacts): CallAttribution =>
  merged(attributionOf(Object.entries(metadata)), userOf(user));

const userOf = (user: string | undefined): CallAttribution => {
  if (user === undefined) return {};
  const match = CLAUDE_CODE_USER.exec(user);
  if (match === null) return { user };
  const [, account = '', session = ''] = match;
  return { app: 'claude-code', session, ...(account === '' ? {} : { user: account }) };
};
