import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toJsonLines } from './json-lines.ts';

const order = { id: 1, line_items: [{ quantity: 'two' }], refunds: [] };

test('the lines are those of JSON.stringify', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = toJsonLines(value).map((line) => line.text);
      expect(text.join('\n')).toBe(JSON.stringify(value, undefined, 2));
    }),
  );
});

test('a note stands at its path', () => {
  const marked = toJsonLines(order, [{ path: 'line_items.0.quantity', message: 'expected number' }]);

  expect(marked.filter(({ notes }) => notes.length > 0)).toEqual([
    {
      text: '      "quantity": "two"',
      path: 'line_items.0.quantity',
      notes: ['line_items.0.quantity: expected number'],
    },
  ]);
});

test('a note on what is missing stands where it is missing', () => {
  const marked = toJsonLines(order, [
    { path: 'line_items.0.price', message: 'missing' },
    { path: 'currency', message: 'missing' },
  ]);

  expect(marked.flatMap(({ path, notes }) => notes.map((note) => [path, note]))).toEqual([
    ['', 'currency: missing'],
    ['line_items.0', 'line_items.0.price: missing'],
  ]);
});

test('thousands of notes take no longer than as many lines', () => {
  const lines = Array.from({ length: 30_000 }, () => ({ price: 'x' }));
  const notes = lines.map((_, index) => ({ path: `${index}.price`, message: 'expected a price' }));
  const startedAt = performance.now();

  const marked = toJsonLines(lines, notes).filter(({ notes: own }) => own.length > 0);

  expect(marked).toHaveLength(30_000);
  expect(performance.now() - startedAt).toBeLessThan(3_000);
});

test('thousands of brackets in one another end in one line', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(3_000)}1${']'.repeat(3_000)}`);

  const lines = toJsonLines(deep);

  expect(lines).toHaveLength(101);
  expect(lines.map(({ text }) => text.trim()).join('')).toBe(JSON.stringify(deep));
});
