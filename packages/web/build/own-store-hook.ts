/** Has been in React since version 18; a library brings a copy for older ones. */
export { useSyncExternalStore } from 'react';
