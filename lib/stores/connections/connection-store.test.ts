import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  type ConnectionStore,
  type ConnectionStorePorts,
  createConnectionStore,
} from './connection-store.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let clock: number;
let lookUps: string[];
let held: Record<string, string>;
let isDown: boolean;
let store: ConnectionStore<string>;

function restart(ports: Partial<ConnectionStorePorts<string>> = {}): void {
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
    sleep: (ms) => {
      clock += ms;
      return Promise.resolve();
    },
    ...ports,
  });
}

beforeEach(() => {
  restart();
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
  test('cost at most one look-up a second, whenever they come', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 1_500 }), { minLength: 1, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(gaps, fc.boolean(), async (waits, isStoreDown) => {
        restart();
        isDown = isStoreDown;
        const began = clock;
        for (const [index, wait] of waits.entries()) {
          clock += wait;
          await find(`made-up-${index}`);
        }
        expect(lookUps.length).toBeLessThanOrEqual(1 + (clock - began) / SECOND);
      }),
    );
  });

  test('never keep a connection from being found, seen before or not', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 1_500 }), { minLength: 1, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(gaps, async (waits) => {
        restart();
        for (const [index, wait] of waits.entries()) {
          clock += wait;
          await find(`made-up-${index}`);
        }
        const asked = clock;
        expect(await find('main')).toBe('first');
        expect(clock - asked).toBeLessThanOrEqual(SECOND);
      }),
    );
  });

  test('do not keep known connections from being refreshed', async () => {
    await find();
    clock += 5 * MINUTE;
    await find('made-up');
    held = { main: 'second' };
    const asked = clock;

    expect(await find()).toBe('second');
    expect(clock).toBe(asked);
  });

  test('asked for at once wait one after the other; who would wait too long is not looked up', async () => {
    await find('made-up');
    const began = clock;

    expect(await Promise.all(['main', 'second', 'third'].map(find))).toEqual([
      'first',
      'unknown',
      'not-looked-up',
    ]);
    expect(lookUps).toEqual(['made-up', 'main', 'second']);
    expect(clock).toBe(began + SECOND);
    expect(await find('third')).toBe('unknown');
    expect(clock).toBe(began + 2 * SECOND);
  });

  test('do not exist where only our own messages name ids, so there nothing waits', async () => {
    restart({ trustsIds: true });
    const began = clock;
    await find('removed-1');
    await find('removed-2');

    expect(await find()).toBe('first');
    expect(clock).toBe(began);
  });
});
