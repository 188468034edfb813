/** What of the surroundings the SDK uses. Everything is looked up, nothing imported: the same file runs in browsers and at the edge. */
export interface Runtime {
  /** UTC milliseconds. */
  readonly clock: () => number;
  /** Monotonic milliseconds. */
  readonly monotonic: () => number;
  readonly variable: (name: string) => string | undefined;
  readonly warn: (text: string) => void;
  /** Undefined outside of Node and its relatives. */
  readonly node: NodeParts | undefined;
  /** Random part of ids: one of a kind for this program's run. */
  readonly runId: string;
}

export interface NodeParts {
  readonly process: typeof import('node:process');
  readonly fs: typeof import('node:fs');
  readonly os: typeof import('node:os');
  readonly path: typeof import('node:path');
}

type BuiltinLoader = (name: string) => unknown;

const processHere = (): (typeof import('node:process') & { getBuiltinModule?: BuiltinLoader }) | undefined =>
  (globalThis as { process?: typeof import('node:process') }).process;

/** A part of Node; undefined elsewhere, and in Node before 20.16. */
export const builtin = <T>(name: string): T | undefined => {
  try {
    return processHere()?.getBuiltinModule?.(name) as T | undefined;
  } catch {
    return undefined;
  }
};

const nodeParts = (): NodeParts | undefined => {
  const process = processHere();
  const fs = builtin<NodeParts['fs']>('node:fs');
  const os = builtin<NodeParts['os']>('node:os');
  const path = builtin<NodeParts['path']>('node:path');
  const isWhole = process?.versions?.node !== undefined && fs?.appendFileSync !== undefined;
  return isWhole && os && path ? { process, fs, os, path } : undefined;
};

const RUN_ID_BYTES = 12;

const randomId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(RUN_ID_BYTES))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

const variable = (name: string): string | undefined => {
  try {
    return processHere()?.env?.[name] || undefined;
  } catch {
    return undefined;
  }
};

let here: Runtime | undefined;

/** The surroundings as they are. Looked up at first use: some platforms allow no randomness while modules load. */
export const runtime = (): Runtime => {
  here ??= {
    clock: Date.now,
    monotonic: () => performance.now(),
    variable,
    warn: (text) => console.warn(`[meterline] ${text}`),
    node: nodeParts(),
    runId: randomId(),
  };
  return here;
};
