import { SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import {
  startWritableParameterStore,
  type WritableParameterStore,
} from '../../../test/support/doubles/writable-parameter-store.ts';
import { createConnectionStore } from './connection-store.ts';
import { dfineryConnectionLookup, INDEX_MS, indexedShopLookup } from './parameter-store.ts';
import { createStoredConnections, type StoredConnections } from './stored-connections.ts';

const path = '/adapter/test/connections';
const SECOND = 1_000;

let parameters: WritableParameterStore;
let ssm: SSMClient;
let calls: string[];
let isThrottled: boolean;
let clock: number;
let connections: StoredConnections;

const sleep = (ms: number) => {
  clock += ms;
  return Promise.resolve();
};

beforeEach(async () => {
  clock = Date.parse('2026-11-28T00:00:00Z');
  calls = [];
  isThrottled = false;
  parameters = await startWritableParameterStore();
  const settings = { ...localClientSettings(parameters.url), maxAttempts: 1 };
  connections = createStoredConnections({ ssm: new SSMClient(settings), path, sleep });
  ssm = new SSMClient(settings);
  ssm.middlewareStack.add((next, { commandName = '' }) => (args) => {
    calls.push(commandName);
    return isThrottled ? Promise.reject(new Error('ThrottlingException')) : next(args);
  });
});

afterEach(() => parameters.stop());

/** Returns an instance of the receiver that has just started. */
function anInstance() {
  const now = () => new Date(clock);
  const store = createConnectionStore({ ...indexedShopLookup({ ssm, path, now }), now, sleep });
  return async (id: string) => (await store.find(id)).kind;
}

type Instance = ReturnType<typeof anInstance>;

/** Asks for made-up ids, a hundred a second. Returns how often each answer was given. */
async function flood(find: Instance, seconds: number): Promise<Record<string, number>> {
  const answers: Record<string, number> = {};
  for (let request = 0; request < seconds * 100; request += 1) {
    const kind = await find(`made-up-${clock}`);
    answers[kind] = (answers[kind] ?? 0) + 1;
    clock += 10;
  }
  return answers;
}

const put = (id: string) => connections.put(id, aConnection({ externalIdPrefix: `${id}-` }));

describe('with an index', () => {
  beforeEach(() => put('main'));

  test('a connection and the index are read with one call', async () => {
    expect(await anInstance()('main')).toBe('found');
    expect(calls).toEqual(['GetParametersCommand']);
  });

  test('a flood of made-up ids costs one look-up in 5 seconds, and waits for none', async () => {
    const answers = await flood(anInstance(), 20);

    expect(answers).toEqual({ unknown: 4, 'not-looked-up': 1_996 });
    expect(calls).toHaveLength(4);
  });

  test('a connection is found at once on an instance that a flood keeps busy', async () => {
    const find = anInstance();
    for (const id of ['second', 'third']) await put(id);
    await flood(find, 1);
    const asked = clock;

    expect([await find('second'), await find('main'), await find('third')]).toEqual(
      Array.from({ length: 3 }, () => 'found'),
    );
    expect(clock).toBe(asked);
  });

  test('a connection one second old is found, whatever the instances had read before', async () => {
    const flooded = anInstance();
    await flood(flooded, 2);
    const asked = anInstance();
    expect(await asked('young')).toBe('unknown');
    await put('young');
    await flood(flooded, 1);
    clock += SECOND;

    expect([await flooded('young'), await asked('young'), await anInstance()('young')]).toEqual(
      Array.from({ length: 3 }, () => 'found'),
    );
  });

  test('the index alone never says that a connection does not exist', async () => {
    const find = anInstance();
    await find('made-up');
    parameters.parameters.set(`${path}/by-hand/shop`, parameters.parameters.get(`${path}/main/shop`) ?? '');

    expect(await find('by-hand')).toBe('not-looked-up');
    clock += INDEX_MS;
    expect(await find('by-hand')).toBe('found');
  });

  test('a removed connection is unknown, listed or not', async () => {
    const marks = parameters.parameters.get(`${path}-index`) ?? '';
    await connections.remove('main');
    expect(await anInstance()('main')).toBe('unknown');
    parameters.parameters.set(`${path}-index`, marks);
    expect(await anInstance()('main')).toBe('unknown');
  });

  test('400 connections are all found under a flood', async () => {
    for (let number = 0; number < 400; number += 1) {
      const shop = parameters.parameters.get(`${path}/main/shop`) ?? '';
      parameters.parameters.set(`${path}/shop-${number}/shop`, shop);
    }
    await connections.rebuildIndex();
    expect(parameters.parameters.get(`${path}-index`)?.length).toBeLessThanOrEqual(4_096);
    const find = anInstance();
    await flood(find, 1);
    const asked = clock;

    for (let number = 0; number < 400; number += 1) expect(await find(`shop-${number}`)).toBe('found');
    expect(clock).toBe(asked);
  });

  test('while SSM is throttled, made-up ids add one call in 5 seconds, and a listed id is tried', async () => {
    const find = anInstance();
    await find('made-up');
    isThrottled = true;
    calls.length = 0;
    clock += INDEX_MS;

    expect(await flood(find, 20)).toEqual({ 'not-looked-up': 2_000 });
    expect(calls).toHaveLength(4);
    expect(await find('main')).toBe('unavailable');
    isThrottled = false;
    expect(await find('main')).toBe('found');
  });
});

describe.each([
  ['a missing index', undefined],
  ['a corrupt index', 'v1:…'],
])('with %s', (_, index) => {
  beforeEach(async () => {
    await put('main');
    if (index === undefined) parameters.parameters.delete(`${path}-index`);
    else parameters.parameters.set(`${path}-index`, index);
  });

  test('made-up ids cost a look-up a second, and a connection waits for up to a second', async () => {
    const find = anInstance();
    const answers = await flood(find, 1);
    const asked = clock;

    expect(answers).toEqual({ unknown: 100 });
    expect(await find('main')).toBe('found');
    expect(clock - asked).toBeLessThanOrEqual(SECOND);
  });

  test('the next put makes it again', async () => {
    await put('main');

    expect(await connections.readIndex()).toEqual({ kind: 'index', lacks: [] });
  });
});

test('the state of the index names what it lacks', async () => {
  expect(await connections.readIndex()).toEqual({ kind: 'none' });
  await put('main');
  parameters.parameters.set(`${path}/by-hand/shop`, '{}');

  expect(await connections.readIndex()).toEqual({ kind: 'index', lacks: ['by-hand'] });
});

test('a parameter with a field that does not exist fails, without the name of the field', async () => {
  await put('main');
  const shop = JSON.parse(parameters.parameters.get(`${path}/main/shop`) ?? '') as object;
  parameters.parameters.set(`${path}/main/shop`, JSON.stringify({ ...shop, 'ann@example.com': 1 }));
  const { lookUp } = indexedShopLookup({ ssm, path, now: () => new Date(clock) });

  await expect(lookUp('main')).rejects.toThrow('main/shop is not a connection: (root): has an unknown field');
  await expect(lookUp('main')).rejects.not.toThrow('ann@');
});

test('a token that no header can hold is not used; it is listed, so that it can be replaced', async () => {
  await put('main');
  await put('other');
  const stored = JSON.stringify({ serviceId: 'service-1', accessToken: '…' });
  parameters.parameters.set(`${path}/main/dfinery`, stored);
  const lookUp = dfineryConnectionLookup({ ssm, path });

  await expect(lookUp('main')).rejects.toThrow('accessToken: must be printable ASCII');
  expect(await lookUp('other')).toMatchObject({ serviceId: 'service-1' });
  expect((await connections.list()).get('main')?.dfinery?.accessToken).toBe('…');
});

test('a listing of connections does not hold the index', async () => {
  await put('main');

  expect([...(await connections.list()).keys()]).toEqual(['main']);
});
