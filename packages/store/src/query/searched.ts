/** Dimensions whose values a search of sessions looks at. */
export const SEARCHED = ['session', 'app', 'project', 'branch', 'agent', 'model', 'cron', 'channel'] as const;
