import type { FirstCallTimes } from './first-call-times.ts';
import { quantile } from './quantile.ts';
import { runAlone } from './run-alone.ts';
import { figure, type Section, target } from './section.ts';

const PROCESSES = 15;
const LINES = 3;

/** The calls that a process sees at first, when nothing is compiled yet. */
export async function firstCalls(): Promise<Section> {
  const runs: FirstCallTimes[] = [];
  for (let run = 0; run < PROCESSES; run += 1) {
    runs.push((await runAlone('first-call-times.ts', String(LINES))) as FirstCallTimes);
  }
  /** The mean of some calls of a process, counted from 1; the median of all processes. */
  const meanOf = (from: number, to: number) => {
    const means = runs.map((times) => times.slice(from - 1, to).reduce((a, b) => a + b) / (to - from + 1));
    return quantile(means, 0.5);
  };
  const last = meanOf(20, 20);
  return {
    title: 'First calls',
    says: `The receive path in a fresh process, with an order of ${LINES} lines each time, on one core. The median of ${PROCESSES} processes; the import of the code is not in it.`,
    rows: [
      {
        name: `${LINES} lines`,
        figures: {
          'call 1': figure(meanOf(1, 1), 'ns'),
          'calls 2–5': figure(meanOf(2, 5), 'ns'),
          'call 20': figure(last, 'ns'),
        },
      },
    ],
    targets: [target('receive path: µs of the 20th call of a process', last / 1_000, { atMost: 400 })],
  };
}
