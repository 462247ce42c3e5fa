import type { ScheduledEvent } from 'aws-lambda';
import { cafe24Order, webhookOf } from '../support/builders/cafe24-sales.ts';
import { startCafe24Stack } from '../support/harness/cafe24-stack.ts';
import { peakMemoryOf } from './peak-memory.ts';

/** The most records that the fetching function is handed. */
const ORDERS = 10;
const LINES = 100;

/** Returns the memory in MB of the functions that serve shops whose webhooks only name orders. */
export async function fetchingMemory(): Promise<Readonly<Record<'fetching' | 'refreshing tokens', number>>> {
  const fetching = await startCafe24Stack(['long-orders']);
  const { stack } = fetching;
  const { functions } = stack;
  const { 'long-orders': mall } = fetching.malls;
  try {
    await fetching.authorize(mall);
    const orderIds = Array.from(
      { length: ORDERS },
      (_, index) => `20261124-${String(index).padStart(7, '0')}`,
    );
    for (const orderId of orderIds) {
      mall.putOrder(longOrder(orderId));
      await fetching.deliver(mall, webhookOf(mall.mall, orderId));
    }
    await stack.fetchMapping.settled();
    const { kind } = await functions.refreshTokens({} as ScheduledEvent);
    if (kind !== 'response') throw new Error(`the refresh of tokens: ${kind} ${functions.logs()}`);
    return {
      fetching: await peakMemoryOf(functions, 'fetch-orders'),
      'refreshing tokens': await peakMemoryOf(functions, 'refresh-tokens'),
    };
  } finally {
    await fetching.stop();
  }
}

function longOrder(orderId: string) {
  const order = cafe24Order(orderId);
  const [line] = order.items;
  return { ...order, items: Array.from({ length: LINES }, () => line) };
}
