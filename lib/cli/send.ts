import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { ConfigError, PayloadError } from '../model/errors.ts';
import { withoutVerification } from '../sources/source.ts';
import { readDelivery } from '../translate/read-delivery.ts';
import {
  DELIVERY_OPTIONS,
  type DeliveryArguments,
  refuseUnknownTopic,
  toDeliveryArguments,
} from './arguments.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import type { CommandHelp } from './command-help.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { usageOf } from './help-text.ts';
import { hintOfOtherSource } from './other-source.ts';
import { parseOptions } from './parse-options.ts';
import { isLoopback, readTarget } from './read-target.ts';
import { type NamedTrialConnection, readTrialConnection, TRIAL_SHOP } from './read-trial-connection.ts';

/** Longer than the slowest platform waits. */
const ANSWER_TIMEOUT_MS = 30_000;

const options = {
  ...DELIVERY_OPTIONS,
  to: {
    type: 'string',
    value: 'URL',
    means: 'the address of the webhook: …/webhooks/SOURCE/CONNECTION',
    needed: true,
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
  usage: usageOf('send', help),
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

    const rawBody = await terminal.read(files[0]);
    const { shop } = connection;
    const headers = source.sign({ rawBody, secret, topic, shop, deliveryId: randomUUID(), now: new Date() });
    const answer = await post(to, { headers, rawBody });
    if (answer instanceof Error) {
      const isLocal = isLoopback(to) ? '. Does npm start run?' : '';
      terminal.complain(`No answer from ${to.href}: ${answer.message}${isLocal}`);
      return exitCodes.unreachable;
    }
    terminal.print(`${answer.status} ${answer.body}`);
    const sent: Sent = { ...answer, to, delivery, connection, rawBody };
    const outcome = outcomeOf(answer);
    if (outcome === 'parked') sayWhyParked(sent, terminal);
    if (answer.status === 401 || answer.status === 403 || answer.status === 404)
      sayWhyRefused(sent, terminal);
    return exitCodeOf(answer.status, outcome);
  },
};

interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Sent extends Answer {
  readonly to: URL;
  readonly delivery: DeliveryArguments;
  readonly connection: NamedTrialConnection;
  readonly rawBody: Buffer;
}

async function post(
  to: URL,
  { headers, rawBody }: { headers: Record<string, string>; rawBody: Buffer },
): Promise<Answer | Error> {
  try {
    const response = await fetch(to, {
      method: 'POST',
      headers,
      body: new Uint8Array(rawBody),
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    // The error is only `fetch failed`; its cause names the address.
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return cause instanceof Error ? cause : new Error(String(cause));
  }
}

const OutcomeSchema = v.pipe(v.string(), v.parseJson(), v.object({ status: v.string() }));

/** Returns what the receiver says it did; `undefined` if something else answered. */
function outcomeOf({ body }: Answer): string | undefined {
  const result = v.safeParse(OutcomeSchema, body);
  return result.success ? result.output.status : undefined;
}

const exitCodeByOutcome: Readonly<Record<string, ExitCode>> = {
  ignored: exitCodes.ignored,
  parked: exitCodes.invalidInput,
};

function exitCodeOf(status: number, outcome: string | undefined): ExitCode {
  if (status >= 200 && status < 300) return exitCodeByOutcome[outcome ?? ''] ?? exitCodes.done;
  return status >= 500 ? exitCodes.unreachable : exitCodes.refused;
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
