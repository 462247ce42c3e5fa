import { expect, test } from 'vitest';
import { didYouMean, suggest } from './suggest.ts';

const names = ['transform', 'send', 'connection', 'list', 'show', 'replay'];

test.each([
  ['trnsform', 'transform'],
  ['conection', 'connection'],
  ['lst', 'list'],
  ['hsow', 'show'],
  ['SEND', 'send'],
])('%s means %s', (word, name) => {
  expect(suggest(word, names)).toBe(name);
});

test.each(['fly', '', 'backfill', '__proto__'])('%j is near to none', (word) => {
  expect(didYouMean(word, names)).toBe('');
});

test('the nearest of several is named', () => {
  expect(didYouMean('order/paid', ['orders/create', 'orders/paid', 'orders/edited'])).toBe(
    ': did you mean orders/paid?',
  );
});
