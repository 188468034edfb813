import type { Filter, Result } from '@meterline/core';
import type { Config } from '../config/config.ts';
import { filtersOf, type WebhookConfig } from '../config/webhook-config.ts';
import type { World } from '../meterline.ts';
import { settingsOf } from './progress.ts';
import { readSecrets } from './secret.ts';

/** A configured webhook as it is delivered to. */
export interface Endpoint {
  readonly name: string;
  readonly config: WebhookConfig;
  readonly where: readonly Filter[];
  readonly secrets: Result<readonly Buffer[]>;
  /** Tells these settings from others. */
  readonly settings: string;
}

/** The webhooks of a configuration, with the secrets of this process. */
export const endpointsOf = ({ webhooks }: Config, env: World['env']): readonly Endpoint[] =>
  Object.entries(webhooks).map(([name, config]) => ({
    name,
    config,
    where: filtersOf(config),
    secrets: readSecrets(env.get(config.secretEnv), config.secretEnv),
    settings: settingsOf(config),
  }));

/** Scheme and host: what follows may be a secret of its own. */
export const shownUrl = (text: string): string => {
  const url = new URL(text);
  return url.pathname === '/' && url.search === '' ? url.origin : `${url.origin}/…`;
};
