import { CONNECTION_OPTION } from '../access-options.ts';
import { type Command, UsageError } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import { exitCodes } from '../exit-codes.ts';
import { findShopConnection } from '../find-shop-connection.ts';
import { ACCESS_OPTIONS, accessWords, openAccess } from '../operator-access.ts';
import { parseOptions } from '../parse-options.ts';
import { JSON_OPTION } from '../print-results.ts';
import { readInstant } from '../read-instant.ts';
import { logLinesOfFile, logLinesOfStack } from './find-log-lines.ts';
import { placeOf } from './place-of.ts';
import { shortAccount } from './short-account.ts';
import { traceOrder } from './trace-order.ts';

const help = {
  does: 'Says in one line where an order is, then what is known of it, and what to type.',
  takes: 'ORDER_ID',
  options: {
    connection: { ...CONNECTION_OPTION, otherwise: 'the only one' },
    refund: {
      type: 'string',
      multiple: true,
      value: 'ID',
      means: 'a refund that neither account nor log name; may be repeated',
    },
    since: {
      type: 'string',
      value: 'INSTANT',
      means: 'how far back the log is read, such as 14d',
      otherwise: '3d',
    },
    logs: { type: 'string', value: 'FILE|-', means: 'lines of the log from a file instead' },
    json: { ...JSON_OPTION, means: 'all that was found, as JSON' },
    ...ACCESS_OPTIONS,
  },
  examples: [
    'trace 7301648205117 --connection main --stage prod',
    'trace 7301648205117 --connection main --since 14d --json --stage prod',
  ],
  exits: { invalidInput: 'nothing names the order, or this is its name', unreachable: 'AWS did not answer' },
  page: 'docs/reference.md#adapter-trace',
} as const satisfies CommandHelp;

/**
 * Says in one line where an order is, then what is known of it. Looks into the ledger, all dead letters, the parked
 * deliveries, the pauses, the tombstones, and the log of the last three days.
 */
export const trace: Command = {
  help,
  run: async (args, terminal) => {
    const { typed, refunds, logs, values } = readArguments(args);
    using access = await openAccess(values, terminal);
    const connection = await findShopConnection(access, { id: values.connection });
    const findLogLines =
      logs === undefined
        ? logLinesOfStack(access.logs, readInstant(values.since ?? '3d', '--since', Date.now()))
        : await logLinesOfFile(terminal, logs);
    const traced = await traceOrder(access, connection, { typed, refunds, findLogLines });
    const place = placeOf(traced.found);
    if (values.json ?? false) {
      terminal.print(JSON.stringify({ place, ...traced.output }, undefined, 2));
    } else {
      terminal.print(place.line);
      for (const line of shortAccount(traced)) terminal.print(line);
      for (const next of place.next) terminal.print(`→ adapter ${[next, ...accessWords(values)].join(' ')}`);
    }
    return place.name === 'unknown' || place.name === 'name' ? exitCodes.invalidInput : exitCodes.done;
  },
};

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseOptions(args, help.options);
  const [typed, ...more] = positionals;
  if (typed === undefined || more.length > 0) throw new UsageError('trace needs one order id');
  const { refund: refunds = [], logs } = values;
  return { typed, refunds, logs, values };
}
