import { HOURS_PER_MONTH, LEDGER_DAYS } from './assumptions.ts';
import { perOrder, type UsageLine, type Workload } from './usage-line.ts';

const SERVICE = 'DynamoDB';

const WRITE_UNIT_BYTES = 1024;
/** The pause, and the marker of erasures. */
const READS_PER_BATCH = 2n;
/** The claim, and the mark that it was sent. */
const WRITES_PER_EVENT = 2n;
/** What DynamoDB adds to an item in storage. */
const OVERHEAD_BYTES = 100;

/**
 * Units and storage of the ledger. A batch reads the pause of its service, the marker of its shop's
 * erasures and an item per order, each as large as half a read unit takes, whether it is there or not. What expires is deleted free of charge. Storage is that of the day on
 * which the ledger is full.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html (read 2026-11-24)
 */
export function ledgerUsage({ measured, traffic }: Workload): UsageLine[] {
  const { newEvents, duplicates, newBatches, duplicateBatches } = traffic;
  const { ledgerItemBytes } = measured;
  return [
    perOrder({
      service: SERVICE,
      what: 'reads of orders, pauses and erasures',
      price: 'ledgerReads',
      perMillionOrders: newEvents + duplicates + READS_PER_BATCH * (newBatches + duplicateBatches),
    }),
    perOrder({
      service: SERVICE,
      what: 'claims and marks',
      price: 'ledgerWrites',
      perMillionOrders: newEvents * WRITES_PER_EVENT * unitsToWrite(ledgerItemBytes),
    }),
    ...itemStorage({ items: newEvents, itemBytes: ledgerItemBytes, of: 'orders' }),
  ];
}

/** Returns the units of a write of an item. */
export function unitsToWrite(itemBytes: number): bigint {
  return BigInt(Math.ceil(itemBytes / WRITE_UNIT_BYTES));
}

/** Returns the storage of items as it is on the day from which on as many expire as are added. */
export function itemStorage({
  items,
  itemBytes,
  of,
}: {
  readonly items: bigint;
  readonly itemBytes: number;
  readonly of: string;
}): UsageLine[] {
  const storedBytes = items * BigInt(itemBytes + OVERHEAD_BYTES);
  const stored = (storedBytes * BigInt(LEDGER_DAYS * 24)) / BigInt(HOURS_PER_MONTH);
  return [
    perOrder({
      service: SERVICE,
      what: `storage of ${LEDGER_DAYS} days of ${of}`,
      price: 'ledgerStorage',
      perMillionOrders: stored,
    }),
    perOrder({
      service: SERVICE,
      what: 'point-in-time recovery of that',
      price: 'ledgerRecovery',
      perMillionOrders: stored,
    }),
  ];
}
