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

const HEADER = `# Measured

Made by \`npm run bench\`; each part says when, where and by which command. Machines differ and are noisy: trust ratios, which
are medians of pairs run in turn, more than times. A bar that was missed is reported as missed.
`;

/**
 * The table as bench/RESULTS.md holds it: the given sections made anew, every other section of `before` as it was.
 *
 * @param before Text of the file so far; empty when there is none.
 */
export const resultsMarkdown = (sections: readonly ResultSection[], date: string, before = ''): string => {
  const parts = new Map(
    before
      .split(/^## /m)
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf('\n')), `## ${part.trimEnd()}\n`]),
  );
  for (const section of sections) parts.set(section.title, sectionMarkdown(section, date));
  return [HEADER, ...parts.values()].join('\n');
};

const sectionMarkdown = (section: ResultSection, date: string): string => {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const lines = [
    `## ${section.title}`,
    '',
    `${date}, ${machine}: \`${section.command}\``,
    '',
    '| what | bar | measured | |',
    '|---|---|---|---|',
  ];
  for (const row of section.rows)
    lines.push(`| ${row.what} | ${row.bar} | ${row.measured} | ${verdict(row.met)} |`);
  for (const note of section.notes ?? []) lines.push('', note);
  return `${lines.join('\n')}\n`;
};

const verdict = (met: boolean | undefined): string => (met === undefined ? '' : met ? 'met' : '**missed**');
