import { advance, type NameState, type NameStep } from './name.ts';
import { isVendorSlug, knownProvider, type Provider } from './provider.ts';

const BEDROCK: Provider = { id: 'bedrock', kind: 'cloud' };

/** `arn:aws:bedrock:us-east-1:123:inference-profile/us.anthropic.claude-…` → what stands after the kind. */
const arn: NameStep = (state) => {
  const match =
    /^(?:bedrock\/)?arn:aws[\w-]*:bedrock:[^/]*:(?:system-defined-)?(?:inference-profile|foundation-model|provisioned-model)\/(.+)$/.exec(
      state.name,
    );
  return match === null ? undefined : advance(state, 'arn', { name: match[1]!, biller: BEDROCK });
};

/** `projects/p/locations/l/publishers/anthropic/models/claude-…` and `models/gemini-…`. */
const resourcePath: NameStep = (state) => {
  const publisher = /(?:^|\/)publishers\/([^/]+)\/models\/(.+)$/.exec(state.name);
  if (publisher !== null) return advance(state, 'path', { name: publisher[2]!, ...vendorOf(publisher[1]!) });
  return state.name.startsWith('models/')
    ? advance(state, 'path', { name: state.name.slice('models/'.length) })
    : undefined;
};

const vendorOf = (slug: string): { vendor?: string } => {
  const provider = knownProvider(slug);
  return provider?.kind === 'vendor' ? { vendor: provider.id } : {};
};

/** Azure's zone stands between provider and model: `azure/eu/gpt-4o` is a data zone, `azure/global/…` is not. */
const azureZone: NameStep = (state) => {
  if (state.biller.id !== 'azure') return undefined;
  const match = /^(us|eu|datazone|data-zone|regional|global|global-standard|standard)\/(.+)$/.exec(
    state.name,
  );
  if (match === null) return undefined;
  const region = match[1]!.startsWith('global') ? 'global' : 'regional';
  return advance(state, 'zone', { name: match[2]!, region });
};

/**
 * `provider/` or `provider:`. A vendor's word says whose model it is, and who bills where the sender did not know; a
 * cloud's, gateway's or local runtime's word says who bills.
 */
const providerPrefix: NameStep = (state) => {
  const match = /^([a-z][\w.-]*)[/:](.+)$/.exec(state.name);
  if (match === null || !isVendorSlug(match[1]!)) return undefined;
  const provider = knownProvider(match[1]!);
  const rest = { name: match[2]! };
  if (provider === undefined) return advance(state, 'prefix', rest);
  if (provider.kind !== 'vendor') return advance(state, 'prefix', { ...rest, biller: provider });
  const takesOver = state.biller.kind === 'unknown' || state.biller.id === 'litellm';
  return advance(state, 'prefix', {
    ...rest,
    vendor: provider.id,
    ...(takesOver ? { biller: provider } : {}),
  });
};

/** `us.anthropic.claude-…`: only Bedrock names look so, and the geography decides about the uplift (§3.6). */
const bedrockGeo: NameStep = (state) => {
  const match =
    /^(us|eu|apac|au|jp|ca|in|us-gov|global)\.((?:anthropic|amazon|meta|openai|mistral|deepseek|qwen|cohere|writer|google|nvidia)\..+)$/.exec(
      state.name,
    );
  if (match === null) return undefined;
  const region = match[1] === 'global' ? 'global' : 'regional';
  return advance(state, 'geo', { name: match[2]!, biller: BEDROCK, region });
};

/** `anthropic.claude-…`; without a geography the call stays in its region, which is billed as regional (§2, [M]). */
const bedrockVendor: NameStep = (state) => {
  const match = /^(anthropic|openai)\.(.+)$/.exec(state.name);
  if (match === null) return undefined;
  return advance(state, 'vendor', {
    name: match[2]!,
    vendor: match[1]!,
    biller: BEDROCK,
    region: state.region ?? 'in-region',
  });
};

/** In the order of the prices reference §4. Each is tried until none changes the name any more. */
export const PREFIX_STEPS: readonly NameStep[] = [
  arn,
  resourcePath,
  azureZone,
  providerPrefix,
  bedrockGeo,
  bedrockVendor,
];

/** True for a name that is still a path, an ARN or a deployment's address: nothing in it names a model. */
export const isOpaque = (state: NameState): boolean => state.name.startsWith('arn:');
