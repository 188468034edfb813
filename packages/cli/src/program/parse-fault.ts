import type { Fault } from '@meterline/core';
import { CommanderError } from 'commander';

/** Our own words for what commander says: `error: unknown option '--peroid'\n(Did you mean --period?)`. */
export const parseFault = (error: CommanderError, command: string): Fault => {
  const [first = '', suggestion = ''] = error.message.replace(/^error: /, '').split('\n');
  const meant = /\(Did you mean (?:one of )?(.+)\?\)/.exec(suggestion)?.[1];
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1)}`.replace(/\.?$/, '.');
  return {
    code: error.code === 'commander.unknownCommand' ? 'USAGE_COMMAND_UNKNOWN' : 'USAGE_FLAG_INVALID',
    message: meant === undefined ? sentence : `${sentence} Did you mean ${meant}?`,
    hint: `\`meterline ${command}${command === '' ? '' : ' '}--help\` shows what can be said.`,
  };
};

/** Help and version end the parse by an error that is none. */
export const isHelp = (error: unknown): boolean =>
  error instanceof CommanderError &&
  (error.code === 'commander.help' || error.code === 'commander.helpDisplayed');
