import { type Command, UsageError } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import { exitCodes } from '../exit-codes.ts';
import type { AccessArguments } from '../find-environment.ts';
import { ACCESS_OPTIONS, accessWords, type ConnectionsAccess, openAccess } from '../operator-access.ts';
import { parseOptions } from '../parse-options.ts';
import { JSON_OPTION } from '../print-results.ts';
import type { CheckResult, ConnectionUnderCheck } from './check-result.ts';
import { checks } from './doctor-checks.ts';
import { connectionChecks } from './doctor-connection-checks.ts';

const help = {
  does: 'Checks every part of a deployment, and says of each what to do.',
  options: { json: { ...JSON_OPTION, means: 'one JSON object a check, for a schedule' }, ...ACCESS_OPTIONS },
  notes: [
    'It sends a signed webhook of a topic that no connection takes, and asks Dfinery and each shop whether keys are right.',
  ],
  examples: ['doctor --stage prod', 'doctor --json --stage prod'],
  exits: { unreachable: 'something failed, or AWS did not answer' },
  page: 'docs/reference.md#adapter-doctor',
} as const satisfies CommandHelp;

/** Checks a deployment or the local stack end to end. Sends a signed webhook whose topic no connection takes. */
export const doctor: Command = {
  help,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, help.options);
    if (positionals.length > 0) throw new UsageError('doctor takes no argument');
    using access = await openAccess(values, terminal);
    const states: CheckResult['state'][] = [];
    const note = (check: Named, result: CheckResult): void => {
      states.push(result.state);
      terminal.print(
        values.json ? JSON.stringify({ ...check, ...result }) : toLine(check, withAccess(result, values)),
      );
    };

    for (const { name, run } of checks) note({ check: name }, await settle(run(access)));
    for (const connection of await connectionsOf(access)) {
      for (const { name, concerns, run } of connectionChecks) {
        if (concerns?.(connection) === false) continue;
        note({ connection: connection.id, check: name }, await settle(run(access, connection)));
      }
    }
    return states.includes('fail') ? exitCodes.unreachable : exitCodes.done;
  },
};

/** A command as advice gets the options of this one, so that it can be copied. */
function withAccess(result: CheckResult, values: AccessArguments): CheckResult {
  const { advice } = result;
  if (advice === undefined || !/^adapter [\w -]+$/.test(advice)) return result;
  return { ...result, advice: [advice, ...accessWords(values)].join(' ') };
}

/** A check by its name, and the connection that it is about. */
export interface Named {
  readonly connection?: string;
  readonly check: string;
}

/** If the connections cannot be read, their own check has said so. */
async function connectionsOf(access: ConnectionsAccess): Promise<ConnectionUnderCheck[]> {
  try {
    const connections = await access.connections().list();
    return [...connections.values()].flatMap(({ id, shop, dfinery, api }) =>
      shop === undefined || dfinery === undefined ? [] : [{ id, shop, dfinery, api }],
    );
  } catch {
    return [];
  }
}

/** A check that throws has failed. */
async function settle(check: Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await check;
  } catch (error) {
    const advice = 'Check that it exists, and that you may reach it.';
    return { state: 'fail', found: reasonsOf(error), advice };
  }
}

/** `fetch failed` and `The ledger did not answer` say little: the cause names the address, or the table. */
function reasonsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const reason = error.message || error.name;
  return error.cause === undefined ? reason : `${reason}: ${reasonsOf(error.cause)}`;
}

function toLine({ connection, check }: Named, { state, found, advice }: CheckResult): string {
  const name = connection === undefined ? check : `${connection}: ${check}`;
  const line = `${state.padEnd(4)}  ${name.padEnd(28)}  ${found}`;
  return advice === undefined ? line : `${line}\n      ${''.padEnd(28)}  → ${advice}`;
}
