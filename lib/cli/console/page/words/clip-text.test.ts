import { expect, test } from 'vitest';
import { clipText } from './clip-text.ts';

test('a text of usual length is shown whole', () => {
  expect(clipText('{}')).toEqual({ shown: '{}', hidden: 0 });
});

test('of a very long one its beginning is shown', () => {
  const { shown, hidden } = clipText(`begin${'x'.repeat(4_000_000)}`);

  expect([shown.length, shown.slice(0, 6), hidden]).toEqual([200_000, 'beginx', 3_800_005]);
});
