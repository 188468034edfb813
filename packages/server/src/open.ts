import { compileBook, fail, ok, type Result } from '@meterline/core';
import { SOURCES, type Source } from '@meterline/sources';
import type { Ledger } from '@meterline/store';
import { compose } from './compose.ts';
import { loadConfig, localPricesPath } from './config/load-config.ts';
import { loadLocalPrices } from './config/local-prices.ts';
import { isZone } from './config/parse-config.ts';
import { currentBook } from './config/price-books.ts';
import type { Meterline, World } from './meterline.ts';
import { openLedger } from './open-ledger.ts';

export interface OpenOptions {
  /** Absolute path of the data folder. */
  readonly home: string;
  /** IANA zone for this run; default the configured one, else the machine's. */
  readonly zone?: string;
  /** Promises not to write: nothing is created, and a missing ledger is an empty one. */
  readonly readOnly?: boolean;
  /** Tries to read a ledger that is held, 100 ms each, before it is a fault; default some 10 s worth. */
  readonly lockAttempts?: number;
  /** Default all. */
  readonly sources?: readonly Source[];
  /** A ledger that is open already; default the one in the data folder. */
  readonly ledger?: Ledger;
  /** Program of the worker threads; a bundle that carries its own names it here. */
  readonly workerEntry?: URL;
}

/** Opens a data folder: configuration, prices and ledger. What is wrong with one of them is a fault, not an exception. */
export const openMeterline = async (world: World, options: OpenOptions): Promise<Result<Meterline>> => {
  const { home } = options;
  const sources = options.sources ?? SOURCES;
  const config = loadConfig(
    home,
    sources.map((source) => source.id),
  );
  if (!config.ok) return config;
  const zone = options.zone ?? config.value.zone ?? machineZone();
  if (!isZone(zone))
    return fail('ZONE_UNKNOWN', `${zone} is not an IANA time zone.`, 'For example Europe/Zurich.');
  const localPrices = loadLocalPrices(localPricesPath(home));
  if (!localPrices.ok) return localPrices;
  const book = currentBook(home);
  if (!book.ok) return book;
  const engine = compileBook(book.value, localPrices.value.overrides);
  const ledger = options.ledger
    ? ok(options.ledger)
    : await openLedger(world, options, config.value.zone, zone);
  if (!ledger.ok) return ledger;
  return ok(
    compose({
      world,
      home,
      config: config.value,
      zone,
      ledger: ledger.value,
      sources,
      engine,
      localPrices: localPrices.value,
      ...(options.workerEntry ? { workerEntry: options.workerEntry } : {}),
    }),
  );
};

/** What the machine's clock shows. */
export const machineZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
