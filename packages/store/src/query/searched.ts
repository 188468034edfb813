/** Dimensions whose values a search of sessions looks at. */
export const SEARCHED = ['session', 'app', 'project', 'branch', 'agent', 'model', 'cron', 'channel'] as const;

/** The same of tasks, which run through sessions and programs. */
export const TASK_SEARCHED = ['task', 'app', 'project', 'agent', 'model', 'feature', 'user'] as const;
