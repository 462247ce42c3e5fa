import { quantile } from './quantile.ts';

/** The contenders by name. Each may be run any number of times. */
export type Contenders = Readonly<Record<string, () => unknown>>;

/** The cost of one run of a contender. */
export interface Timing {
  /** Nanoseconds of the clock; the median of all samples, or what `Effort.quantile` says. */
  readonly wallNs: number;
  /** The same of the CPU nanoseconds of the whole process, including garbage collection in other threads. */
  readonly cpuNs: number;
  /** From the 10th to the 90th percentile of the samples, in parts of `wallNs`. */
  readonly spread: number;
}

export interface Effort {
  readonly rounds: number;
  /** The least duration of one sample. */
  readonly sampleMs: number;
  /** Which of the samples counts. With many short ones a low quantile leaves out those that other work interrupted. */
  readonly quantile?: number;
  /** How often each runs before anything is timed. What is compiled step by step takes thousands. */
  readonly warmUps?: number;
}

const WARM_UP_ROUNDS = 3;

/**
 * Times contenders against each other: warmed up, then in turns within one process, so other load on this machine strikes
 * all of them alike. Figures of two runs cannot be compared; ratios within one can.
 */
export async function compare<Named extends Contenders>(
  contenders: Named,
  { rounds, sampleMs, quantile: part = 0.5, warmUps = 0 }: Effort = { rounds: 15, sampleMs: 15 },
): Promise<{ readonly [Name in keyof Named]: Timing }> {
  const racing = [];
  for (const [name, run] of Object.entries(contenders)) {
    await take(run, warmUps);
    racing.push({ name, run, times: await calibrate(run, sampleMs), samples: [] as Sample[] });
  }
  for (let round = 0; round < rounds + WARM_UP_ROUNDS; round += 1) {
    for (const { run, times, samples } of racing) {
      const sample = await take(run, times);
      if (round >= WARM_UP_ROUNDS) samples.push(sample);
    }
  }
  const timings = racing.map(({ name, samples }) => [name, toTiming(samples, part)] as const);
  return Object.fromEntries(timings) as { [Name in keyof Named]: Timing };
}

interface Sample {
  readonly wallNs: number;
  readonly cpuNs: number;
}

function toTiming(samples: readonly Sample[], part: number): Timing {
  const walls = samples.map(({ wallNs }) => wallNs);
  const cpus = samples.map(({ cpuNs }) => cpuNs);
  const wallNs = quantile(walls, part);
  const spread = (quantile(walls, 0.9) - quantile(walls, 0.1)) / wallNs;
  return { wallNs, cpuNs: quantile(cpus, part), spread };
}

/** Returns how often a contender runs in one sample. */
async function calibrate(run: () => unknown, sampleMs: number): Promise<number> {
  for (let times = 1; ; times *= 2) {
    // The least of three: one that other work interrupted would make every sample too short.
    const takes = [await take(run, times), await take(run, times), await take(run, times)];
    const wallNs = Math.min(...takes.map((sample) => sample.wallNs));
    if (wallNs * times >= sampleMs * 1e6) return times;
  }
}

async function take(run: () => unknown, times: number): Promise<Sample> {
  const cpuBefore = process.cpuUsage();
  const before = process.hrtime.bigint();
  for (let time = 0; time < times; time += 1) {
    const result = run();
    // Awaits only promises: an `await` costs more than some of the contenders.
    if (result instanceof Promise) await result;
  }
  const wallNs = Number(process.hrtime.bigint() - before);
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wallNs: wallNs / times, cpuNs: ((user + system) * 1_000) / times };
}
