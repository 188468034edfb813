import { makerOf } from '../read/model-maker.ts';

/**
 * Who bills. The log does not say it, but ids and names have the shape of the platform: Bedrock's and Vertex's response
 * ids and model names, a router's `vendor/model`, and otherwise the maker of the model (Claude Code runs with other
 * makers' models through a compatible base URL).
 */
export const providerOf = (model: string, messageId: string | undefined): string => {
  if (messageId?.startsWith('msg_bdrk_')) return 'bedrock';
  if (messageId?.startsWith('msg_vrtx_')) return 'vertex';
  if (/^claude-[\w.-]+$/.test(model)) return 'anthropic';
  if (/^arn:aws[\w-]*:bedrock:|^([a-z]{2,6}\.)?anthropic\./.test(model)) return 'bedrock';
  if (/^claude-[\w.-]+@/.test(model)) return 'vertex';
  const slash = model.indexOf('/');
  if (slash > 0)
    return model.startsWith('anthropic/') || model.indexOf('/', slash + 1) < 0
      ? 'openrouter'
      : model.slice(0, slash);
  return makerOf(model) ?? 'anthropic';
};
