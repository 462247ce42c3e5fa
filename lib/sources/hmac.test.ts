import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base64HmacSha256, hexHmacSha256, isBase64HmacSha256, isHexHmacSha256 } from './hmac.ts';

// RFC 4231, test case 2, in base64.
const bytes = Buffer.from('what do ya want for nothing?');
const signature = 'W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=';

test('the signature is that of RFC 4231', () => {
  expect(base64HmacSha256(bytes, 'Jefe')).toBe(signature);
});

test.each([
  ['the one secret', ['Jefe'], true],
  ['any of several', ['other', 'Jefe', 'third'], true],
  ['none of them', ['other'], false],
  ['no secrets', [], false],
])('%s', (_, secrets, valid) => {
  expect(isBase64HmacSha256(signature, { content: bytes, secrets })).toBe(valid);
});

test('an empty secret matches nothing, not even its own signature', () => {
  expect(isBase64HmacSha256(base64HmacSha256(bytes, ''), { content: bytes, secrets: [''] })).toBe(false);
});

test('in hexadecimal digits only small letters count', () => {
  const hex = Buffer.from(signature, 'base64').toString('hex');
  const signed = { content: bytes, secrets: ['other', 'Jefe'] };

  expect(hexHmacSha256(bytes, 'Jefe')).toBe(hex);
  expect(isHexHmacSha256(hex, signed)).toBe(true);
  for (const wrong of [hex.toUpperCase(), signature, hex.slice(2), '']) {
    expect(isHexHmacSha256(wrong, signed)).toBe(false);
  }
  expect(isHexHmacSha256(hexHmacSha256(bytes, ''), { content: bytes, secrets: [''] })).toBe(false);
});

describe('only the exact text counts', () => {
  test.each([
    ['empty', ''],
    ['in hex', Buffer.from(signature, 'base64').toString('hex')],
    ['without its padding', signature.slice(0, -1)],
    ['with a space', ` ${signature}`],
    ['twice', `${signature}, ${signature}`],
    ['of odd characters', '차'.repeat(44)],
  ])('%s', (_, given) => {
    expect(isBase64HmacSha256(given, { content: bytes, secrets: ['Jefe'] })).toBe(false);
  });

  test('one changed bit of the body fails', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), (body, place) => {
        const signed = base64HmacSha256(Buffer.from(body), 'secret');
        const changed = Buffer.from(body);
        const at = place % body.length;
        changed.writeUInt8(changed.readUInt8(at) ^ (1 << (place % 8)), at);
        expect(isBase64HmacSha256(signed, { content: Buffer.from(body), secrets: ['secret'] })).toBe(true);
        expect(isBase64HmacSha256(signed, { content: changed, secrets: ['secret'] })).toBe(false);
      }),
    );
  });
});
