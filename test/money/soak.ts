import fc from 'fast-check';
import { readNumber, readScriptOptions, runScript } from '../../infra/script-options.ts';
import { UsageError } from '../../lib/cli/command.ts';
import { describePlay } from './describe-play.ts';
import { judgeOrder, judgePlay } from './judge-play.ts';
import { type Platform, platforms } from './platforms.ts';
import type { Played } from './play-history.ts';
import { playScript } from './play-script.ts';
import { playScripts } from './scripts.ts';

/** What a soak saw of one platform. */
interface Seen {
  histories: number;
  /** How many histories held each kind of step. */
  readonly steps: Map<string, number>;
  readonly untellable: Map<string, number>;
  readonly struck: Map<string, number>;
}

const script = {
  name: 'soak:money',
  does: 'Plays random orders of every platform, and judges what Dfinery was told. Exit code 1 if one is wrong.',
  options: {
    histories: {
      type: 'string',
      value: 'N',
      means: 'how many histories of each platform',
      otherwise: '20000',
    },
    seed: { type: 'string', value: 'S', means: 'where chance begins', otherwise: 'a new one' },
    source: { type: 'string', value: 'ID', means: 'this platform alone', otherwise: 'all' },
  },
} as const;

/**
 * `node test/money/soak.ts --histories 20000 --seed S [--source shopify]`: plays random orders of every platform, and prints
 * what happened to them. A failure is shrunk and described; exit code 1 where there was one.
 */
async function main(): Promise<void> {
  const { values } = readScriptOptions(script);
  const histories = readNumber(values.histories, '--histories', 20_000);
  const seed = readNumber(values.seed, '--seed', Date.now() % 1_000_000);
  if (!Number.isSafeInteger(histories) || !Number.isSafeInteger(seed)) {
    throw new UsageError('--histories and --seed are whole numbers');
  }
  for (const platform of platforms) {
    if (values.source === undefined || values.source === platform.source) {
      await soak(platform, { histories, seed });
    }
  }
}

async function soak(
  platform: Platform,
  { histories, seed }: { readonly histories: number; readonly seed: number },
): Promise<void> {
  const seen: Seen = { histories: 0, steps: new Map(), untellable: new Map(), struck: new Map() };
  const startedAt = Date.now();
  const property = fc.asyncProperty(playScripts(), async (script) => {
    const played = await playScript(platform, script);
    note(seen, played);
    return judgePlay(played).length === 0;
  });
  // A play has one order or two.
  const found = await fc.check(property, { numRuns: Math.ceil(histories / 1.5), seed });
  const report = {
    seed,
    ms: Date.now() - startedAt,
    histories: seen.histories,
    faults: sorted(seen.struck),
    untellable: sorted(seen.untellable),
    steps: sorted(seen.steps),
  };
  console.log(platform.source, found.failed ? 'failed' : 'held', JSON.stringify(report));
  const [script] = found.counterexample ?? [];
  if (script === undefined) return;
  process.exitCode = 1;
  console.error(describePlay(await playScript(platform, script)));
}

function note(seen: Seen, played: Played): void {
  for (const order of played.orders) {
    seen.histories += 1;
    const judgement = judgeOrder(order, played);
    for (const name of new Set(order.history.states.at(-1)?.steps)) count(seen.steps, name);
    if (judgement.kind === 'untellable')
      for (const reason of judgement.reasons) count(seen.untellable, reason);
  }
  for (const [fault, times] of Object.entries(played.struck)) count(seen.struck, fault, times);
}

function count(counts: Map<string, number>, name: string, times = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + times);
}

function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b)));
}

await runScript(script.name, main);
