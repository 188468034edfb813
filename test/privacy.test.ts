import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CANARY, filesBelow, plantedSamples, sampledSources } from './canaries.ts';
import { meterline, throwAway } from './run-meterline.ts';

/**
 * Private by construction: canaries are planted in every text of every source's samples, everything is imported and
 * shown, and every byte of the data folder and of all output is searched. One that comes out is a leak.
 */
const REPORTS = [
  [],
  ['costs', '--period', 'all', '--by', 'model,project,agent'],
  ['usage', '--turns', '--json'],
  ['sessions', '--period', 'all'],
  ['models', '--period', 'all'],
  ['cron', '--period', 'all'],
  ['doctor'],
  ['sources'],
  ['export', '--format', 'jsonl'],
  ['export', '--format', 'csv'],
];

describe('no text of a prompt, an answer or a tool comes out', () => {
  const home = throwAway('ledger');
  const leaks: string[] = [];
  let searched = 0;
  const search = (where: string, text: string): void => {
    searched += text.length;
    const at = text.indexOf(CANARY);
    if (at >= 0) leaks.push(`${where}: …${text.slice(Math.max(0, at - 80), at)}…`);
  };

  it.each(sampledSources)('reads %s with canaries in every text and tells nothing of them', (source) => {
    const logs = throwAway('logs');
    const planted = plantedSamples(source, logs);
    const ran = meterline(['import', source, '--path', logs, '--home', home, '--json']);
    search(`import of ${source}, stdout`, ran.stdout);
    search(`import of ${source}, stderr`, ran.stderr);
    expect({ leaks, planted: planted >= 0 }).toEqual({ leaks: [], planted: true });
  });

  it.each(REPORTS.map((report) => [report.join(' '), report] as const))(
    'shows none in: meterline %s',
    (name, report) => {
      const ran = meterline([...report, '--home', home]);
      search(`meterline ${name}, stdout`, ran.stdout);
      search(`meterline ${name}, stderr`, ran.stderr);
      expect(ran.stdout.length).toBeGreaterThan(100);
      expect(leaks).toEqual([]);
    },
  );

  it('keeps none in any byte of the data folder', () => {
    for (const path of filesBelow(home)) search(path.slice(home.length), readFileSync(path, 'latin1'));
    expect(searched).toBeGreaterThan(500_000);
    expect(leaks).toEqual([]);
  });
});
