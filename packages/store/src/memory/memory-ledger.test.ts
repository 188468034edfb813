import { conformance } from '../conformance.test-kit.ts';
import { openMemoryLedger } from './memory-ledger.ts';

conformance('memory', async (zone) => openMemoryLedger({ zone }));
