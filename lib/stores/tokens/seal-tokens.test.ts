import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConfigError } from '../../model/errors.ts';
import { openTokens, sealTokens } from './seal-tokens.ts';

const seal = { connection: 'main', clientSecret: 'client-secret-of-the-app' };
const tokens = {
  accessToken: 'access-1',
  accessExpiresAt: '2026-11-24T02:00:00.000Z',
  refreshToken: 'refresh-1',
  refreshExpiresAt: '2026-12-08T00:00:00.000Z',
};

test('any tokens come out as they went in', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      (accessToken, refreshToken) => {
        const sealed = { ...tokens, accessToken, refreshToken };
        expect(openTokens(sealTokens(sealed, seal), seal)).toEqual(sealed);
      },
    ),
  );
});

test('the same tokens never look the same twice, and no part of them can be read', () => {
  const [one, two] = [sealTokens(tokens, seal), sealTokens(tokens, seal)];

  expect(one).not.toBe(two);
  expect(Buffer.from(one, 'base64').toString('latin1')).not.toMatch(/access|refresh|2026/);
});

test.each([
  ['another connection', { ...seal, connection: 'other' }],
  ['another app', { ...seal, clientSecret: 'client-secret-of-another' }],
])('they do not open for %s', (_, other) => {
  expect(() => openTokens(sealTokens(tokens, seal), other)).toThrow(ConfigError);
});

test('they do not open after a change of any byte, and the error does not quote them', () => {
  const sealed = Buffer.from(sealTokens(tokens, seal), 'base64');

  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
    expect(() => openTokens(changed.toString('base64'), seal)).toThrow(
      'The tokens of main cannot be opened: authorize it again',
    );
  }
  for (const text of ['', 'no base64 at all', sealed.subarray(0, 20).toString('base64')]) {
    expect(() => openTokens(text, seal)).toThrow(ConfigError);
  }
});
