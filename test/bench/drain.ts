import { createDfineryClient, type DfineryClient } from '../../lib/dfinery/client.ts';
import { drainBatch, MAX_PARALLEL_REQUESTS } from '../../lib/drain/drain-batch.ts';
import type { QueueRecord } from '../../lib/queue/worker/queue-record.ts';
import { queueRecords } from '../support/builders/queue-records.ts';
import { drainPorts } from '../support/doubles/memory-drain-ports.ts';
import { figure, type Section, target } from './section.ts';
import { startAnsweringServer } from './start-answering-server.ts';

const ORDERS = 10_000;
const BATCH = 100;
const LATENCY_MS = 50;
/** As deployed. */
const INSTANCES = 5;
const BOUND_MS = (ORDERS * LATENCY_MS) / (INSTANCES * MAX_PARALLEL_REQUESTS);

/** 10,000 orders of as many customers, one request each, against the time of the latency alone. */
export async function drain(): Promise<Section> {
  const server = await startAnsweringServer({ latencyMs: LATENCY_MS });
  const clients = Array.from({ length: INSTANCES }, () =>
    createDfineryClient({ origin: server.origin, maxSockets: MAX_PARALLEL_REQUESTS }),
  );
  try {
    const batches = queuedBatches();
    const startedAt = performance.now();
    const cpuBefore = process.cpuUsage();
    await Promise.all(clients.map((dfinery) => drainAll(dfinery, batches)));
    const tookMs = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(cpuBefore);
    return {
      title: 'Drain',
      says: `10,000 orders of as many customers, in batches of ${BATCH} by ${INSTANCES} instances of ${MAX_PARALLEL_REQUESTS} requests at once, to a server that answers after ${LATENCY_MS} ms. The ledger is in memory, and all instances share a process.`,
      rows: [
        {
          name: 'all of them',
          figures: {
            took: figure(tookMs * 1e6, 'ns'),
            'latency alone': figure(BOUND_MS * 1e6, 'ns'),
            'CPU an order': figure(((user + system) * 1e3) / ORDERS, 'ns'),
          },
        },
      ],
      targets: [target('drain: time in parts of its latency bound', tookMs / BOUND_MS, { atMost: 1.2 })],
    };
  } finally {
    for (const dfinery of clients) dfinery.close();
    server.stop();
  }
}

function queuedBatches(): QueueRecord[][] {
  const records = queueRecords(
    Array.from({ length: ORDERS }, (_, index) => ({ orderId: String(index), customer: `c-${index}` })),
  );
  return Array.from({ length: ORDERS / BATCH }, (_, index) =>
    records.slice(index * BATCH, (index + 1) * BATCH),
  );
}

/** One instance: takes batches until none are left. */
async function drainAll(dfinery: DfineryClient, batches: QueueRecord[][]): Promise<void> {
  const ports = drainPorts({ dfinery });
  for (let records = batches.pop(); records !== undefined; records = batches.pop()) {
    const { batchItemFailures } = await drainBatch(ports, { records, remainingMs: () => 60_000 });
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} events were not sent`);
  }
}
