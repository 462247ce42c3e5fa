import { beforeEach, describe, expect, test } from 'vitest';
import { type ConnectionStore, createConnectionStore } from './connection-store.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let clock: number;
let lookUps: string[];
let held: Record<string, string>;
let isIll: boolean;
let store: ConnectionStore<string>;

beforeEach(() => {
  clock = Date.parse('2026-11-24T00:00:00Z');
  lookUps = [];
  held = { main: 'first' };
  isIll = false;
  store = createConnectionStore({
    now: () => new Date(clock),
    lookUp: (id) => {
      lookUps.push(id);
      return isIll ? Promise.reject(new Error('SSM is ill')) : Promise.resolve(held[id]);
    },
  });
});

/** The value, or the kind of reading where there is none. */
async function find(id = 'main'): Promise<string> {
  const reading = await store.find(id);
  return reading.kind === 'found' ? reading.value : reading.kind;
}

describe('a known connection', () => {
  test('is looked up once in 5 minutes, and then seen as it was changed', async () => {
    expect(await find()).toBe('first');
    held = { main: 'second' };
    clock += 5 * MINUTE - 1;
    expect(await find()).toBe('first');
    clock += 1;
    expect(await find()).toBe('second');
    expect(lookUps).toHaveLength(2);
  });

  test('is looked up once by many at the same time', async () => {
    await Promise.all(Array.from({ length: 50 }, () => find()));
    expect(lookUps).toHaveLength(1);
  });

  test('is used for 24 hours while the store is ill, and no longer', async () => {
    await find();
    isIll = true;
    clock += 24 * HOUR - 1;
    expect(await find()).toBe('first');
    clock += 1;
    expect(await find()).toBe('unavailable');
    isIll = false;
    expect(await find()).toBe('first');
  });

  test('is unknown once it was removed', async () => {
    await find();
    held = {};
    clock += 5 * MINUTE;
    expect(await find()).toBe('unknown');
  });
});

describe('an unknown connection', () => {
  test('is remembered as unknown for 60 seconds', async () => {
    expect(await find('other')).toBe('unknown');
    held = { other: 'here' };
    clock += MINUTE - 1;
    expect(await find('other')).toBe('unknown');
    clock += 1;
    expect(await find('other')).toBe('here');
  });

  test('is unavailable, not unknown, where the store could not be asked', async () => {
    isIll = true;
    expect(await find('other')).toBe('unavailable');
  });
});

describe('ids that somebody makes up', () => {
  test('cost at most one look-up a second', async () => {
    for (let request = 0; request < 1_000; request += 1) {
      await find(`made-up-${request}`);
      clock += 10;
    }
    expect(lookUps.length).toBeLessThanOrEqual(10);
  });

  test('do not keep known connections from being refreshed', async () => {
    await find();
    clock += 5 * MINUTE;
    await find('made-up');
    held = { main: 'second' };
    expect(await find()).toBe('second');
  });

  test('hold up a new connection for a second, as something to try again', async () => {
    await find('made-up');
    held = { fresh: 'here' };
    expect(await find('fresh')).toBe('unavailable');
    clock += SECOND;
    expect(await find('fresh')).toBe('here');
  });
});
