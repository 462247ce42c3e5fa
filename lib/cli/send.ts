import { randomUUID } from 'node:crypto';
import { ConfigError, PayloadError } from '../model/errors.ts';
import { type Source, withoutVerification } from '../sources/source.ts';
import { readDelivery } from '../translate/read-delivery.ts';
import {
  DELIVERY_OPTIONS,
  type DeliveryArguments,
  refuseUnknownTopic,
  toDeliveryArguments,
} from './arguments.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import type { CommandHelp } from './command-help.ts';
import { exitCodes } from './exit-codes.ts';
import { hintOfOtherSource } from './other-source.ts';
import { parseOptions } from './parse-options.ts';
import { type Answer, exitCodeOf, outcomeOf, postDelivery } from './post-delivery.ts';
import { isLoopback, readTarget } from './read-target.ts';
import { type NamedTrialConnection, readTrialConnection, TRIAL_SHOP } from './read-trial-connection.ts';
import { casesOf, freshOrder } from './trigger/trigger-cases.ts';
import { setAt } from './trigger/value-at.ts';

const options = {
  ...DELIVERY_OPTIONS,
  to: {
    type: 'string',
    value: 'URL',
    means: 'the address of the webhook: …/webhooks/SOURCE/CONNECTION',
    needed: true,
  },
  'new-id': {
    type: 'boolean',
    means: 'give the order an id that no order had: otherwise it is sent once only',
  },
} as const satisfies CommandHelp['options'];

const help = {
  does: 'Signs a body as the platform would, posts it and prints the answer.',
  takes: 'FILE|-',
  options,
  notes: ['The secret is the first of the connection, or WEBHOOK_SECRET.'],
  examples: [
    'send --source shopify --topic orders/paid --connection connections.local.json#example --to 127.0.0.1:3000/webhooks/shopify/example order.json',
    'send --source shopify --topic orders/paid --shop example.myshopify.com --to https://….execute-api.ap-northeast-2.amazonaws.com/webhooks/shopify/main order.json',
  ],
  exits: {
    done: 'it was taken',
    invalidInput: 'a file cannot be read, there is no secret, or the adapter parked the body',
    ignored: 'the adapter ignores it',
    refused: 'it was refused: HTTP 3xx or 4xx',
    unreachable: 'no answer, or HTTP 5xx',
  },
  page: 'docs/reference.md#the-command-line',
} as const satisfies CommandHelp;

/** Signs a body as the platform would, posts it and prints the answer. */
export const send: Command = {
  help,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, options);
    const delivery = toDeliveryArguments(values, positionals);
    const { source, topic, connection: file, shop: asked, files } = delivery;
    const to = readTarget(values.to);
    if (files[0] === undefined) throw new UsageError('FILE is missing');
    refuseUnknownTopic(delivery);
    const connection = await readTrialConnection(terminal, { file, source, shop: asked });
    const secret = connection.secrets[0] ?? terminal.environment['WEBHOOK_SECRET'];
    if (secret === undefined || secret === '') {
      throw new ConfigError('No secret: give a connection with `secrets`, or set WEBHOOK_SECRET');
    }

    const { shop } = connection;
    const given = await terminal.read(files[0]);
    const rawBody = values['new-id'] ? withNewId(source, given, shop) : given;
    const headers = source.sign({ rawBody, secret, topic, shop, deliveryId: randomUUID(), now: new Date() });
    const answer = await postDelivery(to, { headers, rawBody });
    if (answer instanceof Error) {
      const isLocal = isLoopback(to) ? '. Does npm start run?' : '';
      terminal.complain(`No answer from ${to.href}: ${answer.message}${isLocal}`);
      return exitCodes.unreachable;
    }
    terminal.print(`${answer.status} ${answer.body}`);
    const sent: Sent = { ...answer, to, delivery, connection, rawBody };
    const outcome = outcomeOf(answer);
    if (outcome === 'known' && isLoopback(to)) terminal.complain(SENT_ONCE);
    if (outcome === 'parked') sayWhyParked(sent, terminal);
    if (answer.status === 401 || answer.status === 403 || answer.status === 404)
      sayWhyRefused(sent, terminal);
    return exitCodeOf(answer.status, outcome);
  },
};

const SENT_ONCE = 'This order was sent before: nothing new reaches Dfinery. --new-id makes it another order.';

/** Returns a body with another order's id. It is written anew, so its bytes differ. */
function withNewId(source: Source, rawBody: Buffer, shop: string): Buffer {
  const { idPath, orderId } = casesOf(source);
  const body = parseJson(rawBody);
  setAt(body, idPath, orderId(freshOrder(shop)));
  return Buffer.from(JSON.stringify(body));
}

function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString());
  } catch {
    throw new ConfigError('--new-id needs a body that is JSON');
  }
}

interface Sent extends Answer {
  readonly to: URL;
  readonly delivery: DeliveryArguments;
  readonly connection: NamedTrialConnection;
  readonly rawBody: Buffer;
}

/** The receiver keeps its reasons for itself; the same reading is done here. Issues hold no values. */
function sayWhyParked({ delivery, connection, rawBody }: Sent, { complain }: Terminal): void {
  const { source, topic } = delivery;
  const received = { headers: {}, rawBody, topic, deliveryId: undefined, isTest: false };
  try {
    readDelivery(source, withoutVerification(received), { settings: connection });
    complain(
      'It can be read here: the connection of the adapter has other settings, or the adapter is older.',
    );
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error;
    for (const { path, message } of error.issues) complain(`${path || '(body)'}: ${message}`);
  }
  const hint = hintOfOtherSource(source, rawBody, connection);
  if (hint !== undefined) complain(hint);
}

/** A shop is told nothing more than `unauthorized`. Whoever sends to their own machine may know what to look at. */
function sayWhyRefused({ status, to, delivery, connection }: Sent, { complain }: Terminal): void {
  if (!isLoopback(to)) return;
  const [, webhooks, source = '', id = ''] = to.pathname.split('/');
  if (webhooks !== 'webhooks' || id === '') {
    complain('The address of a webhook ends in /webhooks/SOURCE/CONNECTION.');
  } else if (source !== delivery.source.id) {
    complain(`The address is one of ${source}, the request one of ${delivery.source.id}.`);
  } else if (status === 404) {
    complain(
      `${source} has no connection ${id} here: adapter connection list --local shows those there are.`,
    );
  } else if (connection.shop === TRIAL_SHOP) {
    complain(
      `Most likely the shop: the request is of "${TRIAL_SHOP}". Name it with --shop, or take --connection.`,
    );
  } else {
    complain(
      `Most likely the secret, or the shop ("${connection.shop}"), is not that of ${id}: ` +
        'compare with the connections file that npm start names.',
    );
  }
}
