import { fail, type Result } from '@meterline/core';
import { closestName } from './closest-name.ts';
import type { Config } from './config.ts';
import { type ConfigPathEdit, editConfig, removeTable } from './edit-config.ts';
import { loadConfig } from './load-config.ts';

/** Values as they are typed, lists with commas between or one by one; absent ones are left to their default. */
export type WebhookSettings = Readonly<Record<string, ConfigPathEdit['value']>>;

/** Adds `[webhooks.NAME]` to a `meterline.toml`; nothing is written when it would not be valid. */
export const addWebhook = (
  path: string,
  name: string,
  settings: WebhookSettings,
  sourceIds: readonly string[],
): Result<Config> => {
  const edits = Object.entries(settings).flatMap(([key, value]): ConfigPathEdit[] =>
    value === undefined ? [] : [{ path: ['webhooks', name, key], value }],
  );
  return editConfig(path, edits, sourceIds);
};

/** Takes a webhook out. What it was told, and how far it was, is forgotten when the service notices. */
export const removeWebhook = (
  path: string,
  home: string,
  name: string,
  sourceIds: readonly string[],
): Result<Config> => {
  const config = loadConfig(home, sourceIds);
  if (!config.ok) return config;
  const names = Object.keys(config.value.webhooks);
  if (names.includes(name)) return removeTable(path, ['webhooks', name], sourceIds);
  const meant = closestName(name, names);
  return fail(
    'WEBHOOK_NOT_FOUND',
    `There is no webhook '${name}'.`,
    meant ? `Did you mean ${meant}?` : '`meterline webhooks` lists them.',
  );
};
