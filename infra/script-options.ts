import { UsageError } from '../lib/cli/command.ts';
import type { CommandHelp, OptionTable } from '../lib/cli/command-help.ts';
import { exitCodes } from '../lib/cli/exit-codes.ts';
import { scriptHelp } from '../lib/cli/help-text.ts';
import { parseOptions } from '../lib/cli/parse-options.ts';

/** A script of `npm run`, as far as its help goes. */
export interface Script<Options extends OptionTable> extends Pick<CommandHelp, 'does' | 'takes'> {
  /** As typed behind `npm run`. */
  readonly name: string;
  readonly options: Options;
}

/**
 * Returns the options of this process's script. With `--help` or `-h` it prints the usage and ends the process with 0.
 * @throws {UsageError} an option is unknown, or there is an argument and the script takes none.
 */
export function readScriptOptions<const Options extends OptionTable>(script: Script<Options>) {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(scriptHelp(script));
    process.exit(exitCodes.done);
  }
  const parsed = parseOptions(args, script.options);
  const [argument] = parsed.positionals;
  if (script.takes === undefined && argument !== undefined) {
    throw new UsageError(`Unexpected argument: ${argument}`);
  }
  return parsed;
}

/** Returns an option as a number. @throws {UsageError} it is none. */
export function readNumber(value: string | undefined, option: string, otherwise: number): number {
  const number = value === undefined ? otherwise : Number(value);
  if (value?.trim() === '' || !Number.isFinite(number)) throw new UsageError(`${option} needs a number`);
  return number;
}

/** Runs a script. What its options get wrong is one line and exit code 2. */
export async function runScript(name: string, main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\nnpm run ${name} -- --help says more.`);
    process.exitCode = exitCodes.wrongUsage;
  }
}
