import { startCloudWatchDouble } from '../../../infra/local/aws/cloudwatch-double.ts';
import { startEmulator } from '../../../infra/local/aws/emulator.ts';
import { functionEnvironment } from '../../../infra/local/aws/function-environment.ts';
import { startParameterStoreDouble } from '../../../infra/local/aws/parameter-store-double.ts';
import { startTables } from '../../../infra/local/aws/tables.ts';
import { createStopList } from '../../../infra/local/stop-list.ts';
import type { Screen } from '../../../lib/cli/command.ts';
import type { ExitCode } from '../../../lib/cli/exit-codes.ts';
import { runAdapter } from '../../../lib/cli/run-adapter.ts';
import type { Connection } from '../../../lib/model/connection.ts';
import { type RecordedTerminal, recordTerminal, type TypedSecret } from '../doubles/recorded-terminal.ts';

/** Starts everything that commands work on, without the functions, and returns a way to run a command there. */
export async function startOperatedAdapter(
  connections: Readonly<Record<string, Connection>>,
  more: Readonly<Record<string, string>> = {},
) {
  const stops = createStopList();
  const emulator = stops.add(await startEmulator({ longestPollSeconds: 0.02 }));
  const tables = stops.add(await startTables());
  const store = { connections: () => Promise.resolve(connections), path: '/adapter/local/connections' };
  const parameterStore = stops.add(await startParameterStoreDouble(store));
  const cloudWatch = stops.add(await startCloudWatchDouble());
  const environment = functionEnvironment(
    { emulator, tables },
    { parameterStore: parameterStore.url, dfinery: '', cloudWatch: cloudWatch.url },
  );
  return {
    emulator,
    environment: { ...environment, ...more },
    tables,
    parameterStore,
    cloudWatch,
    stop: () => stops.stopAll(),
    run: async (
      args: readonly string[],
      files: Readonly<Record<string, string>> = {},
      variables: Readonly<Record<string, string>> = {},
      secrets: readonly TypedSecret[] = [],
      screen?: Screen,
    ): Promise<RecordedTerminal & { readonly exitCode: ExitCode; readonly json: readonly unknown[] }> => {
      const terminal = recordTerminal(
        { ...files, '.local-stack.json': JSON.stringify({ ...environment, ...more }) },
        variables,
        secrets,
        screen,
      );
      const exitCode = await runAdapter([...args, '--local'], terminal);
      return {
        ...terminal,
        exitCode,
        // Only when asked for: a table is no JSON.
        get json() {
          return terminal.printed.map((line) => JSON.parse(line) as unknown);
        },
      };
    },
  };
}
