import { expect, it } from 'vitest';
import { paintOf } from '../render/paint.ts';
import { faultText } from './fault-text.ts';

const fault = {
  code: 'DIMENSION_UNKNOWN',
  message: "--by has 'projcet', which is no dimension.",
  hint: 'Dimensions: provider, model, app, source, machine, project.',
} as const;

it('is one line each in a file', () => {
  expect(faultText(fault, paintOf(false), undefined)).toBe(
    `error ${fault.message} [DIMENSION_UNKNOWN]\n      ${fault.hint}\n`,
  );
});

it('is wrapped in a terminal, behind the first word', () => {
  const lines = faultText(fault, paintOf(false), 40).trimEnd().split('\n');
  expect(lines[0]).toBe("error --by has 'projcet', which is no");
  expect(lines.slice(1).every((line) => line.startsWith('      ') && line.length <= 40)).toBe(true);
  expect(lines.join(' ')).toContain('[DIMENSION_UNKNOWN]');
});

it('passes nothing on that could move the cursor', () => {
  expect(faultText({ ...fault, message: 'a\u001b[2Jb' }, paintOf(false), 80)).not.toContain('\u001b');
});
