import { arch, availableParallelism, cpus } from 'node:os';
import type { SQSRecord } from 'aws-lambda';
import { type BatchSize, batchSizes, type Measured } from '../../infra/cost/measured.ts';
import { largest } from './largest.ts';
import { largestItem } from './largest-item.ts';
import { metricsIn } from './log-bytes.ts';
import { cpuMsOf, inTurn, measureInvocations, toMicroseconds } from './measure-invocations.ts';
import { measureProfiles } from './measure-profiles.ts';
import { type MeasuredAdapter, startMeasuredAdapter } from './measured-adapter.ts';
import type { MeasuredFunction } from './measured-functions.ts';
import { fullSizeOrder } from './sample-orders.ts';

/** How much is run. */
export interface Effort {
  readonly warmUps: number;
  readonly coldStarts: number;
  /** How many batches of each size. */
  readonly batches: Readonly<Record<BatchSize, number>>;
  readonly profiles: number;
}

/** Enough that the compiler has seen what runs often. */
const THOROUGH: Effort = { warmUps: 50, coldStarts: 5, batches: { 1: 100, 10: 20, 100: 5 }, profiles: 50 };

/** Runs both packaged functions under AWS's runtime client, and returns what they took. */
export async function measure(effort: Effort = THOROUGH): Promise<Measured> {
  const adapter = await startMeasuredAdapter();
  try {
    return await measureAdapter(adapter, effort);
  } finally {
    await adapter.stop();
  }
}

async function measureAdapter(adapter: MeasuredAdapter, effort: Effort): Promise<Measured> {
  const { functions, stack } = adapter;
  const { warmUps, coldStarts, batches } = effort;
  const count = warmUps + batchSizes.reduce((sum, size) => sum + size * batches[size], 0);
  const bodies = Array.from({ length: count }, (_, index) => fullSizeOrder(index));
  const answers: string[] = [];
  const deliveries = bodies.map((body) => async () => void answers.push(await adapter.deliver(body)));

  await inTurn(deliveries.slice(0, warmUps));
  const receiver = await measureInvocations(functions.receiver, deliveries.slice(warmUps));
  const records = await adapter.queued(count);
  await inTurn(records.slice(0, warmUps).map((record) => () => adapter.drain([record])));
  const drains = await measureDrains(adapter, { records: records.slice(warmUps), batches });
  const ledgerItemBytes = await largestItem(stack.tables, 'states');
  const customMetrics = metricsIn([...functions.receiver.logLines(), ...functions.drain.logLines()]);
  const importRequestBytes = Math.max(
    ...(stack.dfinery?.requests() ?? []).map(({ headers }) => Number(headers['content-length'])),
  );
  const profiles = await measureProfiles(adapter, effort);
  return {
    measuredAt: new Date().toISOString().slice(0, 10),
    machine: `${availableParallelism()} CPUs (${cpus()[0]?.model ?? 'unknown'}, ${arch()}), Node ${process.versions.node}`,
    receiver,
    ...drains,
    coldStart: await measureColdStarts(adapter, records.slice(0, coldStarts)),
    webhookBytes: largest(bodies),
    messageBytes: largest(records.map(({ body }) => body)),
    importRequestBytes,
    answerBytes: largest(answers),
    ledgerItemBytes,
    customMetrics: customMetrics.size,
    profiles,
  };
}

/** Drains batches of every size, and then the same again. */
async function measureDrains(
  { drain, functions }: MeasuredAdapter,
  { records, batches }: Pick<Effort, 'batches'> & { readonly records: readonly SQSRecord[] },
): Promise<Pick<Measured, 'drainNew' | 'drainDuplicate'>> {
  const rest = [...records];
  const measureSize = async (size: BatchSize) => {
    const ofSize = Array.from({ length: batches[size] }, () => rest.splice(0, size));
    const drains = ofSize.map((batch) => () => drain(batch));
    return {
      fresh: await measureInvocations(functions.drain, drains),
      known: await measureInvocations(functions.drain, drains),
    };
  };

  const one = await measureSize(1);
  const ten = await measureSize(10);
  const hundred = await measureSize(100);
  return {
    drainNew: { 1: one.fresh, 10: ten.fresh, 100: hundred.fresh },
    drainDuplicate: { 1: one.known, 10: ten.known, 100: hundred.known },
  };
}

async function measureColdStarts(
  { deliver, drain, functions }: MeasuredAdapter,
  records: readonly SQSRecord[],
): Promise<Measured['coldStart']> {
  const median = async (measured: MeasuredFunction, invoke: (record: SQSRecord) => Promise<unknown>) => {
    const times: number[] = [];
    for (const record of records) {
      measured.kill();
      await invoke(record);
      times.push(await cpuMsOf(measured));
    }
    return toMicroseconds(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0);
  };
  return {
    receiverCpuMs: await median(functions.receiver, () => deliver(fullSizeOrder(0))),
    drainCpuMs: await median(functions.drain, (record) => drain([record])),
  };
}
