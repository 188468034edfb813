import type { RequestLine, Route } from '../upstream.ts';
import { decodedName } from './decoded-name.ts';

const MODEL_CALL = /\/models\/([^/:]+):([A-Za-z]+)$/;

/** The route of `…/models/MODEL:method`, as Gemini and Vertex have it; undefined for any other path. */
export const geminiRoute = ({ path }: RequestLine): Route | undefined => {
  const match = MODEL_CALL.exec(path);
  if (match === null) return undefined;
  const model = decodedName(match[1]!);
  switch (match[2]) {
    case 'generateContent':
      return { kind: 'metered', wire: 'gemini', model, stream: false };
    case 'streamGenerateContent':
      return { kind: 'metered', wire: 'gemini', model, stream: true };
    case 'embedContent':
    case 'batchEmbedContents':
      return { kind: 'metered', wire: 'gemini-embeddings', model, stream: false };
    case 'countTokens':
      return { kind: 'free' };
    default:
      return { kind: 'unmetered' };
  }
};
