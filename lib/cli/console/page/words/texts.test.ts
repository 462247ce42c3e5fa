import { expect, test } from 'vitest';
import { texts } from './texts.ts';

function placesOf(text: string): string[] {
  return [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
}

test.each(Object.entries(texts))('%s has the same values in both languages', (_, { en, ko }) => {
  expect(placesOf(ko)).toEqual(placesOf(en));
  expect([en.trim(), ko.trim()]).not.toContain('');
});
