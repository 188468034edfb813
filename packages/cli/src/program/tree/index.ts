import type { CommandSpec } from '../command-spec.ts';
import { GATEWAY_COMMANDS } from './gateway-commands.ts';
import { LEDGER_COMMANDS } from './ledger-commands.ts';
import { PRICE_COMMANDS } from './price-commands.ts';
import { REPORT_COMMANDS } from './report-commands.ts';
import { SETUP_COMMANDS } from './setup-commands.ts';
import { START_COMMANDS } from './start-commands.ts';
import { WEBHOOK_COMMANDS } from './webhook-commands.ts';

export { ROOT } from './start-commands.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  ...START_COMMANDS,
  ...GATEWAY_COMMANDS,
  ...REPORT_COMMANDS,
  ...PRICE_COMMANDS,
  ...LEDGER_COMMANDS,
  ...SETUP_COMMANDS,
  ...WEBHOOK_COMMANDS,
];
