import { beforeEach, describe, expect, test } from 'vitest';
import { type ConnectionStore, createConnectionStore } from './connection-store.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let clock: number;
let lookUps: string[];
let held: Record<string, string>;
let isDown: boolean;
let store: ConnectionStore<string>;

beforeEach(() => {
  clock = Date.parse('2026-11-24T00:00:00Z');
  lookUps = [];
  held = { main: 'first' };
  isDown = false;
  store = createConnectionStore({
    now: () => new Date(clock),
    lookUp: (id) => {
      lookUps.push(id);
      return isDown ? Promise.reject(new Error('SSM is unavailable')) : Promise.resolve(held[id]);
    },
  });
});

/** Returns the value, or the kind of reading if there is none. */
async function find(id = 'main'): Promise<string> {
  const reading = await store.find(id);
  return reading.kind === 'found' ? reading.value : reading.kind;
}

describe('a known connection', () => {
  test('is looked up once in 5 minutes, and changes are seen after that', async () => {
    expect(await find()).toBe('first');
    held = { main: 'second' };
    clock += 5 * MINUTE - 1;
    expect(await find()).toBe('first');
    clock += 1;
    expect(await find()).toBe('second');
    expect(lookUps).toHaveLength(2);
  });

  test('is looked up once for many calls at the same time', async () => {
    await Promise.all(Array.from({ length: 50 }, () => find()));
    expect(lookUps).toHaveLength(1);
  });

  test('is used for 24 hours while the store is unavailable, and no longer', async () => {
    await find();
    isDown = true;
    clock += 24 * HOUR - 1;
    expect(await find()).toBe('first');
    clock += 1;
    expect(await find()).toBe('unavailable');
    isDown = false;
    expect(await find()).toBe('first');
  });

  test('is unknown after it was removed', async () => {
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

  test('is unavailable, not unknown, if the store is unavailable', async () => {
    isDown = true;
    expect(await find('other')).toBe('unavailable');
  });
});

describe('made-up ids', () => {
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

  test('make a new connection unavailable for a second', async () => {
    await find('made-up');
    held = { fresh: 'here' };
    expect(await find('fresh')).toBe('unavailable');
    clock += SECOND;
    expect(await find('fresh')).toBe('here');
  });
});
