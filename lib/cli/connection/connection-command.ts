import { ConfigError } from '../../model/errors.ts';
import type { StoredConnection, StoredConnections } from '../../stores/connections/stored-connections.ts';
import { awsFaultOf } from '../aws-fault.ts';
import { type Command, type Terminal, UsageError } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { noteChange } from '../note-change.ts';
import { type OperatorAccess, openAccess, openConnections } from '../operator-access.ts';
import { type Column, createResults, printValue } from '../print-results.ts';
import { askDfinery } from './ask-dfinery.ts';
import { authorize } from './authorize.ts';
import { withoutOldSecret, withSecret } from './change-secrets.ts';
import { checkAlone } from './check-against.ts';
import {
  type ConnectionAction,
  type ConnectionRequest,
  connectionHelp,
  readConnectionArguments,
} from './connection-arguments.ts';
import { readConnection } from './read-connection.ts';
import { removeConnection } from './remove-connection.ts';
import type { RemovedBy } from './rows-of-held.ts';
import { withSettings } from './set-fields.ts';
import { storeConnection } from './store-connection.ts';
import { toConnectionFile, toMaskedFile } from './stored-to-file.ts';

/** Stores, shows and checks the connections of a stage: shops bound to Dfinery services. */
export const connection: Command = {
  help: connectionHelp,
  run: async (args, terminal) => {
    const request = readConnectionArguments(args);
    // A file with a fault is told of before AWS is asked.
    const wanted = request.action === 'put' ? await readConnection(request, terminal) : undefined;
    if (wanted !== undefined) checkAlone(request.id, wanted);
    using access = await openConnections(request.values, terminal);
    const { environment } = access;
    const connections = access.connections();
    const exitCode = await actions[request.action]({ request, wanted, terminal, environment, connections });
    const isChange = isChanging(request) && exitCode === exitCodes.done;
    const change = { what: `connection ${request.action}`, connection: request.id || undefined };
    await noteChange(access, terminal, { ...change, count: isChange ? 1 : 0 });
    return exitCode;
  },
};

const CHANGING: ReadonlySet<ConnectionAction> = new Set([
  'put',
  'set',
  'add-secret',
  'index',
  'remove',
  'authorize',
]);

function isChanging({ action, values }: ConnectionRequest): boolean {
  return CHANGING.has(action) && (action !== 'remove' || values.yes === true);
}

interface Call {
  readonly request: ConnectionRequest;
  /** What `put` was given. */
  readonly wanted: Awaited<ReturnType<typeof readConnection>> | undefined;
  readonly terminal: Terminal;
  readonly environment: Terminal['environment'];
  readonly connections: StoredConnections;
}

const actions: Record<ConnectionAction, (call: Call) => Promise<ExitCode>> = {
  async put({ request: { id }, wanted, terminal, connections }) {
    if (wanted === undefined) throw new UsageError('put needs a connection');
    const stored = await connections.list();
    const since = await storeConnection(connections, { id, wanted, stored }, terminal);
    terminal.print(JSON.stringify({ id, outcome: stored.has(id) ? 'replaced' : 'created', since }));
    return exitCodes.done;
  },

  async get({ request: { id, values }, terminal, connections }) {
    const found = await find(connections, id);
    const file = values.reveal ? toConnectionFile(found) : toMaskedFile(found);
    // Indented in a pipe, too: a person edits it.
    terminal.print(JSON.stringify(file, undefined, values.json ? undefined : 2));
    return exitCodes.done;
  },

  async set({ request: { id, settings = new Map<string, unknown>() }, terminal, connections }) {
    const stored = await connections.list();
    const found = await find(connections, id, stored);
    const wanted = withSettings(toConnectionFile(found), settings);
    await storeConnection(connections, { id, wanted, stored }, terminal);
    terminal.print(JSON.stringify({ id, outcome: 'replaced', set: [...settings.keys()] }));
    return exitCodes.done;
  },

  async 'add-secret'({ request: { id, file, values }, terminal, connections }) {
    const stored = await connections.list();
    const found = await find(connections, id, stored);
    const current = toConnectionFile(found);
    const before = current.secrets ?? [];
    const secrets = values['drop-old']
      ? withoutOldSecret(before)
      : withSecret(before, await readSecret(file, terminal));
    const wanted = withSettings(current, new Map([['secrets', secrets]]));
    await storeConnection(connections, { id, wanted, stored }, terminal);
    const outcome = values['drop-old'] ? 'old secret dropped' : 'secret added';
    terminal.print(JSON.stringify({ id, outcome, secrets: secrets.length }));
    terminal.complain('Every function knows it after five minutes.');
    return exitCodes.done;
  },

  async list({ request: { values }, terminal, connections }) {
    const results = createResults(terminal, {
      json: values.json,
      columns: listColumns,
      empty: 'There are no connections: adapter connection put stores one.',
    });
    for (const stored of (await connections.list()).values()) results.add(summaryOf(stored));
    results.end();
    return exitCodes.done;
  },

  async index({ terminal, connections }) {
    await connections.rebuildIndex();
    const { kind } = await connections.readIndex();
    terminal.print(JSON.stringify({ outcome: kind === 'index' ? 'listed' : kind }));
    return exitCodes.done;
  },

  async remove({ request: { id, values }, terminal, connections }) {
    const { yes = false, json } = values;
    const purges = new Set<RemovedBy>([
      ...(values.purge ? (['purge'] as const) : []),
      ...(values['purge-ledger'] ? (['purge-ledger'] as const) : []),
    ]);
    using access = await openIfDeployed(values, terminal, { isNeeded: purges.size > 0 });
    return await removeConnection({ id, connections, access, purges, yes, json }, terminal);
  },

  async authorize({ request: { id, values }, terminal, connections }) {
    const found = await find(connections, id);
    using access = await openAccess(values, terminal);
    return await authorize(access, { connection: found, redirectUri: values['redirect-uri'] }, terminal);
  },

  async check({ request, terminal, environment, connections }) {
    const { id, dfinery } = await find(connections, request.id);
    if (dfinery === undefined) throw new ConfigError(`${id} has no Dfinery credentials`);
    const { exitCode, ...verdict } = await askDfinery(dfinery, environment);
    printValue(terminal, { id, ...verdict }, request.values);
    return exitCode;
  },
};

async function find(
  connections: StoredConnections,
  id: string,
  stored?: ReadonlyMap<string, StoredConnection>,
): Promise<StoredConnection> {
  const found = (stored ?? (await connections.list())).get(id);
  if (found === undefined) throw new ConfigError(`Unknown connection: ${id}`);
  return found;
}

/** Settings may be stored before a stage is deployed, and to stop a shop must not need more of AWS than they do. */
async function openIfDeployed(
  values: ConnectionRequest['values'],
  terminal: Terminal,
  { isNeeded }: { readonly isNeeded: boolean },
): Promise<OperatorAccess | undefined> {
  try {
    return await openAccess(values, terminal);
  } catch (error) {
    if (isNeeded) throw error;
    const reason = error instanceof Error ? (awsFaultOf(error)?.line ?? error.message) : String(error);
    terminal.complain(`Only the settings are looked at: ${reason}`);
    return undefined;
  }
}

async function readSecret(file: string | undefined, { read, askSecret }: Terminal): Promise<string> {
  const given =
    file === undefined ? await askSecret('New signing secret of the shop: ') : (await read(file)).toString();
  const secret = given?.trim() ?? '';
  if (secret !== '') return secret;
  throw new UsageError('The secret has to be typed on a terminal, or to come from standard input (-)');
}

/** A line of `connection list`. */
export type Summary = ReturnType<typeof summaryOf>;

function summaryOf({ id, shop, dfinery }: StoredConnection) {
  const missing = [...(shop ? [] : ['shop']), ...(dfinery ? [] : ['dfinery'])];
  return {
    id,
    source: shop?.source,
    shop: shop?.shop ?? id,
    serviceId: dfinery?.serviceId ?? shop?.dfinery.serviceId,
    since: shop?.since,
    ...(missing.length > 0 && { missing }),
  };
}

const listColumns: readonly Column<Summary>[] = [
  { title: 'id', of: ({ id }) => id },
  { title: 'source', of: ({ source }) => source },
  { title: 'shop', of: ({ shop }) => shop },
  { title: 'service', of: ({ serviceId }) => serviceId },
  { title: 'since', of: ({ since }) => since },
  {
    title: 'missing',
    of: ({ missing }) => missing?.join(', ') ?? '',
    tone: ({ missing }) => (missing === undefined ? undefined : 'bad'),
  },
];
