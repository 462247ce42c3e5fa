import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signingKey } from './signing-key.ts';

test.each([
  ['letters-and-digits-1234', 'letters-and-digits-1234'],
  ['woo &amp; "quoted" <s>', 'woo & "quoted" <s>'],
  ['woo & "quoted" <s>', 'woo & "quoted" <s>'],
  ['&lt;&gt;&quot;&#039;&#x27;', `<>"''`],
  ['&#38;&#038;&#0000038;&#x26;&#X0026;', '&&&&&'],
  ['&#60;&#062;&#34;&#x22;', '<>""'],
  // Decoded once only.
  ['&amp;amp;', '&amp;'],
  ['&amp;#039;', '&#039;'],
  // Left alone by WordPress.
  ['&apos;&nbsp;&#x3c;&AMP;&amp', '&apos;&nbsp;&#x3c;&AMP;&amp'],
])('%s signs as %s', (secret, key) => {
  expect(signingKey(secret)).toBe(key);
});

test('a secret without & is its own key', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const secret = text.replaceAll('&', '');
      expect(signingKey(secret)).toBe(secret);
    }),
  );
});
