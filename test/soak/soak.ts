import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Rounds of each soak unless the command line says otherwise: some minutes on two cores. */
const ROUNDS = 10;
const MAX_ROUNDS = 10_000;

/** What every file of this folder exports: it runs so many rounds and throws at the first difference. */
type Soak = { readonly run: (rounds: number, seed?: number) => Promise<unknown> };

/**
 * `npm run soak -- [ROUNDS] [NAME…] [--seed=N]`: runs every soak of this folder, or those that are named.
 * A failure names the seed with which it comes again.
 */
const main = async (args: readonly string[]): Promise<void> => {
  const seed = Number(args.find((arg) => arg.startsWith('--seed='))?.slice('--seed='.length) ?? 1);
  const plain = args.filter((arg) => !arg.startsWith('--'));
  const rounds = Math.min(Number(plain.find((arg) => /^\d+$/.test(arg)) ?? ROUNDS), MAX_ROUNDS);
  const named = plain.filter((arg) => !/^\d+$/.test(arg));
  for (const name of chosen(named)) {
    const began = Date.now();
    const { run } = (await import(join(import.meta.dirname, `${name}.ts`))) as Soak;
    const found = await run(rounds, seed);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(`${name}: ${rounds} rounds in ${seconds} s ${JSON.stringify(found ?? {})}`);
  }
};

const chosen = (named: readonly string[]): readonly string[] => {
  const all = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && file !== 'soak.ts')
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
  const unknown = named.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Error(`There is no soak '${unknown}'. Soaks: ${all.join(', ')}.`);
  return named.length > 0 ? named : all;
};

await main(process.argv.slice(2));
