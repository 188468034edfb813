import { ApiError } from '@meterline/api/client';
import { describe, expect, it } from 'vitest';
import { issueOf, restOf } from './problem-issue.ts';

const error = (issues: readonly { readonly name: string; readonly message: string }[] = []): ApiError =>
  new ApiError({
    type: 'about:blank',
    title: 'No.',
    status: 400,
    code: 'REQUEST_INVALID',
    detail: 'zone: Wrong.',
    hint: 'Mend it.',
    issues,
  });

describe('what is wrong with a form', () => {
  const refused = error([
    { name: 'currency.code', message: 'Three letters.' },
    { name: 'currencyName', message: 'Another field.' },
  ]);

  it('stands beside the field that it is about', () => {
    expect(issueOf(refused, 'currency.code')).toBe('Three letters.');
    expect(issueOf(refused, 'currency')).toBe('Three letters.');
    expect(issueOf(refused, 'currencyN')).toBeUndefined();
    expect(issueOf(null, 'currency')).toBeUndefined();
  });

  it('is said below the form where no field shows it', () => {
    expect(restOf(refused, ['currency'])).toBe('zone: Wrong. Mend it.');
    expect(restOf(refused, ['currency', 'currencyName'])).toBeUndefined();
    expect(restOf(error(), ['zone'])).toBe('zone: Wrong. Mend it.');
    expect(restOf(null, [])).toBeUndefined();
  });
});
