import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ShopFault } from '../../infra/local/shop-double/listing-shop.ts';
import { listedPlatforms, type StartedShop } from './listed-platforms.ts';
import { createListingDriver, type ListingDriver, orderIdsOf } from './listing-driver.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe.each(listedPlatforms.map((platform) => [platform.source.id, platform] as const))(
  'the list of %s',
  (_, platform) => {
    let world: StartedShop;
    let driver: ListingDriver;
    const stops: (() => Promise<void>)[] = [];

    async function begin(answerTimeoutMs?: number): Promise<void> {
      world = await platform.start();
      stops.push(() => world.double.stop());
      driver = driverOf(world, answerTimeoutMs);
    }

    const driverOf = (started: StartedShop, answerTimeoutMs?: number): ListingDriver =>
      createListingDriver({
        source: platform.source,
        ...started,
        url: started.double.url,
        ...(answerTimeoutMs !== undefined && { answerTimeoutMs }),
      });

    /** Places so many orders, a second apart, the last `endedAgoMs` ago. */
    function placeMany(count: number, { apartMs = 1_000, endedAgoMs = MINUTE } = {}): string[] {
      const first = Date.now() - endedAgoMs - count * apartMs;
      return Array.from({ length: count }, (__, index) =>
        world.double.place({ at: first + index * apartMs }),
      );
    }

    const sinceYesterday = (): Date => new Date(Date.now() - DAY);
    const pass = (from = sinceYesterday()) => driver.pass(from, new Date());

    beforeEach(() => begin());
    afterEach(async () => {
      for (const stop of stops.splice(0)) await stop();
    });

    test('that is empty has an end', async () => {
      expect((await pass()).entries).toEqual([]);
    });

    test('names every order of the time that is asked for, by cursors that can be stored', async () => {
      const ids = placeMany(103);
      const { entries, cursors } = await pass();

      expect(orderIdsOf(entries)).toEqual(new Set(ids));
      expect(cursors.length).toBeGreaterThan(2);
      for (const cursor of cursors) expect(Buffer.byteLength(cursor)).toBeLessThan(4_096);
    });

    test('names what changed at the very time that is asked for', async () => {
      const at = Math.floor((Date.now() - 5 * MINUTE) / 1_000) * 1_000;
      const id = world.double.place({ at });
      expect(orderIdsOf((await pass(new Date(at))).entries)).toEqual(new Set([id]));
    });

    test('goes on where more orders than a page have the same time', async () => {
      const ids = placeMany(57, { apartMs: 0 });
      expect(orderIdsOf((await pass()).entries)).toEqual(new Set(ids));
    });

    test('skips no order, whichever change between two pages', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ page: fc.integer({ min: 1, max: 10 }), order: fc.nat(104) }), {
            minLength: 1,
            maxLength: 30,
          }),
          fc.array(fc.integer({ min: 1, max: 10 }), { maxLength: 5 }),
          async (changes, placedBefore) => {
            world = await platform.start();
            try {
              driver = driverOf(world);
              const ids = placeMany(105);
              const placed: string[] = [];
              const touched = new Set<string>();
              world.double.onList((request) => {
                for (const { order } of changes.filter(({ page }) => page === request)) {
                  const id = ids[order];
                  if (id === undefined) continue;
                  world.double.touch(id);
                  touched.add(id);
                }
                for (const page of placedBefore) if (page === request) placed.push(world.double.place());
              });
              const first = await pass();
              expect([...orderIdsOf(first.entries)]).toEqual(expect.arrayContaining(ids));

              world.double.onList(() => undefined);
              const overlapMs = Math.min(...driver.lists.map((list) => list.overlapMs));
              const second = await pass(new Date(first.watermark - overlapMs));
              expect([...orderIdsOf(second.entries)]).toEqual(
                expect.arrayContaining([...touched, ...placed]),
              );
            } finally {
              await world.double.stop();
            }
          },
        ),
        { numRuns: 12 },
      );
    });

    test('skips no other order if one is deleted between two pages', async ({ skip }) => {
      const { remove } = world;
      if (remove === undefined) return skip();
      const ids = placeMany(105);
      const [first = '', second = ''] = ids;
      world.double.onList((request) => {
        if (request === 2) remove(first);
        if (request === 3) remove(second);
      });
      expect([...orderIdsOf((await pass()).entries)]).toEqual(expect.arrayContaining(ids.slice(2)));
    });

    test.runIf(platform.endsWithItsDay !== true)(
      'goes on days later from a cursor that was stored, and skips nothing',
      async () => {
        const ids = placeMany(45);
        for (const list of driver.lists) {
          const begun = list.begin({ from: sinceYesterday(), now: new Date() });
          const page = await driver.readPage({ list, cursor: begun });
          if (page.kind !== 'found' || page.found.next === undefined) continue;
          const stored = JSON.parse(JSON.stringify(page.found.next)) as string;
          const later = placeMany(5, { endedAgoMs: 0 });
          const rest = await driverOf(world).readOn({ list, cursor: stored });
          const seen = orderIdsOf([...page.found.entries, ...rest.entries]);
          expect([...seen]).toEqual(expect.arrayContaining(ids));
          const next = await pass(new Date(rest.watermark - list.overlapMs));
          expect([...seen, ...orderIdsOf(next.entries)]).toEqual(expect.arrayContaining(later));
        }
      },
    );

    test.each([10, -10])(
      'says by the shop’s clock when it changed and answered (%i minutes)',
      async (minutes) => {
        world.double.setClock(minutes * MINUTE);
        const id = world.double.place();
        const shopNow = Date.now() + minutes * MINUTE;
        const { entries } = await driver.pass(new Date(shopNow - DAY), new Date());

        expect(orderIdsOf(entries)).toEqual(new Set([id]));
        for (const { changedAt } of entries) {
          if (changedAt === undefined) continue;
          expect(changedAt).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
          expect(Math.abs(Date.parse(changedAt) - shopNow)).toBeLessThan(MINUTE);
        }
        const [list] = driver.lists;
        if (list === undefined) throw new Error('There is no list');
        const cursor = list.begin({ from: sinceYesterday(), now: new Date() });
        const page = await driver.readPage({ list, cursor });
        const answeredAt = page.kind === 'found' ? (page.answeredAt ?? 0) : 0;
        expect(Math.abs(answeredAt - shopNow)).toBeLessThan(MINUTE);
      },
    );

    test.each<[string, ShopFault]>([
      ['429 with a hint', { status: 429, retryAfterSeconds: 7 }],
      ['429 without one', { status: 429 }],
      ['500', { status: 500 }],
      ['503', { status: 503 }],
      ['402', { status: 402 }],
      ['403', { status: 403 }],
      ['423', { status: 423 }],
      ['430', { status: 430 }],
      ['HTML', 'html'],
      ['half a body', 'half-a-body'],
      ['a hang', 'hang'],
      ['a reset', 'reset'],
    ])('is never empty because of %s', async (__, fault) => {
      await begin(1_500);
      placeMany(15);
      for (const list of driver.lists) {
        const cursor = list.begin({ from: sinceYesterday(), now: new Date() });
        // Tokens are there after the first page.
        expect((await driver.readPage({ list, cursor })).kind).toBe('found');
        world.double.misbehaveAlways(fault);
        const page = await driver.readPage({ list, cursor });
        expect(page.kind).toBe('waits');
        world.double.misbehaveAlways(undefined);
        expect((await driver.readPage({ list, cursor })).kind).toBe('found');
      }
    });

    test('asks only the shop, by GET and below its root', async () => {
      placeMany(25);
      const { cursors } = await pass();
      for (const list of driver.lists) {
        for (const cursor of [...cursors, '//example.com/', 'page_info=//example.com/#', '\\', '%2e%2e/']) {
          const request = requestOf(() => list.request(cursor, world.shop));
          if (request === undefined) continue;
          const address = new URL(`https://shop.example.com${request.path}`);
          expect([request.method, address.host]).toEqual(['GET', 'shop.example.com']);
          expect(address.username + address.password).toBe('');
        }
      }
    });
  },
);

/** A cursor that no page gave may be refused. */
function requestOf<Request>(make: () => Request): Request | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
