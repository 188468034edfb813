import { anthropicMessages } from './anthropic-messages.ts';
import { bedrockConverse } from './bedrock-converse.ts';
import { bedrockInvoke } from './bedrock-invoke.ts';
import { geminiGenerate } from './gemini.ts';
import { geminiEmbeddings } from './gemini-embeddings.ts';
import { ollamaNative } from './ollama.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiImages, openaiTranscription } from './openai-media.ts';
import { openaiResponses } from './openai-responses.ts';
import type { UsageReader } from './provider-usage.ts';

/** Every form in which providers say what a call used. Which one a path speaks is the gateway's to know. */
export const WIRES = {
  'anthropic-messages': anthropicMessages,
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
  'openai-images': openaiImages,
  'openai-transcription': openaiTranscription,
  gemini: geminiGenerate,
  'gemini-embeddings': geminiEmbeddings,
  'bedrock-converse': bedrockConverse,
  'bedrock-invoke': bedrockInvoke,
  ollama: ollamaNative,
} as const satisfies Readonly<Record<string, () => UsageReader>>;

export type Wire = keyof typeof WIRES;

/** A reader for one answer. */
export const usageReader = (wire: Wire): UsageReader => WIRES[wire]();
