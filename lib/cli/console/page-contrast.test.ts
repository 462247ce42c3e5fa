import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('page/page.css', import.meta.url), 'utf8');

/** Texts, and the grounds on which they stand. */
const pairs = [
  ...['text', 'quiet', 'accent', 'good', 'busy', 'bad'].flatMap((text) =>
    ['ground', 'raised', 'accent-ground'].map((ground) => [text, ground] as const),
  ),
  ['bad', 'bad-ground'],
  ['text', 'bad-ground'],
  ['on-accent', 'accent'],
] as const;

const palettes = [...css.matchAll(/:root \{([^}]*)\}/g)].map(
  ([, rules = '']) =>
    new Map(
      [...rules.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name = '', colour = '']) => [name, colour]),
    ),
);

test('there is a light palette and a dark one, with the same colours', () => {
  const [light, dark] = palettes.map((palette) => [...palette.keys()]);

  expect(dark).toEqual(light);
  expect(light?.length).toBeGreaterThan(10);
});

describe.each(['light', 'dark'])('%s', (name) => {
  const palette = palettes[name === 'light' ? 0 : 1];

  test.each(pairs)('%s on %s has a contrast of 4.5 or more', (text, ground) => {
    const [a, b] = [text, ground]
      .map((colour) => luminanceOf(palette?.get(colour) ?? ''))
      .sort((x, y) => y - x);

    expect(((a ?? 0) + 0.05) / ((b ?? 0) + 0.05)).toBeGreaterThanOrEqual(4.5);
  });
});

/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
