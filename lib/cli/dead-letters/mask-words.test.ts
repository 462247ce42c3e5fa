import { expect, test } from 'vitest';
import { maskWords } from './mask-words.ts';

const body = JSON.stringify({
  kind: 'purchase',
  identity: { external_id: 'c-77', email: 'ann@example.com', phone_no: '+821023456789' },
  event: {
    event_name: 'df_purchase',
    event_items: [{ df_item_name: '김민수의 케이크', df_item_id: 'A.1' }],
    event_properties: { df_payment_method: 'card', nick: '민수' },
  },
});

test.each([
  ['Dfinery’s own words', 'df_purchase is not registered', 'df_purchase is not registered'],
  ['the name of a property', 'df_payment_method: type mismatch', 'df_payment_method: type mismatch'],
  ['an address of the message', 'wrong email ann@example.com.', 'wrong email ‹15 characters›.'],
  ['in capitals', 'ANN@EXAMPLE.COM', '‹15 characters›'],
  ['an address of anybody', 'see bob@other.example', 'see ‹17 characters›'],
  ['a phone number, written otherwise', 'phone 010-2345-6789 is wrong', 'phone ‹13 characters› is wrong'],
  ['an id', 'external_id c-77 unknown', 'external_id ‹4 characters› unknown'],
  ['a value with signs', 'item A.1, not AX1', 'item ‹3 characters›, not AX1'],
  ['a value within a word stays', 'discarded', 'discarded'],
  ['a whole text before a part of it', '김민수의 케이크', '‹8 characters›'],
  ['with a Korean particle', '민수님은', '‹2 characters›님은'],
])('%s', (_, words, expected) => {
  expect(maskWords(words, body)).toBe(expected);
});

test('of a body that is no message, nothing is shown', () => {
  expect(maskWords('wrong: Ann', 'Ann')).toBe('‹10 characters›');
  expect(maskWords('wrong: Ann', '"Ann"')).toBe('‹10 characters›');
});

test('a value that is cut at the end is masked', () => {
  const words = `${'x'.repeat(250)} 김민수의 `;
  expect(words).toHaveLength(256);
  expect(maskWords(words, body)).toBe(`${'x'.repeat(250)} ‹5 characters›`);
});
