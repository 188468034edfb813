import { join } from 'node:path';
import { type Fault, faultOf, MeterlineError, ok, type Result } from '@meterline/core';
import type { World } from '../meterline.ts';
import { createOtlpReceiver } from '../otlp/receiver.ts';
import { createRecorder } from '../record/create-recorder.ts';
import type { Owners } from '../record/owners.ts';
import { createQuotaBook } from '../record/quota-book.ts';
import type { Recorder } from '../record/recorder.ts';
import type { EventHub } from './hub.ts';
import { importStateOf } from './import-state.ts';
import { FLUSH_MS, PACE_MS, REOPEN_EVERY_PULSES, SETTINGS_EVERY_PULSES } from './limits.ts';
import type { LiveFaultEvent } from './live-event.ts';
import { type Pace, paced } from './pace.ts';
import type { ReaderSlot } from './reader-slot.ts';
import type { Service, ServiceActivity } from './service.ts';
import { startWebhooks } from './service-webhooks.ts';
import { settingsSignature } from './settings-files.ts';
import { type Supervisor, supervise } from './supervisor.ts';
import type { StartWriter, WriterNews } from './writer.ts';

export interface ServiceParts {
  readonly world: World;
  readonly home: string;
  readonly version: string;
  readonly hub: EventHub;
  readonly slot: ReaderSlot;
  readonly startWriter: StartWriter;
  readonly watch: boolean;
  readonly demo: boolean;
  /** Names this process and this start among those that share the data folder: `4711-abc`. */
  readonly owner: string;
  readonly owners: Owners;
  /** Logs are read. */
  readonly imports: boolean;
  /** How often the ledger is looked at: is it there, has it moved? */
  readonly pulseEveryMs: number;
}

/** Puts reader, writer and hub together, and looks after them until it is closed. */
export const runService = (parts: ServiceParts): Service => {
  const run = new Running(parts);
  const writer = () => {
    const current = run.writer.current();
    if (current) return current;
    throw new MeterlineError(parts.slot.fault() ?? NO_WRITER);
  };
  const quotas = createQuotaBook(join(parts.home, 'quotas.json'));
  parts.owners.add(parts.owner);
  const recorder = createRecorder({
    folder: join(parts.home, 'spool'),
    owner: parts.owner,
    isAlive: parts.owners.isAlive,
    append: async (calls) => writer().append(calls),
    onQuota: quotas.note,
  });
  const webhooks = startWebhooks({ ...parts, reader: () => parts.slot.current(), writer });
  return {
    world: parts.world,
    home: parts.home,
    version: parts.version,
    hub: parts.hub,
    reader: () => parts.slot.current(),
    activity: () => run.activity(),
    scan: () => run.writer.current()?.scan(),
    reload: () => run.reload(),
    reprice: async (request) => writer().reprice(request),
    importFile: async (request) => writer().importFile(request),
    webhooks,
    recorder,
    otlp: createOtlpReceiver({ recorder, clock: parts.world.clock }),
    owner: parts.owner,
    owners: parts.owners,
    quotas,
    close: async () => {
      await settled(recorder);
      quotas.close();
      await webhooks.stop();
      await run.close();
    },
  };
};

/** What still waits is recorded, unless the ledger cannot be written: then it waits in its file. */
const settled = async (recorder: Recorder): Promise<void> => {
  const timer = new Promise((resolve) => setTimeout(resolve, FLUSH_MS).unref());
  await Promise.race([recorder.flush(), timer]);
  await recorder.close();
};

const NO_WRITER: Fault = {
  code: 'LEDGER_LOCKED',
  message: 'The ledger cannot be written just now.',
  hint: 'It is opened again by itself; try again in a moment.',
};

type Known = Omit<
  ServiceActivity,
  'startedAt' | 'demo' | 'watching' | 'ledgerFault' | 'settingsFault' | 'writerRestarts'
>;

class Running {
  readonly #parts: ServiceParts;
  readonly writer: Supervisor;
  readonly #startedAt: number;
  readonly #pulse: NodeJS.Timeout;
  readonly #importPace: Pace;
  readonly #lookPace: Pace;
  #known: Known = {
    phase: 'starting',
    roots: [],
    progress: null,
    lastImport: null,
    lastFault: null,
    importFault: null,
    revision: 0,
  };
  #settingsFault: Fault | null = null;
  /** Of the settings that are in use, or that were found to be wrong. */
  #signature: string;
  /** The file of the ledger that the writer has; undefined until there is one. */
  #file: string | undefined;
  #ledgerFault: Fault | null = null;
  #pulses = 0;
  #looking: Promise<void> | undefined;
  /** One after the other: reloads of the API, of the hand, and the end. */
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
    this.#startedAt = parts.world.clock();
    this.#signature = settingsSignature(parts.home);
    this.#importPace = paced(PACE_MS, () => this.#tellImport());
    this.#lookPace = paced(PACE_MS, () => void this.#look());
    this.writer = supervise(parts.startWriter, (news) => this.#hear(news), parts.world.clock);
    this.writer.start();
    this.#pulse = setInterval(() => this.#beat(), parts.pulseEveryMs);
    this.#pulse.unref();
  }

  activity(): ServiceActivity {
    const { watch, demo, slot } = this.#parts;
    return {
      ...this.#known,
      startedAt: this.#startedAt,
      demo,
      watching: watch && this.#known.phase !== 'failed',
      ledgerFault: slot.fault(),
      settingsFault: this.#settingsFault,
      writerRestarts: this.writer.restarts(),
    };
  }

  reload(): Promise<Result<void>> {
    return this.#inTurn(async () => {
      // Before reading, so that what is written meanwhile is seen as a change.
      this.#signature = settingsSignature(this.#parts.home);
      const reopened = await this.#parts.slot.reopen();
      this.#settingsFault = reopened.ok ? null : reopened.fault;
      if (!reopened.ok) {
        this.#tellFault('settings', reopened.fault);
        return reopened;
      }
      if (this.writer.wanted()) await this.#restartWriter();
      this.#tellSettings();
      return ok(undefined);
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#pulse);
    this.#importPace.stop();
    this.#lookPace.stop();
    await this.#looking;
    // The writer last: only who may write can put the write-ahead log away.
    await this.#inTurn(() => this.#parts.slot.close());
    await this.writer.stop();
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(act);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  #hear(news: WriterNews): void {
    if (this.#closed) return;
    if (news.kind === 'call') this.#parts.hub.publish({ kind: 'call', call: news.call });
    if (news.kind === 'progress') {
      const { phase } = news.progress;
      this.#know({ progress: news.progress, ...(phase === 'done' ? {} : { phase }) });
      this.#importPace.ask();
    }
    if (news.kind === 'imported') void this.#heardImported(news);
    if (news.kind === 'opened') {
      if (this.#known.importFault) this.#tellFault('import', null);
      this.#know({ phase: this.#parts.imports ? 'starting' : 'idle', importFault: null });
    }
    if (news.kind === 'fault') this.#heardFault(news.of, news.fault);
    if (news.kind === 'died') this.#heardFault('import', diedFault(news.reason));
    this.#lookPace.ask();
  }

  /** The end of an import is told when what it recorded can be asked for: a first one has only now made the ledger. */
  async #heardImported({ report, roots }: Extract<WriterNews, { kind: 'imported' }>): Promise<void> {
    const endedAt = this.#parts.world.clock();
    await this.#lookAnew();
    this.#know({
      phase: this.#parts.watch ? 'watching' : 'idle',
      roots,
      lastImport: { report, endedAt },
    });
    this.#tellImport();
  }

  #heardFault(of: 'import' | 'source', fault: Fault): void {
    if (of === 'import') this.#know({ phase: 'failed', importFault: fault });
    this.#tellFault(of, fault);
    if (of === 'import') this.#importPace.ask();
  }

  #know(news: Partial<Known>): void {
    this.#known = { ...this.#known, ...news };
  }

  #tellImport(): void {
    this.#parts.hub.publish({ kind: 'import', state: importStateOf(this.activity()) });
  }

  #tellFault(of: LiveFaultEvent['of'], fault: Fault | null): void {
    const at = this.#parts.world.clock();
    if (fault) this.#know({ lastFault: { fault, at } });
    this.#parts.hub.publish({ kind: 'fault', of, fault, at });
  }

  #tellSettings(): void {
    if (this.#parts.slot.fault()) return;
    const { zone, engine } = this.#parts.slot.current();
    this.#parts.hub.publish({ kind: 'settings', zone, bookVersion: engine.bookVersion });
  }

  #beat(): void {
    this.#pulses++;
    const faulty = this.#parts.slot.fault() !== null;
    if (!faulty || this.#pulses % REOPEN_EVERY_PULSES === 0) this.#lookPace.ask();
    if (this.#pulses % SETTINGS_EVERY_PULSES > 0) return;
    if (settingsSignature(this.#parts.home) !== this.#signature) void this.reload();
  }

  /** One look at a time: a second that is asked for meanwhile comes with the next pulse. */
  async #look(): Promise<void> {
    if (!this.#looking && !this.#closed) await this.#lookAnew();
  }

  async #lookAnew(): Promise<void> {
    const looking = this.#inTurn(() => this.#see()).catch((error: unknown) => {
      this.#tellFault('ledger', faultOf(error) ?? lookFault(error));
    });
    this.#looking = looking;
    await looking;
    if (this.#looking === looking) this.#looking = undefined;
  }

  async #see(): Promise<void> {
    const { slot, hub, world } = this.#parts;
    const { file, revision } = await slot.look();
    if (this.#closed) return;
    await this.#followFile(file);
    const fault = slot.fault();
    if (fault?.code !== this.#ledgerFault?.code) this.#tellFault('ledger', fault);
    const healed = this.#ledgerFault !== null && fault === null;
    this.#ledgerFault = fault;
    if (revision === undefined || (revision === this.#known.revision && !healed)) return;
    this.#know({ revision });
    hub.publish({ kind: 'totals', revision, at: world.clock() });
  }

  /** A writer whose ledger was moved away would write where nobody reads: it is stopped, and started when it is back. */
  async #followFile(file: string | undefined): Promise<void> {
    const had = this.#file;
    if (file !== undefined) this.#file = file;
    if (had === undefined) return;
    if (file === undefined && this.writer.wanted()) {
      await this.writer.stop();
      this.#know({ phase: 'failed', importFault: this.#parts.slot.fault() });
      this.#tellImport();
    } else if (file !== undefined && (file !== had || !this.writer.wanted())) await this.#restartWriter();
  }

  async #restartWriter(): Promise<void> {
    await this.writer.stop();
    this.#know({ phase: 'starting', importFault: null });
    this.writer.start();
  }
}

const diedFault = (reason: string): Fault => ({
  code: 'INTERNAL',
  message: `The thread that records calls has ended by a fault of its own (${reason}).`,
  hint: 'It is started again by itself; nothing that was recorded is lost.',
});

const lookFault = (error: unknown): Fault => ({
  code: 'INTERNAL',
  message: `Looking after the ledger met ${error instanceof Error ? error.name : 'an error'}.`,
});
