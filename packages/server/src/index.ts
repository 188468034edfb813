export * from './config/config.ts';
export * from './meterline.ts';
