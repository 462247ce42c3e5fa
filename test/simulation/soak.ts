import { parseArgs } from 'node:util';
import { runFaults } from './fault-run.ts';

/**
 * `npm run soak -- --minutes N`: runs fault schedules of ever new seeds for so long. `--seed S` plays one alone. Prints a
 * line a seed; exit code 1 where one failed.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
  const minutes = Number(values.minutes ?? '1');
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  if (!Number.isFinite(minutes) || !Number.isSafeInteger(seed)) {
    throw new Error('--minutes and --seed are numbers');
  }

  const end = Date.now() + (values.seed === undefined ? minutes * 60_000 : 0);
  let next = seed;
  do {
    await soak(next);
    next += 1;
  } while (Date.now() < end);
}

async function soak(seed: number): Promise<void> {
  const probability = [0.02, 0.05, 0.1, 0.2][seed % 4] ?? 0.1;
  const { wrong, struck, ...report } = await runFaults({ seed, orders: 1_000, customers: 300, probability });
  console.log(
    `seed ${seed}`,
    JSON.stringify({ probability, faults: Object.values(struck).reduce((a, b) => a + b, 0), ...report }),
  );
  for (const line of wrong) console.error(`seed ${seed}: ${line}`);
  if (wrong.length > 0) process.exitCode = 1;
}

await main();
