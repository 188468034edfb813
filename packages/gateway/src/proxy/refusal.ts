import type { ServerResponse } from 'node:http';
import type { Wire } from '@meterline/core';

/** Errors of the gateway itself, in the form in which the client's library expects them of its provider. */
export const refuse = (
  response: ServerResponse,
  wire: Wire | undefined,
  { status, message, type = 'meterline_gateway' }: { status: number; message: string; type?: string },
): void => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = JSON.stringify(bodyOf(wire, status, message, type));
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.end(body);
};

const bodyOf = (wire: Wire | undefined, status: number, message: string, type: string): unknown => {
  switch (wire) {
    case 'anthropic-messages':
      return { type: 'error', error: { type, message } };
    case 'gemini':
    case 'gemini-embeddings':
      return { error: { code: status, message, status: type.toUpperCase() } };
    case 'bedrock-converse':
    case 'bedrock-invoke':
      return { message, __type: type };
    default:
      return { error: { message, type, code: null, param: null } };
  }
};
