import { countAt, type JsonObject, nameAt, objectAt, objectOf, present, wordAt } from './json-fields.ts';
import { disjointTokens } from './openai-arithmetic.ts';
import type { UsageReader } from './provider-usage.ts';

/**
 * OpenAI's images and transcriptions (provider-usage §4), whole or as the last event of a stream. What comes out of an
 * image call are image tokens. A transcription that is billed by its length, and models that say no usage at all (DALL·E,
 * tts-1), give nothing: their calls are known, their counts are not.
 */
const mediaReader = (outputIsImage: boolean) => (): UsageReader => {
  let usage: JsonObject | undefined;
  let model: string | undefined;
  let ended = false;
  return {
    read: (value) => {
      const answer = objectOf(value);
      usage = objectAt(answer, 'usage') ?? usage;
      model = nameAt(answer, 'model') ?? model;
      const type = wordAt(answer, 'type');
      ended = ended || type === undefined || type.endsWith('.completed') || type.endsWith('.done');
    },
    usage: () => {
      if (usage === undefined || wordAt(usage, 'type') === 'duration') return undefined;
      const { tokens, inconsistent } = tokensOf(usage, outputIsImage);
      return { tokens, ...present({ model }), ...(inconsistent ? { inconsistent: true } : {}) };
    },
    ended: () => ended,
  };
};

export const openaiImages = mediaReader(true);
export const openaiTranscription = mediaReader(false);

const tokensOf = (usage: JsonObject, outputIsImage: boolean): ReturnType<typeof disjointTokens> => {
  const input = objectAt(usage, 'input_tokens_details') ?? objectAt(usage, 'input_token_details');
  const output = countAt(usage, 'output_tokens');
  return disjointTokens({
    prompt: countAt(usage, 'input_tokens'),
    completion: output,
    total: countAt(usage, 'total_tokens'),
    cached: countAt(input, 'cached_tokens'),
    cacheWritten: undefined,
    promptAudio: countAt(input, 'audio_tokens'),
    promptImage: countAt(input, 'image_tokens'),
    reasoning: undefined,
    completionAudio: undefined,
    completionImage: outputIsImage ? output : undefined,
  });
};
