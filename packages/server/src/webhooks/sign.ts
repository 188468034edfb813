import { createHmac } from 'node:crypto';

/** What a message is sent with. */
export interface SignedHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/**
 * Signs a message as https://www.standardwebhooks.com says: HMAC-SHA256 over `id.timestamp.body`, a signature for each
 * secret.
 *
 * @param at When it is sent, UTC milliseconds.
 */
export const sign = (id: string, at: number, body: string, secrets: readonly Buffer[]): SignedHeaders => {
  const timestamp = String(Math.floor(at / 1000));
  const content = `${id}.${timestamp}.${body}`;
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', secret).update(content).digest('base64')}`,
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
};
