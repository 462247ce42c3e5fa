import { readNumber, readScriptOptions, runScript } from '../../infra/script-options.ts';
import { UsageError } from '../../lib/cli/command.ts';
import { type FaultRunOptions, runFaults } from './fault-run.ts';
import { playRush } from './rush-run.ts';
import { oneIn, rushes } from './rushes.ts';

/** What every seed may meet besides faults of all kinds. */
const SPECIAL: readonly Partial<FaultRunOptions>[] = [
  { edits: true },
  { edits: true, incident: true },
  { edits: true, keyOff: true },
  { edits: true, mappingOff: true },
  { edits: true, maxInFlight: 40 },
];

const script = {
  name: 'soak',
  does: 'Plays orders through faults of all kinds, a new schedule with each seed, or a rush. Exit code 1 if one fails.',
  options: {
    scenario: {
      type: 'string',
      value: 'NAME',
      means: `a rush in place of faults: ${Object.keys(rushes).join(' or ')}`,
      otherwise: 'faults',
    },
    'one-in': {
      type: 'string',
      value: 'N',
      means: 'one in N of its orders, quotas as much lower',
      otherwise: '1',
    },
    minutes: { type: 'string', value: 'N', means: 'how long seeds are played', otherwise: '1' },
    seed: { type: 'string', value: 'S', means: 'play this seed alone', otherwise: 'ever new ones' },
  },
} as const;

/**
 * `npm run soak -- --minutes N`: runs fault schedules of ever new seeds for so long. `--seed S` plays one alone. Prints a
 * line a seed, and at the end how often each fault struck in all. `--scenario NAME` plays a rush and prints how late its
 * orders came. Exit code 1 where one failed.
 */
async function main(): Promise<void> {
  const { values } = readScriptOptions(script);
  if (values.scenario !== undefined) {
    await rush(values.scenario, readNumber(values['one-in'], '--one-in', 1));
    return;
  }
  const minutes = readNumber(values.minutes, '--minutes', 1);
  const seed = readNumber(values.seed, '--seed', Date.now() % 1_000_000);
  if (!Number.isSafeInteger(seed)) throw new UsageError('--seed needs a whole number');

  const end = Date.now() + (values.seed === undefined ? minutes * 60_000 : 0);
  const struck = new Map<string, number>();
  let next = seed;
  do {
    for (const [kind, times] of await soak(next)) struck.set(kind, (struck.get(kind) ?? 0) + times);
    next += 1;
  } while (Date.now() < end);
  console.log('struck', JSON.stringify(Object.fromEntries([...struck].sort())));
}

/** Plays a rush. @throws {UsageError} there is none of this name. */
async function rush(name: string, many: number): Promise<void> {
  const chosen = Object.entries(rushes).find(([known]) => known === name)?.[1];
  if (chosen === undefined) throw new UsageError(`--scenario needs ${Object.keys(rushes).join(' or ')}`);
  const { wrong, ...report } = await playRush(many === 1 ? chosen : oneIn(many, chosen));
  console.log(name, JSON.stringify(report, null, 2));
  fail(name, wrong);
}

function fail(what: string, wrong: readonly string[]): void {
  for (const line of wrong) console.error(`${what}: ${line}`);
  if (wrong.length > 0) process.exitCode = 1;
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
  fail(`seed ${seed}`, wrong);
  return kinds;
}

await runScript(script.name, main);
