import { UsageError } from '../../lib/cli/command.ts';
import { type ExitCode, exitCodes } from '../../lib/cli/exit-codes.ts';
import { type CostQuestion, readDurations, readQuestion, USAGE } from './cost-question.ts';
import type { Measured } from './measured.ts';
import type { Scenario } from './scenario.ts';
import { rewriteSections, sectionsOf } from './sections.ts';

/** The outside world of the script. Files are named from the project's folder. */
export interface CostPorts {
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  /** @throws {Error} it cannot be read. */
  readonly read: (file: string) => Promise<string>;
  readonly write: (file: string, text: string) => Promise<void>;
  /** The figures of the last measurement. */
  readonly measured: () => Measured;
  /** Measures anew. */
  readonly measure: () => Promise<Measured>;
}

export const PAGE = 'docs/cost.md';
const MEASURED = 'infra/cost/measured.json';

/**
 * Prints what the adapter costs, as Markdown. `--measure` measures first and keeps the figures, `--write` puts the
 * tables into the page. Returns the exit code.
 */
export async function runCost(args: readonly string[], ports: CostPorts): Promise<ExitCode> {
  try {
    const question = readQuestion(args);
    const sections = sectionsOf(await scenarioOf(question, ports));
    if (question.write) await ports.write(PAGE, rewriteSections(await ports.read(PAGE), sections));
    else for (const { title, text } of sections) ports.print(`## ${title}\n\n${text}\n`);
    return exitCodes.done;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    ports.complain(`${error.message}\n\n${USAGE}`);
    return exitCodes.wrongUsage;
  }
}

async function scenarioOf(
  { scenario, durationsFile, measure }: CostQuestion,
  ports: CostPorts,
): Promise<Scenario> {
  const measured = measure ? await ports.measure() : ports.measured();
  if (measure) await ports.write(MEASURED, `${JSON.stringify(measured, null, 2)}\n`);
  if (durationsFile === undefined) return { ...scenario, measured };
  const durations = readDurations(await readFileOf(durationsFile, ports));
  return { ...scenario, measured, assumptions: { ...scenario.assumptions, durations } };
}

async function readFileOf(file: string, { read }: CostPorts): Promise<string> {
  try {
    return await read(file);
  } catch (cause) {
    throw new UsageError(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
