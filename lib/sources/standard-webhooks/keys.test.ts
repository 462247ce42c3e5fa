import { createPublicKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkSecret, toPrivateKey, toPublicKey, toSharedKey } from './keys.ts';

const base64 = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64');

/** RFC 8032, 7.1, test 1. */
const SEED = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const PUBLIC = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const inBase64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');

describe('a shared secret', () => {
  test.each([
    ['with its prefix', `whsec_${base64(32)}`, 32],
    ['without it', base64(32), 32],
    ['without padding', `whsec_${base64(32).replace('=', '')}`, 32],
    ['of the minimum length', `whsec_${base64(24)}`, 24],
    ['of the maximum length', `whsec_${base64(64)}`, 64],
  ])('%s is decoded', (_, secret, bytes) => {
    expect(toSharedKey(secret)).toEqual(Buffer.alloc(bytes, 7));
    expect(checkSecret(secret)).toBeUndefined();
  });

  test.each([
    ['empty', ''],
    ['nothing but the prefix', 'whsec_'],
    ['too short', `whsec_${base64(23)}`],
    ['too long', `whsec_${base64(65)}`],
    ['any text', 'conformance-secret-1'],
    ['base64url', `whsec_${Buffer.alloc(32, 0xff).toString('base64url')}`],
    ['with a space at its end', `whsec_${base64(32)} `],
    ['with the prefix twice', `whsec_whsec_${base64(32)}`],
    ['with an excess bit in its last letter', `whsec_${base64(32).replace(/c=$/, 'd=')}`],
    ['of a public key', `whpk_${base64(32)}`],
  ])('is not accepted if it is %s', (_, secret) => {
    expect(toSharedKey(secret)).toBeUndefined();
  });
});

describe('an ed25519 key', () => {
  test('is the pair of RFC 8032, from the seed and from the seed with its public key', () => {
    const expected = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(PUBLIC, 'hex').toString('base64url') };

    expect(toPublicKey(`whpk_${inBase64(PUBLIC)}`)?.export({ format: 'jwk' })).toEqual(expected);
    for (const hex of [SEED, SEED + PUBLIC]) {
      const key = toPrivateKey(`whsk_${inBase64(hex)}`);
      expect(key && createPublicKey(key).export({ format: 'jwk' })).toEqual(expected);
    }
  });

  test.each([
    ['too short', base64(31)],
    ['too long', base64(33)],
    ['not base64', '*'.repeat(44)],
    ['empty', ''],
  ])('is not accepted if it is %s', (_, text) => {
    expect(toPublicKey(`whpk_${text}`)).toBeUndefined();
    expect(toPrivateKey(`whsk_${text}`)).toBeUndefined();
  });
});

describe('a connection’s secret', () => {
  test('may be a public key', () => {
    expect(checkSecret(`whpk_${base64(32)}`)).toBeUndefined();
  });

  test('must not be a private key, which belongs to the sender', () => {
    expect(checkSecret(`whsk_${base64(32)}`)).toContain('private');
  });

  test.each(['hunter2-hunter2-hunter2', `whpk_${base64(31)}`, `whsk_${base64(31)}`, ''])(
    'is refused without being quoted: %j',
    (secret) => {
      const message = checkSecret(secret);

      expect(message).toMatch(/expected/);
      if (secret !== '') expect(message).not.toContain(secret.slice(5));
    },
  );
});
