import { expect, test } from 'vitest';
import { fullName } from './full-name.ts';

test.each([
  ['Ann', 'Tea', 'Ann Tea'],
  ['길동', '홍', '홍길동'],
  ['太郎', '山田', '山田太郎'],
  ['はな子', 'サトー', 'サトーはな子'],
  // One of them is in another script: given name first, as in most scripts.
  ['Gildong', '홍', 'Gildong 홍'],
  [' Ann ', ' ', 'Ann'],
  ['', '홍', '홍'],
  [undefined, 'Tea', 'Tea'],
  [undefined, undefined, undefined],
  ['', ' ', undefined],
])('%j and %j are %j', (firstName, lastName, name) => {
  expect(fullName({ firstName, lastName })).toBe(name);
});

test('a full name is kept as it is', () => {
  expect(fullName({ fullName: ' 홍길동 ', firstName: 'x' })).toBe('홍길동');
  expect(fullName({ fullName: ' ' })).toBeUndefined();
});
