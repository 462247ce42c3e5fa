import { beforeEach, describe, expect, test } from 'vitest';
import { aShopConnection } from '../../test/support/builders/a-connection.ts';
import { recordTelemetry } from '../../test/support/doubles/recorded-telemetry.ts';
import { UnavailableError } from '../model/errors.ts';
import type { TokenReading } from './access-tokens.ts';
import { type RefreshPorts, refreshIdleTokens } from './refresh-idle-tokens.ts';

const NOW = Date.parse('2026-11-24T00:00:00.000Z');
const DAY_MS = 24 * 60 * 60_000;

let telemetry: ReturnType<typeof recordTelemetry>;
let refreshed: string[];

beforeEach(() => {
  telemetry = recordTelemetry();
  refreshed = [];
});

/** Refreshes idle tokens of connections, given the age of their tokens in days. */
function run(
  daysOf: Readonly<Record<string, number>>,
  changes: Partial<RefreshPorts> = {},
  refresh: (id: string) => TokenReading = () => ({ kind: 'token', accessToken: 'a-token' }),
): Promise<void> {
  const stored = Object.entries(daysOf).map(([connection, days]) => ({
    connection,
    version: 1,
    sealed: 'sealed-tokens',
    changedAt: NOW - days * DAY_MS,
  }));
  const unexpected = () => Promise.reject(new Error('not asked for here'));
  return refreshIdleTokens({
    store: { list: () => Promise.resolve(stored) },
    findShop: (id) => Promise.resolve({ ...aShopConnection({ source: 'cafe24', shop: `${id}-mall` }), id }),
    findClient: () => Promise.resolve({ clientId: 'app', clientSecret: 'secret-of-the-app' }),
    tokens: {
      get: unexpected,
      renew: unexpected,
      refresh: ({ connection, shop, client }) => {
        refreshed.push(`${connection} of ${shop} by ${client.clientId}`);
        return Promise.resolve(refresh(connection));
      },
    },
    telemetry,
    now: () => NOW,
    ...changes,
  });
}

const lines = () =>
  telemetry.lines.map((line) => {
    const { level, connection, code } = JSON.parse(line) as Record<string, unknown>;
    return [level, connection, code];
  });

test('tokens that were not used for more than four days are refreshed, and no younger ones', async () => {
  await run({ young: 0, four: 4, older: 4.001, oldest: 13 });

  expect(refreshed).toEqual(['older of older-mall by app', 'oldest of oldest-mall by app']);
  expect(lines()).toEqual([
    ['info', 'older', undefined],
    ['info', 'oldest', undefined],
  ]);
});

describe('tokens that cannot be refreshed are logged and do not stop the others:', () => {
  const down = new UnavailableError('SSM is down', { code: 'connections-unavailable' });

  test.each<[string, Partial<RefreshPorts>]>([
    ['connection-unknown', { findShop: (id) => found(id, undefined) }],
    ['connection-unknown', { findClient: (id) => (id === 'bad' ? none() : client()) }],
    ['connections-unavailable', { findShop: (id) => (id === 'bad' ? Promise.reject(down) : found(id)) }],
    ['source-unknown', { findShop: (id) => found(id, { source: 'standard-webhooks' }) }],
    ['no-tokens-needed', { findShop: (id) => found(id, { source: 'shopify' }) }],
    ['shop-invalid', { findShop: (id) => found(id, { shop: 'no.mall' }) }],
  ])('%s (%#)', async (code, changes) => {
    await run({ bad: 5, good: 5 }, changes);

    expect(refreshed).toEqual(['good of good-mall by app']);
    expect(lines()).toEqual([
      ['error', 'bad', code],
      ['info', 'good', undefined],
    ]);
  });

  test('the refresh is refused', async () => {
    await run({ bad: 5, good: 5 }, {}, (id) =>
      id === 'bad'
        ? { kind: 'unauthorized', code: 'refresh-http-400' }
        : { kind: 'token', accessToken: 'a-token' },
    );

    expect(lines()).toEqual([
      ['error', 'bad', 'refresh-http-400'],
      ['info', 'good', undefined],
    ]);
  });

  const none = () => Promise.resolve(undefined);
  const client = () => Promise.resolve({ clientId: 'app', clientSecret: 'secret-of-the-app' });
  const found = (id: string, changes?: Parameters<typeof aShopConnection>[0]) => {
    const shop = {
      ...aShopConnection({ source: 'cafe24', shop: `${id}-mall`, ...(id === 'bad' && changes) }),
      id,
    };
    return id === 'bad' && changes === undefined ? none() : Promise.resolve(shop);
  };
});

test('no line holds a token or a secret', async () => {
  await run({ main: 5, outlet: 5 });

  expect(telemetry.lines.join()).not.toMatch(/a-token|sealed-tokens|secret/);
});

test('an unavailable table makes the invocation fail, which Lambda counts as an error', async () => {
  const list = () =>
    Promise.reject(new UnavailableError('The table is down', { code: 'tokens-unavailable' }));

  await expect(run({}, { store: { list } })).rejects.toThrow(UnavailableError);
});
