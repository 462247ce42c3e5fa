import { describe, expect, test } from 'vitest';
import { aPoll, DAY, HOUR, MINUTE } from '../../test/support/builders/a-poll.ts';
import { memoryTombstones } from '../../test/support/doubles/memory-tombstones.ts';
import { OVERLAP_MS } from '../../test/support/doubles/model-shop.ts';
import { PayloadError } from '../model/errors.ts';

const SINCE = '2026-11-23T00:00:00.000Z';
const ago = (ms: number) => aPoll().clock.now - ms;
const shopAnswer = (status: number) => ({ kind: 'answered', status, headers: {}, body: '{}' }) as const;
const fetches = (paths: readonly string[]) => paths.filter((path) => path.startsWith('/orders/'));

/** An entry that only names its order, and nothing shows what made it change. */
function named({ id }: { readonly id: string }) {
  return { kind: 'order-to-fetch', id, reference: { orderId: id, parameters: {} } } as const;
}

test('an order that changed twice in one second is queued as it is in the end', async () => {
  const { clock, shop, poll, queued, drain } = aPoll({ intake: 'poll', since: SINCE });
  const id = shop.place();
  await poll();
  await drain();
  shop.refund(id, clock.now);
  await poll();

  expect(queued()).toEqual([id, `${id}/1`]);
});

test('a poll that finds no news counts nothing, which CloudWatch would charge for', async () => {
  const { poll, telemetry } = aPoll();
  await poll();

  expect(telemetry.counts).toEqual({});
});

test('a shop whose clock is behind, and that had no order yet, loses none', async () => {
  const { clock, shop, poll, queued } = aPoll({}, { aheadMs: -HOUR });
  await poll();
  clock.now += 15 * MINUTE;
  const id = shop.place({ at: shop.now() - 3 * MINUTE });
  await poll();

  expect(queued()).toEqual([id]);
});

test('what is left to its webhook does not fall behind a long pass of such a shop', async () => {
  const { clock, shop, poll, queued } = aPoll({ since: SINCE }, { aheadMs: -HOUR, pageSize: 1 });
  const held = shop.place({ at: shop.now() - MINUTE });
  const later = shop.place({ at: shop.now() + 30 * MINUTE });
  shop.onList((request) => {
    if (request === 2) clock.now += 40 * MINUTE;
  });
  await poll();
  expect(queued()).toEqual([later]);

  await poll();
  expect(queued()).toEqual([later, held]);
});

describe('orders that are only named', () => {
  test.each([400, 422])(
    'one that the shop refuses (HTTP %d) holds up no other and goes to the fetches',
    async (status) => {
      const { shop, poll, queued, seen } = aPoll({ since: SINCE }, { toEntry: named });
      const [bad, good] = [4, 3].map((minutes) => shop.place({ at: ago(minutes * MINUTE) }));
      shop.misbehave((path) => (path === `/orders/${bad}` ? shopAnswer(status) : undefined));

      expect(await poll()).not.toHaveProperty('failure');
      await poll();
      expect(queued()).toEqual([good]);
      expect(seen.fetches).toMatchObject([{ kind: 'order', reference: { orderId: bad } }]);
    },
  );

  test('one of which the API is behind goes to the fetches, which wait for it', async () => {
    const { shop, poll, queued, seen } = aPoll({ since: SINCE }, { toEntry: named, isBehind: () => true });
    const id = shop.place({ at: ago(3 * MINUTE) });
    await poll();
    await poll();

    expect(queued()).toEqual([]);
    expect(seen.fetches).toMatchObject([{ kind: 'order', reference: { orderId: id } }]);
  });

  test('one that is not paid yet, by a list without times, is looked at again within the hour', async () => {
    const { clock, shop, poll, queued } = aPoll(
      { since: SINCE },
      {
        toEntry: named,
        saysTime: false,
        lists: (list) => [{ ...list, name: 'paid', about: 'orders', overlapMs: DAY }],
      },
    );
    const id = shop.place({ isPaid: false, at: ago(MINUTE) });
    await poll();
    clock.now += 15 * MINUTE;
    await poll();
    expect(fetches(shop.paths)).toHaveLength(1);

    shop.pay(id);
    clock.now += HOUR;
    await poll();
    await poll();
    expect(queued()).toEqual([id]);
    expect(fetches(shop.paths)).toHaveLength(2);
  });
});

describe('a stored place', () => {
  test('that its list cannot read any more is left, and the list is read anew', async () => {
    let isUpgraded = false;
    const { shop, poll, queued } = aPoll(
      { since: SINCE },
      {
        pageSize: 1,
        lists: (list) => [
          {
            ...list,
            name: 'orders',
            about: 'orders',
            overlapMs: OVERLAP_MS,
            request(cursor, name) {
              const isOld = isUpgraded && JSON.stringify(cursor).includes('1000');
              if (isOld) throw new PayloadError([{ path: '', message: 'expected a cursor' }]);
              return list.request(cursor, name);
            },
          },
        ],
      },
    );
    const ids = [4, 3].map((minutes) => shop.place({ at: ago(minutes * MINUTE) }));
    await poll({ remainingMs: () => (shop.paths.length > 0 ? 0 : 600_000) });
    expect(queued()).toEqual([ids[0]]);

    isUpgraded = true;
    expect(await poll()).toMatchObject({ failure: { because: 'unreadable' } });
    isUpgraded = false;
    await poll();
    expect(queued()).toEqual(ids);
  });

  test('that is gone (HTTP 410) is left, and the list is read anew', async () => {
    const { shop, poll, queued } = aPoll({ since: SINCE }, { pageSize: 1 });
    const ids = [4, 3].map((minutes) => shop.place({ at: ago(minutes * MINUTE) }));
    await poll({ remainingMs: () => (shop.paths.length > 0 ? 0 : 600_000) });
    shop.misbehave((path) => (path.includes('1000') ? shopAnswer(410) : undefined));
    await poll();
    shop.misbehave(() => undefined);
    await poll();

    expect(queued()).toEqual(ids);
  });

  test('places that lead in a circle end the pass', async () => {
    const { shop, poll } = aPoll({ since: SINCE });
    const pages = ['a', 'b'].map((id) => JSON.stringify({ at: 1, id }));
    let asked = 0;
    shop.misbehave(() => {
      asked += 1;
      return { ...shopAnswer(200), body: JSON.stringify({ rows: [], next: pages[asked % 2] }) };
    });

    expect(await poll()).toMatchObject({ failure: { because: 'unreadable' } });
    expect(asked).toBe(3);
  });
});

describe('what cannot be read', () => {
  test('is not stored if its order is one of an erased customer', async () => {
    const { shop, poll, seen } = aPoll(
      { since: SINCE },
      {
        changes: { tombstones: memoryTombstones(({ orderId }) => orderId === '1000') },
        toEntry: ({ id }) => ({ kind: 'order', id, body: { id: Number(id), financial_status: 'paid' } }),
      },
    );
    shop.place({ at: ago(4 * MINUTE) });
    const other = shop.place({ at: ago(3 * MINUTE) });
    await poll();

    expect(seen.parked).toMatchObject([{ reference: { orderId: other } }]);
  });

  test('is parked with its topic, so that a replay can read it', async () => {
    const { shop, poll, seen } = aPoll(
      { since: SINCE, profiles: 'send' },
      { toEntry: ({ id }) => ({ kind: 'delivery', id, topic: 'customers/update', body: { id: [] } }) },
    );
    shop.place({ at: ago(3 * MINUTE) });
    await poll();

    expect(seen.parked).toMatchObject([{ headers: { 'x-shopify-topic': 'customers/update' } }]);
  });
});

test('a busy shop’s place stays below 100 KB', async () => {
  const { shop, poll, places } = aPoll({ since: SINCE }, { pageSize: 250 });
  const from = ago(3 * MINUTE);
  for (let order = 0; order < 5_000; order += 1) shop.place({ at: from - order });
  await poll();

  expect(JSON.stringify(places.items.get('main')?.place).length).toBeLessThan(100_000);
});
