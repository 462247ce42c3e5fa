import { expect, test } from 'vitest';
import { recordTerminal } from '../../test/support/doubles/recorded-terminal.ts';
import type { Screen } from './command.ts';
import { createResults, printValue, type ResultsOptions } from './print-results.ts';

interface Found {
  readonly key: string;
  readonly count: number;
  readonly state?: 'ok' | 'fail';
}

const found: readonly Found[] = [
  { key: 'a', count: 5, state: 'ok' },
  { key: 'longer', count: 12 },
];

const options: ResultsOptions<Found> = {
  json: undefined,
  columns: [
    { title: 'key', of: ({ key }) => key },
    { title: 'count', of: ({ count }) => count },
    {
      title: 'state',
      of: ({ state }) => state,
      tone: ({ state }) => (state === 'fail' ? 'bad' : 'good'),
    },
  ],
  empty: 'Nothing is there.',
};

function printed(
  results: readonly Found[],
  { screen, json }: { readonly screen?: Screen; readonly json?: boolean } = {},
) {
  const terminal = recordTerminal({}, {}, [], screen);
  const { add, end } = createResults(terminal, { ...options, json });
  results.forEach(add);
  end();
  return terminal;
}

const screen = { columns: 80, hasColours: false };

test('a pipe gets one object a line', () => {
  expect(printed(found).printed).toEqual([
    '{"key":"a","count":5,"state":"ok"}',
    '{"key":"longer","count":12}',
  ]);
});

test('a terminal gets a table: numbers to the right, a dash for what is not there', () => {
  expect(printed(found, { screen }).printed).toEqual([
    'KEY     COUNT  STATE',
    'a           5  ok',
    'longer     12  –',
  ]);
});

test('with --json a terminal gets what a pipe gets', () => {
  expect(printed(found, { screen, json: true }).printed).toEqual(printed(found).printed);
});

test('only states have a colour, and only if the terminal has', () => {
  const [, first = ''] = printed(found, { screen: { ...screen, hasColours: true } }).printed;

  expect(first).toBe('a           5  \u001B[32mok   \u001B[39m');
});

test.each([{}, { screen }])('none is said on standard error: %j', (how) => {
  const { printed: lines, complaints } = printed([], how);

  expect([lines, complaints]).toEqual([[], ['Nothing is there.']]);
});

test('one value is indented on a terminal only', () => {
  const [pipe, terminal] = [recordTerminal({}), recordTerminal({}, {}, [], screen)];
  printValue(pipe, { a: 1 });
  printValue(terminal, { a: 1 });
  printValue(terminal, { a: 1 }, { json: true });

  expect(pipe.printed).toEqual(['{"a":1}']);
  expect(terminal.printed).toEqual(['{\n  "a": 1\n}', '{"a":1}']);
});
