export * from './name.ts';
export { type NormalisedModel, normaliseModel } from './normalise.ts';
export * from './provider.ts';
