import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeDemoLogs } from '@meterline/sources/demo';
import type { Action } from '../program/command-spec.ts';
import type { Invocation } from '../program/invocation.ts';
import type { Shell } from '../program/shell.ts';

/** Runs a command in a world of its own: sample logs in a home folder that is removed at the end. */
export const runDemo = async (invocation: Invocation, action: Action): Promise<number> => {
  const { shell, screen, now } = invocation;
  const home = shell.makeTemporaryFolder();
  try {
    writeDemoLogs(home, now);
    const banner = 'DEMO · made-up sample logs in a throw-away folder; nothing of yours is read';
    await shell.out.write(`${screen.paint.warn(banner)}\n\n`);
    return await action({ ...invocation, shell: demoShell(shell, home) });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
};

/** No variable of an agent or of Meterline leads out of the demo's folder. */
const demoShell = (shell: Shell, home: string): Shell => ({
  ...shell,
  ...(shell.serving.variables ? { serving: { ...shell.serving, variables: {} } } : {}),
  world: {
    ...shell.world,
    env: {
      platform: shell.world.env.platform,
      home,
      get: (name) => {
        if (name === 'METERLINE_HOME') return join(home, '.meterline');
        return /^(npm_|METERLINE_(TOKEN|DEBUG)$)/.test(name) ? shell.world.env.get(name) : undefined;
      },
    },
  },
});
