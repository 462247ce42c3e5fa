import * as v from 'valibot';
import { expect, test } from 'vitest';
import { toIssues } from './issues.ts';

const Schema = v.object({
  id: v.string(),
  lines: v.array(v.object({ price: v.pipe(v.string(), v.regex(/^\d+$/, 'expected digits')) })),
});

test('an issue has the path and the expectation, never the value', () => {
  const result = v.safeParse(Schema, { lines: [{ price: '1' }, { price: 'secret' }, { price: 7 }] });

  expect(toIssues(result.issues ?? [])).toEqual([
    { path: 'id', message: 'missing' },
    { path: 'lines.1.price', message: 'expected digits' },
    { path: 'lines.2.price', message: 'expected string' },
  ]);
});

test('an unknown field is reported where it is, without its name: an address may have become a name', () => {
  const Strict = v.object({ lines: v.array(v.strictObject({ id: v.string() })) });
  const { issues = [] } = v.safeParse(Strict, { lines: [{ id: 'a', 'ann@example.com': 'secret' }] });

  expect(toIssues(issues)).toEqual([{ path: 'lines.0', message: 'has an unknown field' }]);
});

test('an operator is told the name of an unknown field of their own file', () => {
  const { issues = [] } = v.safeParse(v.strictObject({ id: v.string() }), { id: 'a', discout: 'secret' });

  expect(toIssues(issues, { namesFields: true })).toEqual([{ path: 'discout', message: 'unknown field' }]);
});

test('the path of the whole input is empty', () => {
  expect(toIssues(v.safeParse(Schema, null).issues ?? [])).toEqual([
    { path: '', message: 'expected Object' },
  ]);
});
