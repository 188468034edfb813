import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A program that reads the same logs, and how to make it read all of them and print totals without the network. */
export interface Peer {
  readonly name: string;
  readonly command: readonly string[];
}

const folder = import.meta.dirname;
const bin = (...parts: string[]): string => join(folder, 'node_modules', ...parts);

/**
 * Installs the peers under bench/ when they are not there yet. Where they cannot be had the benches that need them say
 * so and are passed over.
 */
export const installPeers = (): readonly Peer[] => {
  if (!existsSync(bin('ccusage'))) install(folder);
  return peers();
};

/** The gateway's peer has a folder of its own: it brings libraries that we use, too, in other versions. */
export const GATEWAY_PEER = join(folder, 'gateway/peer');

export const installGatewayPeer = (): void => {
  if (!existsSync(join(GATEWAY_PEER, 'node_modules'))) install(GATEWAY_PEER);
};

const install = (cwd: string): void => {
  try {
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'], {
      cwd,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } catch {
    console.error(
      'The peers could not be installed (npm install below bench/ failed): comparing benches are passed over.',
    );
  }
};

const peers = (): readonly Peer[] => {
  const found: Peer[] = [];
  const ccusage = bin('@ccusage', `ccusage-${process.platform}-${process.arch}`, 'bin', 'ccusage');
  if (existsSync(ccusage))
    found.push({ name: 'ccusage', command: [ccusage, 'daily', '--json', '--offline'] });
  if (existsSync(bin('tokscale', 'bin.js'))) {
    found.push({
      name: 'tokscale',
      command: [bin('.bin', 'bun'), bin('tokscale', 'bin.js'), 'models', '--json', '--claude', '--codex'],
    });
  }
  return found;
};
