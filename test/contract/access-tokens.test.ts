import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { startTables, type Tables } from '../../infra/local/aws/tables.ts';
import { UnavailableError } from '../../lib/model/errors.ts';
import {
  type AccessTokens,
  createAccessTokens,
  type OAuthConnection,
} from '../../lib/shop-client/access-tokens.ts';
import { sealTokens } from '../../lib/stores/tokens/seal-tokens.ts';
import { createTokenStore, type TokenStore } from '../../lib/stores/tokens/token-store.ts';
import { recordTelemetry } from '../support/doubles/recorded-telemetry.ts';
import { rotatingTokens } from '../support/doubles/rotating-tokens.ts';

const HOUR = 3_600_000;
const client = { clientId: 'app', clientSecret: 'client-secret-of-the-app' };

let tables: Tables;
let dynamoDb: DynamoDBClient;
let clock: number;
let server: ReturnType<typeof rotatingTokens>;
let connection: OAuthConnection;
let store: TokenStore;
let telemetry: ReturnType<typeof recordTelemetry>;

beforeAll(async () => {
  tables = await startTables();
  dynamoDb = new DynamoDBClient(localClientSettings(tables.endpoint));
});

afterAll(async () => {
  dynamoDb.destroy();
  await tables.stop();
});

beforeEach(async () => {
  clock = Date.parse('2026-11-24T00:00:00.000Z');
  telemetry = recordTelemetry();
  server = rotatingTokens({ now: () => clock, delay: () => sleep(20) });
  connection = { connection: randomUUID(), shop: 'mall', api: server.api, client };
  store = createTokenStore({ dynamoDb, table: tables.tokens, budgetMs: 30_000, now: () => clock });
  await authorize();
});

async function authorize(): Promise<void> {
  const seal = { connection: connection.connection, clientSecret: client.clientSecret };
  await store.put(connection.connection, sealTokens(server.current(), seal));
}

/** One Lambda instance. What it sleeps passes on its own clock, and not on those of others. */
function instance(changes: Partial<TokenStore> = {}): AccessTokens {
  let slept = 0;
  return createAccessTokens({
    store: { ...store, ...changes },
    ask: (shop, request) => server.ask(shop, request),
    telemetry,
    now: () => clock + slept,
    sleep: async (ms) => {
      await sleep(5);
      slept += ms;
    },
    newOwner: randomUUID,
  });
}

const token = (number: number) => ({ kind: 'token', accessToken: `access-${number}` });

describe('a valid token', () => {
  test('is read once and then remembered', async () => {
    let reads = 0;
    const tokens = instance({
      read: (id) => {
        reads += 1;
        return store.read(id);
      },
    });

    expect(await tokens.get(connection)).toEqual(token(1));
    expect(await tokens.get(connection)).toEqual(token(1));
    expect(reads).toBe(1);
    expect(server.asked).toEqual([]);
  });

  test('is replaced a minute before it ends', async () => {
    const tokens = instance();
    await tokens.get(connection);

    clock += 2 * HOUR - 60_001;
    expect(await tokens.get(connection)).toEqual(token(1));
    clock += 1;
    expect(await tokens.get(connection)).toEqual(token(2));
    expect(server.asked).toEqual(['refresh-1']);
  });

  test('is replaced if the API refuses it', async () => {
    const tokens = instance();
    await tokens.get(connection);

    expect(await tokens.renew(connection, 'access-1')).toEqual(token(2));
    expect(await tokens.get(connection)).toEqual(token(2));
  });
});

describe('several instances at once', () => {
  test('ten of them refresh once, and all use the winner’s token', async () => {
    clock += 3 * HOUR;
    const readings = await Promise.all(Array.from({ length: 10 }, () => instance().get(connection)));

    expect(readings).toEqual(Array.from({ length: 10 }, () => token(2)));
    expect(server.asked).toEqual(['refresh-1']);
  });

  test('many calls of one instance refresh once', async () => {
    clock += 3 * HOUR;
    const tokens = instance();
    const readings = await Promise.all(Array.from({ length: 10 }, () => tokens.get(connection)));

    expect(readings).toEqual(Array.from({ length: 10 }, () => token(2)));
    expect(server.asked).toHaveLength(1);
  });

  test('an instance whose refused token was already replaced uses the new one, without a refresh', async () => {
    const [slow, fast] = [instance(), instance()];
    await slow.get(connection);
    await fast.renew(connection, 'access-1');

    expect(await slow.renew(connection, 'access-1')).toEqual(token(2));
    expect(server.asked).toEqual(['refresh-1']);
  });

  test('a claim whose holder died is taken over after its lease, not before', async () => {
    clock += 3 * HOUR;
    await store.claim(connection.connection, 1, { owner: 'dead', leaseUntil: clock + 20_000 }, clock);

    expect(await instance().get(connection)).toEqual({ kind: 'unavailable', code: 'refresh-elsewhere' });
    clock += 20_001;
    expect(await instance().get(connection)).toEqual(token(2));
  });

  test('hundreds of refreshes in waves of instances never lose the token', async () => {
    for (let wave = 1; wave <= 30; wave += 1) {
      clock += 3 * HOUR;
      const count = 1 + (wave % 5);
      const readings = await Promise.all(Array.from({ length: count }, () => instance().get(connection)));
      expect(readings).toEqual(Array.from({ length: count }, () => token(wave + 1)));
    }
    expect(server.asked).toHaveLength(30);
  });
});

describe('a refresh that fails', () => {
  beforeEach(() => {
    clock += 3 * HOUR;
  });

  test.each(['lost-before', 'unavailable', 'unreadable'] as const)(
    '%s: it is unavailable now, and done at the next try by whoever comes',
    async (fault) => {
      server.faults.push(fault);

      expect((await instance().get(connection)).kind).toBe('unavailable');
      expect(await instance().get(connection)).toEqual(token(2));
    },
  );

  test('its answer is lost: the old token is dead, and a person has to authorize again', async () => {
    server.faults.push('lost-after');

    expect(await instance().get(connection)).toEqual({ kind: 'unavailable', code: 'timeout' });
    expect(await instance().get(connection)).toEqual({ kind: 'unauthorized', code: 'refresh-http-400' });
    await authorize();
    expect(await instance().get(connection)).toEqual(token(2));
  });

  test('it is refused because a person authorized meanwhile: the new tokens are used', async () => {
    const tokens = instance({
      claim: async (...args) => {
        const isMine = await store.claim(...args);
        server.faults.push('lost-after');
        await server.ask({}, { body: 'refresh-1' });
        await authorize();
        return isMine;
      },
    });

    expect(await tokens.get(connection)).toEqual(token(2));
  });

  test('the table fails to store the new tokens three times: they are still saved', async () => {
    let failures = 3;
    const tokens = instance({
      replace: (...args) => {
        failures -= 1;
        return failures < 0
          ? store.replace(...args)
          : Promise.reject(new UnavailableError('unavailable', { code: 'tokens-unavailable' }));
      },
    });

    expect(await tokens.get(connection)).toEqual(token(2));
    expect(await instance().get(connection)).toEqual(token(2));
    expect(server.asked).toHaveLength(1);
  });

  test('the table never stores them: this instance goes on with them, and logs no token', async () => {
    const fail = () => Promise.reject(new UnavailableError('unavailable', { code: 'tokens-unavailable' }));
    const tokens = instance({ replace: fail });

    expect(await tokens.get(connection)).toEqual(token(2));
    expect(await tokens.get(connection)).toEqual(token(2));
    expect(telemetry.lines.join()).toContain('New tokens could not be saved');
    expect(telemetry.lines.join()).not.toMatch(/access-\d|refresh-\d|client-secret/);
  });
});

test('a connection without authorization, and one sealed by another app, need a person', async () => {
  const unknown = { ...connection, connection: 'unknown' };
  const other = { ...connection, client: { ...client, clientSecret: 'another-secret-than-then' } };

  expect(await instance().get(unknown)).toEqual({ kind: 'unauthorized', code: 'not-authorized' });
  expect(await instance().get(other)).toEqual({ kind: 'unauthorized', code: 'tokens-unreadable' });
});

test('an unavailable table is waited out', async () => {
  const fail = () => Promise.reject(new UnavailableError('unavailable', { code: 'tokens-unavailable' }));

  const tokens = instance({ read: fail });
  expect(await tokens.get(connection)).toEqual({ kind: 'unavailable', code: 'tokens-unavailable' });
  expect(await tokens.refresh(connection)).toEqual({ kind: 'unavailable', code: 'tokens-unavailable' });
});

test('a refresh on demand trades in a valid token, once for all who ask', async () => {
  const readings = await Promise.all([instance().refresh(connection), instance().refresh(connection)]);

  expect(readings).toEqual([token(2), token(2)]);
  expect(server.asked).toEqual(['refresh-1']);
});
