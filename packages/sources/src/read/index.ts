export * from './content-key.ts';
export * from './fields.ts';
export * from './lines.ts';
export * from './walk.ts';
export * from './words.ts';
