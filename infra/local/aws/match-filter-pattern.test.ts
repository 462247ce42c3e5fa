import { expect, test } from 'vitest';
import { matchFilterPattern } from './match-filter-pattern.ts';

const line = JSON.stringify({
  level: 'WARN',
  connection: 'main',
  orderIds: '1,2,3',
  record: { status: 'timeout' },
});

test.each([
  ['', true],
  ['{ $.level = "*" }', true],
  ['{ $.nothing = "*" }', false],
  ['{ $.connection = "main" }', true],
  ['{ $.connection = "mai" }', false],
  ['{ $.orderIds = "*2*" }', true],
  ['{ $.record.status = "timeout" }', true],
  ['{ ($.level = "ERROR") || ($.level = "WARN") }', true],
  ['{ (($.level = "ERROR") || ($.level = "WARN")) && ($.connection = "other") }', false],
  ['{ ($.level = "INFO") && ($.connection = "main") || ($.orderIds = "1*") }', true],
])('%s', (pattern, fits) => {
  expect(matchFilterPattern(pattern, line)).toBe(fits);
});

test('A pattern for JSON fits no other line', () => {
  expect(matchFilterPattern('{ $.level = "*" }', 'START RequestId: 1')).toBe(false);
});

test.each(['word', '{ $.level > 3 }', '{ ($.level = "a" }', '{ level = "a" }'])(
  '%s is not known',
  (pattern) => {
    expect(() => matchFilterPattern(pattern, line)).toThrow();
  },
);
