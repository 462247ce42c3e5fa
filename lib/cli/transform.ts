import type { MappedCustomer } from '../dfinery/to-profile.ts';
import { PayloadError } from '../model/errors.ts';
import { withoutVerification } from '../sources/source.ts';
import { readDelivery } from '../translate/read-delivery.ts';
import type { DeliveryReading } from '../translate/reading.ts';
import { readDeliveryArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { readTrialConnection } from './read-trial-connection.ts';

type Result = DeliveryReading | { readonly kind: 'invalid'; readonly issues: PayloadError['issues'] };

/** Maps a webhook's body as the receiver would, and prints the events. Sends nothing. */
export const transform: Command = {
  usage: 'transform --source S --topic T [--connection FILE] [FILE|-]',
  run: async (args, terminal) => {
    const { source, topic, connection, files } = readDeliveryArguments(args);
    const settings = await readTrialConnection(terminal, { file: connection, source });
    const rawBody = await terminal.read(files[0] ?? '-');

    const delivery = { headers: {}, rawBody, topic, deliveryId: undefined, isTest: false };
    const result = tryRead(() => readDelivery(source, withoutVerification(delivery), { settings }));
    terminal.print(JSON.stringify(toOutput(result)));
    return exitCodeOf(result);
  },
};

function tryRead(read: () => DeliveryReading): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof PayloadError) return { kind: 'invalid', issues: error.issues };
    throw error;
  }
}

function toOutput(result: Result) {
  switch (result.kind) {
    case 'purchase': {
      const { identity, events, moneyMismatch = null, refunds } = result;
      const all = [...events, ...refunds.refunds.flatMap((refund) => refund.events)];
      return { outcome: 'events', events: all.map((event) => ({ identity, event, moneyMismatch })) };
    }
    case 'customers':
      return { outcome: 'customers', customers: result.customers.map(toCustomerOutput) };
    case 'references':
      return { outcome: 'references', references: result.references };
    case 'event': {
      const { identity, event } = result.whole;
      return { outcome: 'events', events: [{ identity, event }] };
    }
    case 'cart-addition': {
      const { identity, addition } = result;
      return { outcome: 'references', identity, references: [addition.product] };
    }
    case 'privacy':
      return { outcome: 'privacy', requests: result.requests };
    case 'ignored':
      return { outcome: 'ignored', reason: result.reason };
    case 'invalid':
      return { outcome: 'invalid', issues: result.issues };
  }
}

function toCustomerOutput({ identity, profile, signUp }: MappedCustomer) {
  return { identity, properties: profile?.properties ?? {}, signUp: signUp ?? null };
}

const exitCodeByKind = {
  purchase: exitCodes.done,
  customers: exitCodes.done,
  references: exitCodes.done,
  event: exitCodes.done,
  'cart-addition': exitCodes.done,
  privacy: exitCodes.done,
  ignored: exitCodes.ignored,
  invalid: exitCodes.invalidInput,
} as const satisfies Record<Result['kind'], ExitCode>;

function exitCodeOf({ kind }: Result): ExitCode {
  return exitCodeByKind[kind];
}
