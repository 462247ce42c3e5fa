import { LONG_POLL_SECONDS, POLLED_QUEUES, POLLERS, SECONDS_PER_MONTH } from './assumptions.ts';
import { perOrder, standing, type UsageLine, type Workload } from './usage-line.ts';

const SERVICE = 'SQS';

/** The most that one request sends, hands out or deletes. */
const MESSAGES_PER_REQUEST = 10;
/** Every 64 KB of a request count as one. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Requests of SQS. The receiver sends the messages of one delivery; Lambda's pollers receive and delete them, up to ten
 * at once where so many wait, and ask in vain where none do.
 * @see https://aws.amazon.com/sqs/pricing/ (read 2026-11-24)
 * @see https://repost.aws/knowledge-center/sqs-high-charges (that receives without a message are charged; read 2026-11-24)
 */
export function queueUsage({ assumptions, measured, traffic }: Workload): UsageLine[] {
  const { deliveries } = traffic;
  const together = Math.min(assumptions.eventsPerBatch, MESSAGES_PER_REQUEST);
  const rounds = deliveries / BigInt(together);
  const price = 'queueRequests';
  return [
    perOrder({
      service: SERVICE,
      what: 'send',
      price,
      perMillionOrders: deliveries * chunksOf(measured.messageBytes),
    }),
    perOrder({
      service: SERVICE,
      what: 'receive',
      price,
      perMillionOrders: rounds * chunksOf(together * measured.messageBytes),
    }),
    perOrder({ service: SERVICE, what: 'delete', price, perMillionOrders: rounds }),
    standing({
      service: SERVICE,
      what: 'receives without a message, where the pollers wait as long as SQS lets them',
      price,
      monthly: BigInt((POLLED_QUEUES * POLLERS * SECONDS_PER_MONTH) / LONG_POLL_SECONDS),
    }),
  ];
}

/** Returns as how many requests SQS counts one of so many bytes. */
export function chunksOf(bytes: number): bigint {
  return BigInt(Math.ceil(bytes / CHUNK_BYTES));
}
