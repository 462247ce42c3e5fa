import { describe, expect, test } from 'vitest';
import { failedIds } from './failed-ids.ts';

const ids = ['first', 'second', 'third'];

const failures = (...identifiers: unknown[]): string =>
  JSON.stringify({ batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) });

describe('Everything succeeded if the function answers', () => {
  test.each([
    ['an empty list of failures', '{"batchItemFailures":[]}'],
    ['null for the list of failures', '{"batchItemFailures":null}'],
    ['an object without the list', '{}'],
    ['an object about something else', '{"statusCode":200}'],
    ['null, as a handler does that returns nothing', 'null'],
    ['nothing at all', ''],
  ])('%s', (_name, body) => {
    expect(failedIds(body, ids)).toEqual([]);
  });
});

describe('Everything failed if the function answers', () => {
  test.each([
    ['something that is not JSON', '{"batchItemFailures":['],
    ['an empty identifier', failures('')],
    ['null for an identifier', failures(null)],
    ['a number for an identifier', failures(1)],
    ['the identifier under another key', '{"batchItemFailures":[{"itemId":"first"}]}'],
    ['an identifier that is not of this batch', failures('fourth')],
    ['a known identifier beside an unknown one', failures('first', 'fourth')],
    ['bare texts in the list', '{"batchItemFailures":["first"]}'],
    ['an object for the list', '{"batchItemFailures":{"itemIdentifier":"first"}}'],
    ['a text', '"done"'],
    ['a list', '[]'],
    ['a number', '1'],
  ])('%s', (_name, body) => {
    expect(failedIds(body, ids)).toEqual(ids);
  });
});

test('Only the reported messages failed if every identifier is known', () => {
  expect(failedIds(failures('third', 'first'), ids)).toEqual(['third', 'first']);
});

test('A message may be reported twice', () => {
  expect(failedIds(failures('first', 'first'), ids)).toEqual(['first', 'first']);
});
