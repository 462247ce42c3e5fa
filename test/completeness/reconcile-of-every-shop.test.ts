import { afterEach, expect, test } from 'vitest';
import { exitCodes } from '../../lib/cli/exit-codes.ts';
import { listedPlatforms } from '../conformance/listed-platforms.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { startOperatedAdapter } from '../support/harness/operated-adapter.ts';

const HOUR_MS = 3_600_000;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

// Tokens that a person granted are not at hand here; their platforms' lists are read by the conformance suite.
const withKeys = listedPlatforms.filter(({ source }) => source.api?.oauth === undefined);

test.each(withKeys.map((platform) => [platform.source.id, platform] as const))(
  'adapter reconcile names each order of %s that the ledger does not know',
  async (id, { source, start }) => {
    const { double, shop, client } = await start();
    stops.push(() => double.stop());
    const placed = [2, 3, 4].map((hours) => double.place({ at: Date.now() - hours * HOUR_MS }));
    const api = source.api?.key?.parts === 'token' ? { token: client.clientSecret } : { ...client };
    const main = aConnection({ source: id, shop, api, poll: {} });
    const adapter = await startOperatedAdapter({ main }, { SHOP_API_BASE_URL: double.url });
    stops.push(() => adapter.stop());

    const today = new Date().toISOString().slice(0, 10);
    const from = new Date(Date.now() - 24 * HOUR_MS).toISOString().slice(0, 10);
    const days = ['--from', from, '--to', today];
    const { json, exitCode } = await adapter.run(['reconcile', '--connection', 'main', ...days, '--json']);

    const orders = json.slice(0, -1) as { readonly orderId: string; readonly findings: { kind: string }[] }[];
    expect(orders.map(({ orderId }) => orderId).toSorted()).toEqual(placed.toSorted());
    expect(orders.flatMap(({ findings }) => findings.map(({ kind }) => kind))).toEqual(
      placed.map(() => 'never-queued'),
    );
    expect(json.at(-1)).toMatchObject({ lists: { shop: { orders: 3 }, ledger: { orders: 0 } } });
    expect(exitCode).toBe(exitCodes.differs);
  },
);
