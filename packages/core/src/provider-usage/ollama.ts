import { countAt, listAt, nameAt, objectAt, objectOf, present, wordAt } from './json-fields.ts';
import type { ProviderUsage, UsageReader } from './provider-usage.ts';

/**
 * Ollama's own chat and generate: lines of JSON, the last with `done` and the counts (provider-usage §13). Old versions
 * leave out the prompt's count where the prompt was cached: then it is not known.
 */
export const ollamaNative = (): UsageReader => {
  let last: ProviderUsage | undefined;
  let toolCalls: number | undefined;
  let ended = false;
  return {
    read: (value) => {
      const line = objectOf(value);
      const message = objectAt(line, 'message');
      if (message !== undefined) toolCalls = (toolCalls ?? 0) + listAt(message, 'tool_calls').length;
      const embedded = listAt(line, 'embeddings').length > 0;
      if (line?.['done'] !== true && !embedded) return;
      ended = true;
      const prompt = countAt(line, 'prompt_eval_count');
      const cached = countAt(line, 'prompt_eval_cached_count');
      const isOver = prompt !== undefined && (cached ?? 0) > prompt;
      last = {
        tokens: present({
          input: prompt === undefined || isOver ? prompt : prompt - (cached ?? 0),
          cacheRead: cached,
          output: countAt(line, 'eval_count'),
        }),
        ...present({
          model: nameAt(line, 'model'),
          stopReason: wordAt(line, 'done_reason'),
          toolCalls,
        }),
        ...(isOver ? { inconsistent: true } : {}),
      };
    },
    usage: () => last,
    ended: () => ended,
  };
};
