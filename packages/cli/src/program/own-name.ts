import type { Shell } from './shell.ts';

/**
 * How this program is called here, for hints that can be typed as they stand: in a clone, where nothing is installed,
 * npm runs it (`npm start`, `npm run meterline --`).
 */
export const ownName = ({ world }: Shell): string =>
  /^(start|meterline)$/.test(world.env.get('npm_lifecycle_event') ?? '')
    ? 'npm run meterline --'
    : 'meterline';
