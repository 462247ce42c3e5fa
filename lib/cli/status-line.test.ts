import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createStatusLine } from './status-line.ts';

/** A terminal that understands as much as the status line uses, and what it shows, line by line. */
function aTerminal(columns = 80) {
  const stream = Object.assign(new PassThrough(), { columns });
  return {
    status: createStatusLine(stream),
    screen: () =>
      String(stream.read() ?? '')
        .split('\n')
        .map((line) => line.slice(line.lastIndexOf('\u001B[2K') + 1).replace('[2K', '')),
  };
}

test('what is shown is rewritten in place', () => {
  const { status, screen } = aTerminal();

  status.show('1 of 2');
  status.show('2 of 2');

  expect(screen()).toEqual(['2 of 2']);
});

test('what is written stays above what is shown', () => {
  const { status, screen } = aTerminal();

  status.write('before');
  status.show('1 of 2');
  status.write('line 7 cannot be read');

  expect(screen()).toEqual(['before', 'line 7 cannot be read', '1 of 2']);
});

test('an empty text takes it away', () => {
  const { status, screen } = aTerminal();

  status.show('1 of 2');
  status.show('');

  expect(screen()).toEqual(['']);
});

test('it never reaches the last column, where a terminal would break the line', () => {
  const { status, screen } = aTerminal(5);

  status.show('1 of 2');

  expect(screen()).toEqual(['1 of']);
});
