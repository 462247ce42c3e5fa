import { askDfinery } from './ask-dfinery.ts';
import { type Command, UsageError } from './command.ts';
import { checks } from './doctor-checks.ts';
import { connectionChecks } from './doctor-connection-checks.ts';
import type { CheckResult, ConnectionUnderCheck, Patient } from './doctor-patient.ts';
import { exitCodes } from './exit-codes.ts';
import { ACCESS_OPTIONS, ACCESS_USAGE, findAdapter } from './operator-access.ts';
import { parseOptions } from './parse-options.ts';

/** Checks a deployment or the local stack end to end. Sends a signed webhook that no connection is interested in. */
export const doctor: Command = {
  usage: `doctor ${ACCESS_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, ACCESS_OPTIONS);
    if (positionals.length > 0) throw new UsageError('doctor takes no argument');
    const patient: Patient = { access: await findAdapter(values, terminal), askDfinery };
    const rows: Row[] = [];
    const note = (name: string, result: CheckResult): void => {
      rows.push({ name, ...result });
      terminal.print(toLine({ name, ...result }));
    };

    for (const { name, run } of checks) note(name, await settle(run(patient)));
    for (const connection of await connectionsOf(patient)) {
      for (const { name, concerns, run } of connectionChecks) {
        if (concerns?.(connection) === false) continue;
        note(`${connection.id}: ${name}`, await settle(run(patient, connection)));
      }
    }
    return rows.some(({ state }) => state === 'fail') ? exitCodes.unreachable : exitCodes.done;
  },
};

type Row = CheckResult & { readonly name: string };

/** Where the connections cannot be read, their own check has said so. */
async function connectionsOf({ access }: Patient): Promise<ConnectionUnderCheck[]> {
  try {
    const connections = await access.connections().list();
    return [...connections.values()].flatMap(({ id, shop, dfinery, api }) =>
      shop === undefined || dfinery === undefined ? [] : [{ id, shop, dfinery, api }],
    );
  } catch {
    return [];
  }
}

/** A check that throws has failed; what it threw is all there is to say. */
async function settle(check: Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await check;
  } catch (error) {
    const message = error instanceof Error ? error.message || error.name : String(error);
    return { state: 'fail', found: message, advice: 'Look whether it exists, and whether you may reach it.' };
  }
}

function toLine({ state, name, found, advice }: Row): string {
  const line = `${state.padEnd(4)}  ${name.padEnd(28)}  ${found}`;
  return advice === undefined ? line : `${line}\n      ${''.padEnd(28)}  → ${advice}`;
}
