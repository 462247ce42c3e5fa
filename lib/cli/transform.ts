import type { PurchaseEvent, RefundEvent } from '../dfinery/event.ts';
import { toCancellation } from '../dfinery/to-changes.ts';
import type { MappedCustomer } from '../dfinery/to-profile.ts';
import type { MappingSettings } from '../model/connection.ts';
import { PayloadError } from '../model/errors.ts';
import { type Source, withoutVerification } from '../sources/source.ts';
import { explainFigures } from '../translate/explain-figures.ts';
import { readDelivery } from '../translate/read-delivery.ts';
import type { DeliveryReading } from '../translate/reading.ts';
import { DELIVERY_OPTIONS, refuseUnknownTopic, toDeliveryArguments } from './arguments.ts';
import { type Command, UsageError } from './command.ts';
import type { CommandHelp } from './command-help.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { explainOrder, type OrderNews } from './explain/explain-order.ts';
import { readTold } from './explain/read-told.ts';
import { toTable } from './explain/to-table.ts';
import { hintOfOtherSource } from './other-source.ts';
import { parseOptions } from './parse-options.ts';
import { printValue } from './print-results.ts';
import { readTrialConnection } from './read-trial-connection.ts';

type Result = DeliveryReading | { readonly kind: 'invalid'; readonly issues: PayloadError['issues'] };

const options = {
  ...DELIVERY_OPTIONS,
  explain: {
    type: 'boolean',
    means:
      "an order's money: where each figure comes from, and what would be told next; a table, but with --json",
  },
  told: {
    type: 'string',
    value: 'AMOUNT[@STAGE]',
    means: 'with --explain: what Dfinery was told before',
    otherwise: 'nothing',
  },
  json: { type: 'boolean', means: 'one line of JSON, as into a pipe; on a terminal it is indented' },
} as const satisfies CommandHelp['options'];

const help = {
  does: "Maps a webhook's body as the receiver would, and prints the events. Sends nothing.",
  takes: '[FILE|-]',
  options,
  examples: [
    'transform --source shopify --topic orders/paid order.json',
    'transform --source shopify --topic orders/updated --connection connections.local.json#main --explain order.json',
  ],
  exits: {
    done: 'the events are printed',
    invalidInput: 'a file cannot be read, or the body lacks what the mapping needs',
    ignored: 'the body is ignored; the reason is printed',
  },
  page: 'docs/reference.md#adapter-transform---explain',
} as const satisfies CommandHelp;

/**
 * Maps a webhook's body as the receiver would, and prints the events as JSON. With `--explain` it prints the money of an
 * order instead, as a table or, with `--json`, as JSON: where each figure comes from, and what would be told next. Sends
 * nothing.
 */
export const transform: Command = {
  help,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, options);
    const { source, topic, connection, shop, files } = toDeliveryArguments(values, positionals);
    if (values.told !== undefined && values.explain !== true) throw new UsageError('--told needs --explain');
    const told = readTold(values.told);
    refuseUnknownTopic({ source, topic });
    const { figuresFrom } = source;
    const settings = await readTrialConnection(terminal, { file: connection, source, shop });
    const rawBody = await terminal.read(files[0] ?? '-');

    const delivery = { headers: {}, rawBody, topic, deliveryId: undefined, isTest: false };
    const result = tryRead(() => readDelivery(source, withoutVerification(delivery), { settings }));
    if (values.explain === true && result.kind === 'order') {
      const explained = explainOrder(result, { ...settings, figuresFrom }, told);
      if (values.json === true) printValue(terminal, { outcome: 'explained', ...explained }, values);
      else for (const line of toTable(explained)) terminal.print(line);
    } else {
      printValue(terminal, toOutput(result, { ...settings, figuresFrom }), values);
    }
    const hint = result.kind === 'invalid' ? hintOfOtherSource(source, rawBody, settings) : undefined;
    if (hint !== undefined) terminal.complain(hint);
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

/** What is printed without `--explain`. */
export type Transformed = ReturnType<typeof toOutput>;

function toOutput(result: Result, settings: MappingSettings & Pick<Source, 'figuresFrom'>) {
  switch (result.kind) {
    case 'order': {
      const { identity, order } = result;
      const moneyMismatch = mismatchOf(result, settings);
      const events = eventsOf(result, settings).map((event) => ({ identity, event, moneyMismatch }));
      return { outcome: 'events', stage: order.stage, events } as const;
    }
    case 'customers':
      return { outcome: 'customers', customers: result.customers.map(toCustomerOutput) } as const;
    case 'references':
      return { outcome: 'references', references: result.references } as const;
    case 'event': {
      const { identity, event } = result.whole;
      return { outcome: 'events', events: [{ identity, event }] } as const;
    }
    case 'cart-addition': {
      const { identity, addition } = result;
      return { outcome: 'references', identity, references: [addition.product] } as const;
    }
    case 'privacy':
      return { outcome: 'privacy', requests: result.requests } as const;
    case 'ignored':
      return { outcome: 'ignored', reason: result.reason } as const;
    case 'invalid':
      return { outcome: 'invalid', issues: result.issues } as const;
  }
}

function mismatchOf({ order, moneyMismatch }: OrderNews, { figuresFrom }: Pick<Source, 'figuresFrom'>) {
  if (moneyMismatch === undefined) return null;
  return { ...moneyMismatch, terms: explainFigures(order, figuresFrom).figures };
}

/** Returns what is sent if nothing was told before; of a closed order what is sent if it was told as promised. */
function eventsOf(
  { order, events, refunds }: OrderNews,
  settings: MappingSettings,
): readonly (PurchaseEvent | RefundEvent)[] {
  if (order.stage !== 'closed') return [...events, ...refunds.refunds.flatMap((refund) => refund.events)];
  const cancellation = toCancellation({ ...order, changedAt: order.changedAt ?? order.placedAt }, settings);
  return cancellation === undefined ? [] : [cancellation];
}

function toCustomerOutput({ identity, profile, signUp }: MappedCustomer) {
  return { identity, properties: profile?.properties ?? {}, signUp: signUp ?? null };
}

const exitCodeByKind = {
  order: exitCodes.done,
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
