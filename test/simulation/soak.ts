import { parseArgs } from 'node:util';
import { type FaultRunOptions, runFaults } from './fault-run.ts';

/** What every seed may meet besides faults of all kinds. */
const SPECIAL: readonly Partial<FaultRunOptions>[] = [
  { edits: true },
  { edits: true, incident: true },
  { edits: true, keyOff: true },
  { edits: true, mappingOff: true },
  { edits: true, maxInFlight: 40 },
];

/**
 * `npm run soak -- --minutes N`: runs fault schedules of ever new seeds for so long. `--seed S` plays one alone. Prints a
 * line a seed, and at the end how often each fault struck in all; exit code 1 where one failed.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
  const minutes = Number(values.minutes ?? '1');
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  if (!Number.isFinite(minutes) || !Number.isSafeInteger(seed)) {
    throw new Error('--minutes and --seed are numbers');
  }

  const end = Date.now() + (values.seed === undefined ? minutes * 60_000 : 0);
  const struck = new Map<string, number>();
  let next = seed;
  do {
    for (const [kind, times] of await soak(next)) struck.set(kind, (struck.get(kind) ?? 0) + times);
    next += 1;
  } while (Date.now() < end);
  console.log('struck', JSON.stringify(Object.fromEntries([...struck].sort())));
}

/** Runs one seed and returns how often each fault struck. */
async function soak(seed: number): Promise<[string, number][]> {
  const probability = [0.02, 0.05, 0.1, 0.2][seed % 4] ?? 0.1;
  const special = SPECIAL[seed % SPECIAL.length] ?? {};
  const options = { seed, orders: 1_000, customers: 300, probability, ...special };
  const { wrong, struck, ...report } = await runFaults(options);
  const kinds = Object.entries(struck);
  const faults = kinds.reduce((sum, [, times]) => sum + times, 0);
  const lost = wrong.filter((line) => line.endsWith('is lost')).length;
  const foreign = wrong.filter((line) => line.endsWith('on another profile')).length;
  const seen = { probability, ...special, faults, lost, foreign, ...report };
  console.log(`seed ${seed}`, JSON.stringify(seen));
  for (const line of wrong) console.error(`seed ${seed}: ${line}`);
  if (wrong.length > 0) process.exitCode = 1;
  return kinds;
}

await main();
