import { expect, test } from 'vitest';
import { needed, readAction, refuseMore } from './parse-options.ts';

const actions = { list: 1, show: 2, replay: 3 };

test('an action is read', () => {
  expect(readAction('parked', 'show', actions)).toBe('show');
});

test.each([
  ['lst', 'parked needs list, show or replay (you wrote "lst")'],
  ['toString', 'parked needs list, show or replay (you wrote "toString")'],
  [undefined, 'parked needs list, show or replay'],
])('in place of an action, %s is answered with those that exist', (word, message) => {
  expect(() => readAction('parked', word, actions)).toThrow(message);
});

test.each([[undefined], ['']])('an option that is needed may not be %j', (value) => {
  expect(() => needed(value, '--topic')).toThrow('--topic is missing');
});

test('an argument too many is named', () => {
  expect(() => {
    refuseMore(['surplus', 'other']);
  }).toThrow('Unexpected argument: surplus');
});
