import { ROUTES } from '@meterline/api';
import { describe, expect, it } from 'vitest';
import { RequestInvalid, refuseInvalid } from './request-invalid.ts';

const schema = ROUTES.setOwnPrice.request.body.content['application/json'].schema;

const issuesOf = (body: unknown) => {
  const parsed = schema.safeParse(body);
  try {
    refuseInvalid({ ...parsed, target: 'json' });
    return undefined;
  } catch (error) {
    return (error as RequestInvalid).issues;
  }
};

describe('a refusal', () => {
  it('names the field of the form that was meant', () => {
    expect(issuesOf({ model: 'm', rates: { input: '1,5', output: '2' } })).toEqual([
      { name: 'rates.input', message: 'Must be US dollars per million tokens, such as 2.50.' },
    ]);
    expect(issuesOf({ model: 'm', rates: { input: '1' } })).toEqual([
      expect.objectContaining({ name: 'rates.output' }),
    ]);
    expect(issuesOf({ model: '', like: 'gpt-5.4' })).toEqual([expect.objectContaining({ name: 'model' })]);
    expect(issuesOf({ model: 'm', discountPercent: 100 })).toEqual([
      expect.objectContaining({ name: 'discountPercent' }),
    ]);
  });

  it('names the body where it is of no form', () => {
    for (const body of [null, [], 'x', 3])
      expect(issuesOf(body)).toEqual([expect.objectContaining({ name: 'body' })]);
    expect(issuesOf({ model: 'm', like: 'gpt-5.4' })).toBeUndefined();
  });

  it('is bounded, and its sentence is the first issue', () => {
    const issues = Array.from({ length: 30 }, (_, n) => ({ name: `n${n}`, message: 'wrong' }));
    const refused = new RequestInvalid(issues);
    expect(refused.issues.length).toBe(20);
    expect(refused.meterlineFault.message).toBe('n0: wrong');
  });
});
