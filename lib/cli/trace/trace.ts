import { type Command, UsageError } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { findShopConnection } from '../find-shop-connection.ts';
import { readSince } from '../logs/read-since.ts';
import { ACCESS_OPTIONS, ACCESS_USAGE, accessWords, openAccess } from '../operator-access.ts';
import { FLAG, needed, parseOptions, TEXT, TEXTS } from '../parse-options.ts';
import { logLinesOfFile, logLinesOfStack } from './find-log-lines.ts';
import { placeOf } from './place-of.ts';
import { shortAccount } from './short-account.ts';
import { traceOrder } from './trace-order.ts';

/**
 * Says in one line where an order is, then what is known of it. Looks into the ledger, all dead letters, the parked
 * deliveries, the pauses, the tombstones, and the log of the last three days.
 */
export const trace: Command = {
  usage: `trace ORDER_ID --connection C [--refund ID]... [--since 3d | --logs FILE|-] [--json] ${ACCESS_USAGE}`,
  run: async (args, terminal) => {
    const { typed, connection: id, refunds, logs, values } = readArguments(args);
    using access = await openAccess(values, terminal);
    const connection = await findShopConnection(access, { id });
    const findLogLines =
      logs === undefined
        ? logLinesOfStack(access.logs, Date.now() - readSince(values.since ?? '3d'))
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
  const { values, positionals } = parseOptions(args, {
    ...ACCESS_OPTIONS,
    connection: TEXT,
    refund: TEXTS,
    logs: TEXT,
    since: TEXT,
    json: FLAG,
  });
  const [typed, ...more] = positionals;
  if (typed === undefined || more.length > 0) throw new UsageError('trace needs one order id');
  const connection = needed(values.connection, '--connection');
  const { refund: refunds = [], logs } = values;
  return { typed, connection, refunds, logs, values };
}
