/** What a key of `meterline.toml` takes. Documentation, completion, validation and `config set` read this one table. */
export interface ConfigKey {
  /** Dotted path; `*` stands for a name that the user chooses (or a source's id). */
  readonly key: string;
  readonly type:
    | 'address'
    | 'text'
    | 'zone'
    | 'days'
    | 'url'
    | 'flag'
    | 'paths'
    | 'billing'
    | 'currency'
    | 'webhook'
    | 'webhookList'
    | 'rate';
  /** Plain words for the valid values. */
  readonly valid: string;
  /** Plain words for what holds without it. */
  readonly default: string;
  readonly text: string;
  readonly example: string;
}

export const CONFIG_KEYS: readonly ConfigKey[] = [
  {
    key: 'zone',
    type: 'zone',
    valid: 'an IANA zone such as "Europe/Zurich" or "UTC"',
    default: "the machine's zone",
    text: 'The zone whose midnight separates days, weeks and months.',
    example: 'zone = "Europe/Zurich"',
  },
  {
    key: 'machine',
    type: 'text',
    valid: 'a name of up to 100 characters',
    default: 'empty',
    text: 'Name of this machine in the machine dimension, for ledgers that several machines feed.',
    example: 'machine = "laptop"',
  },
  {
    key: 'retentionDays',
    type: 'days',
    valid: 'a whole number of days, 1 to 36500',
    default: 'everything is kept',
    text: 'After an import raw calls older than this are dropped; all totals, sessions and keys stay.',
    example: 'retentionDays = 365',
  },
  {
    key: 'pricesUrl',
    type: 'url',
    valid: 'an https address, or http on this machine',
    default: 'none',
    text: 'Where `meterline prices update` fetches a newer price book. Nothing is ever fetched without that command.',
    example: 'pricesUrl = "https://prices.example/book.json"',
  },
  {
    key: 'currency.code',
    type: 'currency',
    valid: 'a code of ISO 4217 such as "EUR"',
    default: '"USD"',
    text: 'The currency that the dashboard shows; it needs currency.perUsd as well. The ledger and all exports stay in US dollars.',
    example: '[currency]\ncode = "EUR"',
  },
  {
    key: 'currency.perUsd',
    type: 'rate',
    valid: 'a decimal above 0, in quotes, such as "0.92"',
    default: '"1"',
    text: 'How many units of currency.code one US dollar is. Nothing is fetched: it is the rate that you give.',
    example: '[currency]\nperUsd = "0.92"',
  },
  {
    key: 'sources.*.enabled',
    type: 'flag',
    valid: 'true or false',
    default: 'true',
    text: 'Whether the logs of this source are imported.',
    example: '[sources.codex]\nenabled = false',
  },
  {
    key: 'sources.*.roots',
    type: 'paths',
    valid: 'a list of absolute folders',
    default: 'none',
    text: 'Folders of this source besides the known ones.',
    example: '[sources.claude-code]\nroots = ["/backup/old-laptop/.claude"]',
  },
  {
    key: 'gateway.upstreams.*',
    type: 'address',
    valid: 'an http or https address',
    default: "the provider's own address",
    text: 'Where calls to /NAME/… go; a name that Meterline does not know is a host that speaks the form of OpenAI or Anthropic.',
    example: '[gateway.upstreams]\nhouse = "http://10.0.0.5:8000"',
  },
  {
    key: 'gateway.requireKey',
    type: 'flag',
    valid: 'true or false',
    default: 'false',
    text: "Whether calls without a key of the gateway's own (`meterline keys create`) are refused.",
    example: '[gateway]\nrequireKey = true',
  },
  {
    key: 'webhooks.*.url',
    type: 'webhook',
    valid: 'an https address, or http on this machine',
    default: 'needed',
    text: 'Where `meterline start` sends news of calls, signed (docs/guides/webhooks.md).',
    example: '[webhooks.team]\nurl = "https://example.com/hooks/meterline"',
  },
  {
    key: 'webhooks.*.secretEnv',
    type: 'webhook',
    valid: 'the name of an environment variable',
    default: 'needed',
    text: 'Environment variable with the secret (whsec_…) that signs it; with two of them, blanks between, while it changes.',
    example: '[webhooks.team]\nsecretEnv = "METERLINE_WEBHOOK_SECRET"',
  },
  {
    key: 'webhooks.*.events',
    type: 'webhook',
    valid: '"calls" or "rollups"',
    default: '"calls"',
    text: 'Each call by itself, or totals of a time.',
    example: '[webhooks.team]\nevents = "rollups"',
  },
  {
    key: 'webhooks.*.every',
    type: 'webhook',
    valid: '"1m", "5m", "15m", "1h" or "1d"',
    default: '"1h"',
    text: 'How long the time of a rollup is; days are those of the zone.',
    example: '[webhooks.team]\nevery = "15m"',
  },
  {
    key: 'webhooks.*.by',
    type: 'webhookList',
    valid: 'a list of up to 8 dimensions',
    default: 'none',
    text: 'What the rows of a rollup are by.',
    example: '[webhooks.team]\nby = ["model", "feature"]',
  },
  {
    key: 'webhooks.*.where',
    type: 'webhookList',
    valid: 'a list of up to 8 filters such as "app=codex"',
    default: 'every call',
    text: 'Only calls that satisfy all of them.',
    example: '[webhooks.team]\nwhere = ["environment=production"]',
  },
  {
    key: 'webhooks.*.since',
    type: 'webhook',
    valid: 'an instant with its zone, such as "2026-11-01T00:00:00Z"',
    default: 'when it was added',
    text: 'Calls that started since then are sent, also those that are recorded already.',
    example: '[webhooks.team]\nsince = "2026-11-01T00:00:00Z"',
  },
  {
    key: 'webhooks.*.allowHttp',
    type: 'flag',
    valid: 'true or false',
    default: 'false',
    text: 'Lets the address be plain http to another machine, in a network that you trust.',
    example: '[webhooks.team]\nallowHttp = true',
  },
  {
    key: 'billing.*',
    type: 'billing',
    valid: '"api" or "plan"',
    default: '"api"',
    text: 'How an app, source or provider is paid for: by token, or by a subscription that covers it.',
    example: '[billing]\nclaude-code = "plan"',
  },
];

/** The entry that a dotted path matches. */
export const configKeyOf = (path: readonly string[]): ConfigKey | undefined =>
  CONFIG_KEYS.find(({ key }) => {
    const parts = key.split('.');
    return parts.length === path.length && parts.every((part, i) => part === '*' || part === path[i]);
  });

/** The ways to go on from a path that does not match: for messages and did-you-mean. */
export const namesBelow = (path: readonly string[], sourceIds: readonly string[]): readonly string[] => {
  const names = new Set<string>();
  for (const { key } of CONFIG_KEYS) {
    const parts = key.split('.');
    if (!path.every((part, i) => parts[i] === '*' || parts[i] === part)) continue;
    const next = parts[path.length];
    if (next === '*' && path[0] === 'sources') for (const id of sourceIds) names.add(id);
    else if (next !== undefined && next !== '*') names.add(next);
  }
  return [...names];
};
