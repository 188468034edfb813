import { makerOf } from '../read/model-maker.ts';

/** Who bills, where the log does not say: the model's maker, else whoever speaks the protocol. */
export const providerOf = (model: string | undefined, protocol: string | undefined): string => {
  const maker = model && makerOf(model.slice(model.lastIndexOf('/') + 1));
  if (maker) return maker;
  return protocol === 'anthropic' ? 'anthropic' : protocol === 'openai' ? 'openai-compatible' : 'unknown';
};
