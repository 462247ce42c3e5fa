import { copyFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { MedusaOrder } from '../../docs/examples/medusa/lib/to-order.ts';
import type { VendureOrder } from '../../docs/examples/vendure/to-order.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { aMedusaOrder, aMedusaPayment } from '../support/builders/a-medusa-order.ts';
import { aVendureOrder } from '../support/builders/a-vendure-order.ts';
import { type PackagedStack, startPackagedStack } from '../support/harness/packaged-stack.ts';

const EXAMPLES = fileURLToPath(new URL('../../docs/examples/', import.meta.url));
const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const connections = {
  shop: aConnection({ source: 'standard-webhooks', shop: 'recipes', secrets: [SECRET] }),
};

let stack: PackagedStack;
let url: string;
let copy: string;

beforeAll(async () => {
  stack = await startPackagedStack({ connections: () => Promise.resolve(connections) });
  url = `${stack.url}/webhooks/standard-webhooks/shop`;
  copy = await mkdtemp(join(tmpdir(), 'recipes-'));
});

afterEach(() => fetch(`${stack.url}/__double/events`, { method: 'DELETE' }));

afterAll(async () => {
  await stack.stop();
  await rm(copy, { recursive: true });
});

/** Copies a recipe as its page says, with the sender beside its mapping, and loads one of its files. */
async function load<Exports>(recipe: 'medusa' | 'vendure', file: string, beside = ''): Promise<Exports> {
  const folder = join(copy, recipe);
  await cp(join(EXAMPLES, recipe), folder, { recursive: true });
  await copyFile(join(EXAMPLES, 'send-order.ts'), join(folder, beside, 'send-order.ts'));
  await writeFile(join(copy, 'vendure-core.ts'), VENDURE_CORE);
  const outfile = join(folder, `${file}.mjs`);
  await build({
    entryPoints: [join(folder, `${file}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    alias: { '@vendure/core': join(copy, 'vendure-core.ts') },
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  });
  return (await import(/* @vite-ignore */ pathToFileURL(outfile).href)) as Exports;
}

/** What the plugin imports that is more than a type. The constructor gets the rest. */
const VENDURE_CORE = `
  export const VendurePlugin = () => (plugin) => plugin;
  export const Logger = { error: (message) => { throw new Error(message); } };
  export class OrderStateTransitionEvent {}
  export class RefundStateTransitionEvent {}
  export class PluginCommonModule {}
  export class ConfigService {}
  export class EventBus {}
  export class JobQueueService {}
  export class OrderService {}
  export class RequestContextService {}
`;

async function arrived(): Promise<unknown[]> {
  await expect.poll(() => stack.waiting()).toBe(0);
  const requests = stack.dfinery?.requests() ?? [];
  return requests.flatMap(({ identity, events }) =>
    events.map(({ event_name, event_properties }) => ({
      identity,
      name: event_name,
      purchased: event_properties?.['df_total_purchase_amount'],
      refunded: event_properties?.['df_total_refund_amount'],
    })),
  );
}

describe('Medusa', () => {
  type Send = (args: object) => Promise<void>;
  const identity = { email: 'jisoo.kim@example.com', phone_no: '4930901820' };
  const placedAt = new Date().toISOString();
  const errors: string[] = [];

  /** Answers `query.graph` as Medusa does for one order: its amounts are objects that JSON writes as numbers. */
  function containerWith(order: MedusaOrder) {
    const itemTotal = { toJSON: () => order.item_total };
    const found = { ...order, item_total: itemTotal, created_at: new Date(order.created_at) };
    const tables: Record<string, unknown[]> = {
      order: [found],
      payment: [{ payment_collection_id: 'pay_col_1' }],
      payment_collection: [{ order: { id: order.id } }],
    };
    const query = { graph: ({ entity }: { entity: string }) => Promise.resolve({ data: tables[entity] }) };
    const logger = { error: (line: string) => errors.push(line) };
    return { resolve: (name: string) => ({ query, logger })[name] };
  }

  beforeAll(() => {
    process.env['DFINERY_WEBHOOK_URL'] = url;
    process.env['DFINERY_WEBHOOK_SECRET'] = SECRET;
  });

  test('an order that is placed, paid and refunded arrives, to the cent and once', async () => {
    const { default: send } = await load<{ default: Send }>(
      'medusa',
      'subscribers/send-order-to-dfinery',
      'lib',
    );
    const { default: sendAgain } = await load<{ default: Send }>(
      'medusa',
      'jobs/send-orders-to-dfinery-again',
      'lib',
    );
    const told = (name: string, payments: ReturnType<typeof aMedusaPayment>[]) => {
      const order = aMedusaOrder({
        created_at: placedAt,
        credit_lines: [{ amount: 10, created_at: placedAt }],
        payment_collections: [{ payments }],
      });
      return { event: { name, data: { id: order.id } }, container: containerWith(order) };
    };
    const refunds = [{ id: 'ref_1', amount: 11.9, created_at: placedAt }];

    await send(told('order.placed', [aMedusaPayment({ captures: [] })]));
    expect(await arrived()).toEqual([]);
    await send(told('payment.captured', [aMedusaPayment()]));
    const purchase = { identity, name: 'df_purchase', purchased: 54.74 };
    expect(await arrived()).toMatchObject([purchase]);
    const refunded = told('payment.refunded', [aMedusaPayment({ refunds })]);
    await send(refunded);
    await sendAgain(refunded.container);

    expect(await arrived()).toMatchObject([purchase, { identity, name: 'df_refund', refunded: 11.9 }]);
    expect(errors).toEqual([]);
  });

  test('an order that is not taken is logged, and the subscriber fails', async () => {
    const { default: send } = await load<{ default: Send }>(
      'medusa',
      'subscribers/send-order-to-dfinery',
      'lib',
    );
    process.env['DFINERY_WEBHOOK_URL'] = `${url}-of-nobody`;
    const order = aMedusaOrder();
    const args = { event: { name: 'order.placed', data: { id: order.id } }, container: containerWith(order) };

    await expect(send(args)).rejects.toThrow('1 order(s) were not taken');
    expect(errors.splice(0)).toEqual([expect.stringContaining('answered 404')]);
  });
});

describe('Vendure', () => {
  interface Job {
    readonly id: string;
    readonly data: { readonly orderId: number };
  }
  interface Plugin {
    onModuleInit(): Promise<void>;
  }
  interface Exports {
    readonly DfineryPlugin: { init(options: object): new (...services: object[]) => Plugin };
  }

  /** Starts the plugin as Vendure does, with a queue whose jobs run when the test says so. */
  async function start(orderOf: () => VendureOrder) {
    const { DfineryPlugin } = await load<Exports>('vendure', 'dfinery.plugin');
    const jobs: Job[] = [];
    const handlers: ((event: object) => Promise<void>)[] = [];
    let run: (job: Job) => Promise<unknown> = () => Promise.reject(new Error('no queue'));
    const bus = {
      registerBlockingEventHandler: ({ handler }: { handler: (event: object) => Promise<void> }) =>
        handlers.push(handler),
    };
    const queues = {
      createQueue: ({ process }: { process: typeof run }) => {
        run = process;
        return Promise.resolve({ add: (data: Job['data']) => jobs.push({ id: String(jobs.length), data }) });
      },
    };
    const orders = { findOne: () => Promise.resolve(orderOf()) };
    const contexts = { create: () => Promise.resolve({}) };
    const configuration = { entityOptions: { moneyStrategy: { precision: 2 } } };
    const plugin = new (DfineryPlugin.init({ url, secret: SECRET }))(
      bus,
      queues,
      orders,
      contexts,
      configuration,
    );
    await plugin.onModuleInit();
    const tell = async () => {
      for (const handler of handlers) await handler({ ctx: {}, order: { id: 7 } });
    };
    const work = async () => {
      for (const job of jobs.splice(0)) await run(job);
    };
    return { tell, work };
  }

  test('an order that is placed and refunded arrives, to the cent and once', async () => {
    const orderPlacedAt = new Date();
    const card = { method: 'card', amount: 7185, state: 'Settled' };
    const refund = { id: 5, total: 1070, state: 'Settled', updatedAt: new Date() };
    let order = aVendureOrder({ orderPlacedAt: null });
    const { tell, work } = await start(() => order);
    const identity = { external_id: '3', email: 'jisoo.kim@example.com', phone_no: '4930901820' };
    const purchase = { identity, name: 'df_purchase', purchased: 71.85 };

    await tell();
    await work();
    expect(await arrived()).toEqual([]);
    order = aVendureOrder({ orderPlacedAt });
    await tell();
    await work();
    expect(await arrived()).toMatchObject([purchase]);
    order = aVendureOrder({ orderPlacedAt, payments: [{ ...card, refunds: [refund] }] });
    await tell();
    await work();

    expect(await arrived()).toMatchObject([purchase, { identity, name: 'df_refund', refunded: 10.7 }]);
  });
});
