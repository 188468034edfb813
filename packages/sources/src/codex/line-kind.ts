import type { JsonHead } from '../read/json-head.ts';

/** Longest head that is walked: time, ordinal, type and the payload's type take 150 bytes. */
const MAX_HEAD_BYTES = 1024;
const READ_TYPES = ['session_meta', 'turn_context', 'token_usage_record'] as const;
const READ_EVENTS = ['token_count', 'task_started', 'thread_settings_applied'] as const;

/**
 * Whether a line must be parsed, judged by its head: most of a rollout is the conversation. Only a `type` that is seen
 * at its real depth lets a line pass unread; whatever has another shape is parsed.
 */
export const mustParse = (head: JsonHead, start: number, end: number): boolean => {
  head.start(start, Math.min(end, start + MAX_HEAD_BYTES));
  for (;;) {
    switch (head.next()) {
      case 'string':
        if (!head.keyIs('type')) break;
        if (!head.valueIs('event_msg'))
          return READ_TYPES.some((type) => head.valueIs(type)) || head.valueIsEscaped();
        return mustParseEvent(head);
      case 'scalar':
        break;
      default:
        return true;
    }
  }
};

/** The same for an event, by the payload's own `type`, wherever the payload stands behind the line's. */
const mustParseEvent = (head: JsonHead): boolean => {
  for (;;) {
    switch (head.next()) {
      case 'string':
      case 'scalar':
        break;
      case 'object':
        if (!head.keyIs('payload')) return true;
        head.enter();
        return mustParsePayload(head);
      default:
        return true;
    }
  }
};

const mustParsePayload = (head: JsonHead): boolean => {
  for (;;) {
    switch (head.next()) {
      case 'string':
        if (head.keyIs('type'))
          return READ_EVENTS.some((type) => head.valueIs(type)) || head.valueIsEscaped();
        break;
      case 'scalar':
        break;
      default:
        return true;
    }
  }
};
