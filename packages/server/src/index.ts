export { type OwnPriceRow, ownPriceRows } from './api/own-price-rows.ts';
export * from './config/config.ts';
export { CONFIG_KEYS, type ConfigKey } from './config/config-keys.ts';
export { type ConfigEdit, configText, editToml, setConfig } from './config/edit-config.ts';
export { addWebhook, removeWebhook, type WebhookSettings } from './config/edit-webhooks.ts';
export { configPath, homeFolder, ledgerPath, loadConfig, localPricesPath } from './config/load-config.ts';
export * from './config/local-price-edit.ts';
export {
  type LoadedPrices,
  type LocalPrices,
  loadLocalPrices,
  saveLocalPrices,
} from './config/local-prices.ts';
export { isTrustedUrl } from './config/parse-config.ts';
export { currentBook, installBook, installedBooks } from './config/price-books.ts';
export type { WebhookEvents, WebhookEvery } from './config/webhook-config.ts';
export { createKey, type MadeKey, type NewKey, revokeKey } from './gateway/edit-keys.ts';
export { loadKeys, type StoredKey } from './gateway/key-file.ts';
export { parseColumns } from './import/parse-columns.ts';
export * from './meterline.ts';
export { type OpenOptions, openMeterline } from './open.ts';
export * from './report/index.ts';
export { replayWebhook, testWebhook, type WebhookTest } from './webhooks/ask.ts';
export { newSecret } from './webhooks/secret.ts';
export { createSender, type Sender } from './webhooks/sender.ts';
export { type WebhookStatus, type WebhookStatuses, webhooksOf } from './webhooks/status.ts';
