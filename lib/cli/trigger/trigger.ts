import { randomUUID } from 'node:crypto';
import { ConfigError } from '../../model/errors.ts';
import { findSource, sources } from '../../sources/all-sources.ts';
import type { Source } from '../../sources/source.ts';
import type { StoredConnections, StoredShop } from '../../stores/connections/stored-connections.ts';
import { ledgerId } from '../../stores/ledger/ledger.ts';
import { ACCESS_OPTIONS } from '../access-options.ts';
import { refuseUnknownTopic } from '../arguments.ts';
import { type Command, type Terminal, UsageError } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { AccessArguments } from '../find-environment.ts';
import { accessWords, type OperatorAccess, openAccess } from '../operator-access.ts';
import { parseOptions, refuseMore } from '../parse-options.ts';
import { exitCodeOf, outcomeOf, postDelivery } from '../post-delivery.ts';
import { createResults, JSON_OPTION, printValue } from '../print-results.ts';
import { TRIAL_SHOP } from '../read-trial-connection.ts';
import { didYouMean } from '../suggest.ts';
import { purchaseKeyOf } from '../trace/trace-keys.ts';
import { printCase } from './print-case.ts';
import { casesOf, chooseCase, freshOrder, triggerCases } from './trigger-cases.ts';
import { setArgument, valueAt } from './value-at.ts';

/** How often, and how long apart, the ledger is asked whether the order was sent. The drain gathers for five seconds. */
const LOOKS = 20;
const BETWEEN_LOOKS_MS = 1_000;

const options = {
  ...ACCESS_OPTIONS,
  connection: {
    type: 'string',
    value: 'C',
    means: 'the connection to send to',
    otherwise: 'the only one of the source',
  },
  case: { type: 'string', value: 'NAME', means: 'which order', otherwise: 'the first with this topic' },
  set: {
    type: 'string',
    value: 'PATH=VALUE',
    multiple: true,
    means: 'change the body: total_price=73000, line_items.0.quantity=3',
  },
  list: { type: 'boolean', means: 'list the cases, and send nothing' },
  print: { type: 'boolean', means: 'print the body, and send nothing: no --local or --stage is needed' },
  shop: {
    type: 'string',
    value: 'NAME',
    means: 'with --print: the shop that the body is of',
    otherwise: TRIAL_SHOP,
  },
  yes: { type: 'boolean', means: 'send it to a stage, whose Dfinery gets the order' },
  json: JSON_OPTION,
} as const satisfies CommandHelp['options'];

const help = {
  does: 'Sends a signed, made-up order with a fresh id to a connection, and says what became of it.',
  takes: 'SOURCE[/TOPIC]',
  options,
  notes: [
    'The secret is that of the connection; it is never shown. Customers are made up: jiwoo.han@example.com.',
    'An order of BigCommerce, Cafe24, Imweb, Shopby or Stripe Checkout is only named, and then fetched from the shop.',
  ],
  examples: [
    'trigger shopify --local',
    'trigger shopify/orders/updated --case refund --local',
    'trigger woocommerce --set total=39000 --stage test --connection main --yes',
    'trigger --list',
    'trigger shopify --case guest --print',
  ],
  exits: {
    done: 'the receiver did what the case is for, or the body is printed',
    invalidInput: 'there is no such connection, or the adapter parked the order',
    ignored: 'the adapter ignored it',
    refused: 'it was refused: HTTP 3xx or 4xx',
    unreachable: 'no answer, or HTTP 5xx',
  },
  page: 'docs/reference.md#adapter-trigger',
} as const satisfies CommandHelp;

/** Sends a made-up order of a built-in case, or prints its body. */
export const trigger: Command = {
  help,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, options);
    const [target = '', ...more] = positionals;
    refuseMore(more);
    if (values.list) return list(target, terminal, values.json);
    const { source, topic } = readTriggered(target);
    const chosen = chooseCase(source, { name: values.case, topic });
    if (values.print === true) {
      const printed = changed(chosen.body(freshOrder(values.shop ?? TRIAL_SHOP)), values.set);
      printCase({ source, chosen, body: printed }, terminal, values);
      return exitCodes.done;
    }
    if (values.shop !== undefined)
      throw new UsageError('--shop needs --print: otherwise it is the connection’s');
    using access = await openAccess(values, terminal);
    const { id, shop: stored } = await chooseConnection(access.connections(), source, values.connection);
    const shop = stored.shop ?? id;
    const [secret] = stored.secrets;
    if (secret === undefined) throw new ConfigError(`${id} has no signing secret: it takes no webhooks`);
    const body = changed(chosen.body(freshOrder(shop)), values.set);
    if (!access.isLocal && !values.yes) {
      terminal.complain(
        `An order would be sent to ${id}, and from there to service ${stored.dfinery.serviceId} at Dfinery, where it counts. Add --yes to do it.`,
      );
      return exitCodes.wrongUsage;
    }

    const to = new URL(`${access.address()}/webhooks/${source.id}/${id}`);
    const rawBody = Buffer.from(JSON.stringify(body));
    const signing = { rawBody, secret, topic: chosen.topic, shop, deliveryId: randomUUID(), now: new Date() };
    const answer = await postDelivery(to, { headers: source.sign(signing), rawBody });
    if (answer instanceof Error) {
      terminal.complain(`No answer from ${to.href}: ${answer.message}`);
      return exitCodes.unreachable;
    }
    const outcome = outcomeOf(answer);
    const found = valueAt(body, casesOf(source).idPath);
    const orderId = typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
    const key = purchaseKeyOf({ ...stored, id, shop }, orderId ?? '');
    const order = outcome === 'queued' ? await placeOf(access, ledgerId(key), { key, terminal }) : undefined;
    const { name, topic: sent, becomes } = chosen;
    const { status } = answer;
    const told = {
      source: source.id,
      topic: sent,
      case: name,
      connection: id,
      orderId,
      status,
      outcome,
      order,
    };
    printValue(terminal, told, values);
    sayWhereToLook(told, values, terminal);
    return outcome === becomes ? exitCodes.done : exitCodeOf(status, outcome);
  },
};

/** Returns a body with the changes made in it. */
function changed(body: unknown, changes: readonly string[] = []): unknown {
  for (const argument of changes) setArgument(body, argument);
  return body;
}

/** Asks the ledger until every part of the order was sent, or for some seconds. */
async function placeOf(
  access: OperatorAccess,
  id: string,
  { key, terminal }: { readonly key: ReturnType<typeof purchaseKeyOf>; readonly terminal: Terminal },
): Promise<'sent to Dfinery' | 'not sent yet'> {
  const ledger = access.ledger();
  for (let look = 0; look < LOOKS; look += 1) {
    const entry = (await ledger.read([key])).get(id);
    const sent = Object.values(entry?.states ?? {}).filter(({ state }) => state === 'sent');
    if (entry !== undefined && sent.length === entry.parts) return 'sent to Dfinery';
    await terminal.sleep(BETWEEN_LOOKS_MS);
  }
  return 'not sent yet';
}

interface Told {
  readonly connection: string;
  readonly orderId: string | undefined;
  readonly outcome: string | undefined;
}

function sayWhereToLook(
  { connection, orderId, outcome }: Told,
  access: AccessArguments,
  { complain }: Terminal,
): void {
  const whichAdapter = accessWords(access).join(' ');
  if (outcome === 'queued' && orderId !== undefined) {
    complain(`More: adapter trace ${orderId} --connection ${connection} ${whichAdapter}`);
  }
  if (outcome === 'parked') complain(`Why: adapter parked list --connection ${connection} ${whichAdapter}`);
}

/** Returns source and topic of `shopify/orders/paid`. @throws {UsageError} it names none. */
function readTriggered(target: string): { readonly source: Source; readonly topic: string | undefined } {
  const [, id = target, topic] = /^([^/]*)\/(.+)$/.exec(target) ?? [];
  const source = findSource(id);
  const known = Object.keys(sources);
  if (target === '') throw new UsageError(`trigger needs SOURCE/TOPIC. Sources are ${known.join(', ')}.`);
  if (source === undefined) {
    throw new UsageError(`Unknown source: ${id}${didYouMean(id, known)}\nKnown are ${known.join(', ')}.`);
  }
  if (topic !== undefined) refuseUnknownTopic({ source, topic });
  return { source, topic };
}

interface Chosen {
  readonly id: string;
  readonly shop: StoredShop;
}

/** @throws {ConfigError} there is no such connection. @throws {UsageError} there are several, and none is named. */
async function chooseConnection(
  connections: StoredConnections,
  source: Source,
  asked: string | undefined,
): Promise<Chosen> {
  const all = [...(await connections.list()).values()].flatMap(({ id, shop }) =>
    shop ? [{ id, shop }] : [],
  );
  const own = all.filter(({ shop }) => shop.source === source.id);
  const fitting = own.filter(({ id }) => asked === undefined || id === asked);
  const [found] = fitting;
  if (fitting.length > 1) {
    throw new UsageError(`--connection is needed: one of ${fitting.map(({ id }) => id).join(', ')}`);
  }
  if (found !== undefined) return found;
  const other = all.find(({ id }) => id === asked);
  if (other !== undefined) throw new ConfigError(`${other.id} is a connection of ${other.shop.source}`);
  throw new ConfigError(
    asked === undefined ? `There is no connection of ${source.id}` : `Unknown connection: ${asked}`,
  );
}

function list(target: string, terminal: Terminal, json: boolean | undefined): ExitCode {
  const wanted = target === '' ? undefined : readTriggered(target).source.id;
  const results = createResults(terminal, { json, columns, empty: 'There are no cases.' });
  for (const [source, { cases }] of Object.entries(triggerCases)) {
    if (wanted !== undefined && source !== wanted) continue;
    for (const [name, { topics, becomes, means }] of Object.entries(cases)) {
      results.add({ source, case: name, topics, becomes, means });
    }
  }
  results.end();
  return exitCodes.done;
}

interface Listed {
  readonly source: string;
  readonly case: string;
  readonly topics: readonly string[];
  readonly becomes: string;
  readonly means: string;
}

const columns = [
  { title: 'source', of: ({ source }: Listed) => source },
  { title: 'case', of: (listed: Listed) => listed.case },
  { title: 'topic', of: ({ topics }: Listed) => topics[0] },
  { title: 'becomes', of: ({ becomes }: Listed) => becomes },
  { title: 'what it is', of: ({ means }: Listed) => means },
];
