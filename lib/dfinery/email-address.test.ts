import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toEmailAddress } from './email-address.ts';

test.each([
  [' Buyer@Example.COM ', 'buyer@example.com'],
  ['kim+shop@mail.example.co.kr', 'kim+shop@mail.example.co.kr'],
  ["o'neil/sales=x_1.-2@example.com", "o'neil/sales=x_1.-2@example.com"],
  ['a..b.@docomo.example', 'a..b.@docomo.example'],
  ['김@한글.한국', '김@한글.한국'],
  ['josé@example.com', 'josé@example.com'],
  ['KIM@xn--bj0bj06e.xn--3e0b707e', 'kim@xn--bj0bj06e.xn--3e0b707e'],
  ['0xabc123@marketplace.amazon.co.jp', '0xabc123@marketplace.amazon.co.jp'],
  ['dpdcnf87nu@privaterelay.appleid.com', 'dpdcnf87nu@privaterelay.appleid.com'],
  ['noreplyman@example.com', 'noreplyman@example.com'],
  [`${'x'.repeat(242)}@example.com`, `${'x'.repeat(242)}@example.com`],
])('%j is %j', (text, address) => {
  expect(toEmailAddress(text)).toBe(address);
});

test.each([
  ['a Kelvin sign, whose small letter is k', '\u212Aim@example.com'],
  ['a capital I with a dot', 'k\u0130m@example.com'],
  ['a capital letter beyond ASCII', 'JOSÉ@example.com'],
  ['a control character', 'kim@example.com\u0000'],
  ['a space of no width', 'kim\u200B@example.com'],
  ['a mark that turns the text around', 'kim\u202E@example.com'],
  ['a soft hyphen', 'kim@exa\u00ADmple.com'],
  ['half a character', 'kim\uD83D@example.com'],
  ['a space', 'kim lee@example.com'],
  ['a comma', 'kim@example.com,'],
  ['a second address', 'kim@example.com;x@example.com'],
  ['angle brackets', '<kim@example.com>'],
  ['quotes', '"kim"@example.com'],
  ['a comment', 'kim(work)@example.com'],
  ['two at signs', 'kim@lee@example.com'],
  ['255 characters', `${'x'.repeat(243)}@example.com`],
  ['a million characters', `${'x'.repeat(1_000_000)}@example.com`],
  ['a domain that is a hyphen', 'a@-'],
  ['a domain without a dot', 'null@null'],
  ['a dot at the end', 'kim@example.com.'],
  ['an empty label', 'kim@example..com'],
  ['a label that begins with a hyphen', 'kim@-example.com'],
  ['a label of 64 characters', `kim@${'x'.repeat(64)}.com`],
  ['an address of the network', 'kim@127.0.0.1'],
  ['a network address in brackets', 'kim@[127.0.0.1]'],
  ['a domain that cannot exist', 'guest@shop.invalid'],
  ['the machine itself', 'guest@shop.localhost'],
  ['one address for all business buyers', 'no-reply-amazon-iba-buyer@marketplace.amazon.it'],
  ['a mailbox that nobody reads', 'NoReply@example.com'],
  ['another one', 'do_not_reply@example.com'],
  ['words', 'not an address'],
  ['nothing', ''],
])('%s is left out', (_, text) => {
  expect(toEmailAddress(text)).toBeUndefined();
});

test('only the case of ASCII letters and the spaces around it are ever changed, so no address becomes another’s', () => {
  const letters = fc.constantFrom(
    '\u212A',
    '\u0130',
    '\u1E9E',
    '\u2126',
    '\u212B',
    'É',
    'K',
    'k',
    'ß',
    'i',
    'å',
  );
  const local = fc.array(fc.oneof(letters, fc.string({ unit: 'grapheme', maxLength: 1 })), { maxLength: 4 });
  const text = local.map((characters) => ` ${characters.join('')}@example.com`);
  const small = (given: string) => given.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  fc.assert(
    fc.property(text, (given) => {
      expect([undefined, small(given)]).toContain(toEmailAddress(given));
    }),
    { examples: [['\u212Aim@example.com']] },
  );
});

test('real addresses pass, in small letters and without the spaces around them', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (address) => {
      fc.pre(address.length <= 254 && !/^(?:no|do.?not).?reply/i.test(address));
      fc.pre(!/\.(?:invalid|localhost)$/i.test(address));
      expect(toEmailAddress(` ${address.toUpperCase()}\t`)).toBe(address.toLowerCase());
    }),
  );
});
