import { cpus, totalmem } from 'node:os';

/** One row of the published table: what was measured, the bar of the design, and whether it was met. */
export interface ResultRow {
  readonly what: string;
  readonly bar: string;
  readonly measured: string;
  /** `undefined` for a figure without a bar. */
  readonly met: boolean | undefined;
}

export interface ResultSection {
  readonly title: string;
  /** The command that gives these figures again. */
  readonly command: string;
  readonly rows: readonly ResultRow[];
  readonly notes?: readonly string[];
}

/** The table as Markdown, as bench/RESULTS.md holds it. */
export const resultsMarkdown = (sections: readonly ResultSection[], date: string): string => {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const lines = [
    '# Measured',
    '',
    `Made by \`npm run bench\` on ${date}; ${machine}. Machines differ and are noisy: trust ratios, which are medians of`,
    'pairs run in turn, more than times. A bar that was missed is reported as missed.',
  ];
  for (const section of sections) {
    lines.push(
      '',
      `## ${section.title}`,
      '',
      `\`${section.command}\``,
      '',
      '| what | bar | measured | |',
      '|---|---|---|---|',
    );
    for (const row of section.rows)
      lines.push(`| ${row.what} | ${row.bar} | ${row.measured} | ${verdict(row.met)} |`);
    for (const note of section.notes ?? []) lines.push('', note);
  }
  return `${lines.join('\n')}\n`;
};

const verdict = (met: boolean | undefined): string => (met === undefined ? '' : met ? 'met' : '**missed**');
