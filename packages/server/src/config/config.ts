import type { WebhookConfig } from './webhook-config.ts';

/** What `meterline.toml` can say, with every default filled in. */
export interface Config {
  /** IANA zone of all days; absent means the machine's. */
  readonly zone?: string;
  /** Name of this machine in the `machine` dimension; absent leaves the dimension empty. */
  readonly machine?: string;
  /** Raw calls older than this are dropped after an import; totals stay. Absent keeps everything. */
  readonly retentionDays?: number;
  /** Where `meterline prices update` fetches a newer price book. Absent: from nowhere, unless it is told. */
  readonly pricesUrl?: string;
  /** What the dashboard shows money in; both or none (`shownCurrency`). */
  readonly currency?: CurrencyConfig;
  /** Per source id. */
  readonly sources: Readonly<Record<string, SourceConfig>>;
  /** How calls are billed, by app, source or provider: `plan` makes the billed amount 0, `api` is list price. */
  readonly billing: Readonly<Record<string, 'api' | 'plan'>>;
  readonly gateway: GatewayConfig;
  /** By name. */
  readonly webhooks: Readonly<Record<string, WebhookConfig>>;
}

export interface GatewayConfig {
  /** Where calls of an upstream go instead of to its provider, by its name; any other name is an OpenAI-compatible host. */
  readonly upstreams: Readonly<Record<string, string>>;
  /** Calls without a key of the gateway's own are refused. */
  readonly requireKey: boolean;
}

export interface CurrencyConfig {
  /** ISO 4217. */
  readonly code?: string;
  /** Units for one US dollar, a decimal in text. */
  readonly perUsd?: string;
}

export interface SourceConfig {
  readonly enabled: boolean;
  /** Folders besides (not instead of) the known ones. */
  readonly roots: readonly string[];
}
