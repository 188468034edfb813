import { countAt, listAt, objectAt, objectOf, present } from './json-fields.ts';
import type { UsageReader } from './provider-usage.ts';

/** Embeddings of Gemini and Vertex: usage where they say it, `statistics.token_count` of each in Vertex's predict form. */
export const geminiEmbeddings = (): UsageReader => {
  let input: number | undefined;
  return {
    read: (value) => {
      const body = objectOf(value);
      input = countAt(objectAt(body, 'usageMetadata'), 'promptTokenCount') ?? input;
      for (const item of listAt(body, 'predictions')) {
        const embeddings = objectAt(objectOf(item), 'embeddings');
        const count = countAt(objectAt(embeddings, 'statistics'), 'token_count');
        if (count !== undefined) input = (input ?? 0) + count;
      }
    },
    usage: () => (input === undefined ? undefined : { tokens: present({ input }) }),
    ended: () => input !== undefined,
  };
};
