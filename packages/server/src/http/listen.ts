import type { Server } from 'node:http';
import { type Fault, fail, ok, type Result } from '@meterline/core';
import { errnoOf } from '../files/files.ts';
import { ASK_HOLDER_MS, PORTS_TRIED } from './limits.ts';
import { isAnyAddress } from './request-guards.ts';

export interface Listening {
  readonly port: number;
  /** Why it is not the usual port. */
  readonly instead: Fault | null;
}

/**
 * Listens on the port. When it is taken: on a port that was asked for that is a fault, which says by what and offers a
 * free one; else the next free one is taken.
 */
export const listen = async (
  server: Server,
  host: string,
  port: number,
  asked: boolean,
): Promise<Result<Listening>> => {
  const first = await tryPort(server, host, port);
  if (first === undefined) return ok({ port: portOf(server), instead: null });
  if (first !== 'EADDRINUSE') return unusable(host, port, first);
  const holder = await askHolder(host, port);
  for (let next = port + 1; next < Math.min(port + PORTS_TRIED, 65_536); next++) {
    if ((await tryPort(server, host, next)) !== undefined) continue;
    if (!asked) return ok({ port: next, instead: taken(holder, port) });
    await new Promise((resolve) => server.close(resolve));
    return { ok: false, fault: taken(holder, port, `Stop it, or use --port ${next}, which is free.`) };
  }
  return { ok: false, fault: taken(holder, port, 'Stop it, or choose a free one with --port.') };
};

/** Undefined when it listens, else the code of the error. */
const tryPort = (server: Server, host: string, port: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const onError = (error: Error): void => resolve(errnoOf(error));
    server.once('error', onError);
    server.listen({ host: bare(host), port }, () => {
      server.off('error', onError);
      resolve(undefined);
    });
  });

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** `[::1]` is how an address is written in a URL, `::1` how it is listened on. */
const bare = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

/** Where a browser on this machine finds it. */
export const urlOf = (host: string, port: number): string => {
  const name = isAnyAddress(host) ? '127.0.0.1' : bare(host);
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
};

const unusable = (host: string, port: number, errno: string): Result<never> =>
  fail(
    'PORT_UNUSABLE',
    `Meterline cannot listen on ${urlOf(host, port)} (${errno}).`,
    errno === 'EACCES'
      ? 'Ports below 1024 belong to the system; choose a higher one with --port.'
      : '--host must be an address of this machine.',
  );

const taken = (holder: string, port: number, hint?: string): Fault => ({
  code: 'PORT_TAKEN',
  message: `Port ${port} is taken by ${holder}.`,
  ...(hint === undefined ? {} : { hint }),
});

/** Who is there, as it says itself. */
const askHolder = async (host: string, port: number): Promise<string> => {
  const url = urlOf(host, port);
  try {
    const answer = await fetch(`${url}/api/status`, { signal: AbortSignal.timeout(ASK_HOLDER_MS) });
    const said = (await answer.json()) as { name?: unknown; version?: unknown; code?: unknown };
    // One that asks for its token says no more than that.
    if (said.code === 'TOKEN_REQUIRED') return `a Meterline that is running already (${url})`;
    if (said.name === 'meterline' && typeof said.version === 'string')
      return `Meterline ${said.version}, which is running already (${url})`;
  } catch {
    // Whatever it is, it does not speak our language.
  }
  return 'another program';
};
