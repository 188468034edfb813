export { createDayFinder } from './day-finder.ts';
export * from './format-instant.ts';
export * from './interval.ts';
export { parseInstant } from './parse-instant.ts';
export * from './period.ts';
export { createWeekClock, type HourOfWeek } from './week-clock.ts';
export { HOUR_MS, isZone, MINUTE_MS, zoneName } from './zone.ts';
