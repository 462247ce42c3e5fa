import { CONNECTION_ID } from '../../model/connection.ts';
import { sources } from '../../sources/all-sources.ts';
import { ACCESS_OPTIONS } from '../access-options.ts';
import { UsageError } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import { parseOptions, readAction, refuseMore } from '../parse-options.ts';
import { JSON_OPTION } from '../print-results.ts';
import { readSettings } from './set-fields.ts';

const options = {
  ...ACCESS_OPTIONS,
  source: {
    type: 'string',
    value: 'S',
    means: "put without a file: the shop's platform",
    values: Object.keys(sources),
  },
  'service-id': { type: 'string', value: 'D', means: 'put without a file: the id of the Dfinery service' },
  shop: {
    type: 'string',
    value: 'NAME',
    means: "put without a file: the shop's name at its platform",
    otherwise: 'the ID',
  },
  'client-id': {
    type: 'string',
    value: 'I',
    means: "put without a file: the client id of the shop's app or key",
  },
  'redirect-uri': {
    type: 'string',
    value: 'URL',
    means: 'authorize: the address that is registered for the app',
  },
  reveal: { type: 'boolean', means: 'get: show the secrets, as put takes them' },
  'drop-old': { type: 'boolean', means: 'add-secret: add none, and keep only the one that was added last' },
  purge: { type: 'boolean', means: 'remove: dead letters, parked deliveries, polls, answers and pause, too' },
  'purge-ledger': {
    type: 'boolean',
    means: 'remove: the orders of the ledger, too. An order that comes again is then sent again',
  },
  yes: { type: 'boolean', means: 'remove: do it', otherwise: 'only show what would be removed' },
  json: JSON_OPTION,
} as const satisfies CommandHelp['options'];

export const connectionHelp = {
  does: 'Stores, shows and checks the connections of a stage: shops bound to Dfinery services.',
  actions: {
    put: { takes: 'ID [FILE|-]', does: 'stores a connection; asks for the secrets that FILE does not have' },
    get: { takes: 'ID', does: 'prints one in the form that put takes' },
    set: { takes: 'ID FIELD=VALUE…', does: 'changes settings; FIELD= removes one' },
    'add-secret': {
      takes: 'ID [-]',
      does: 'adds a signing secret, typed or from standard input; the others stay valid',
    },
    list: { does: 'lists all' },
    check: { takes: 'ID', does: 'asks Dfinery whether service id and token are right; stores nothing there' },
    authorize: { takes: 'ID', does: "asks the shop's owner for access to its orders" },
    remove: { takes: 'ID', does: 'shows what is held of a connection; with --yes removes it' },
    index: { does: 'lists the connections for the receiver anew, after parameters were written by hand' },
  },
  options,
  notes: [
    'put needs FILE, or --source and --service-id. A file is checked before AWS is asked.',
    'Secrets are never arguments: they come from FILE or standard input, or are typed.',
    'Of npm start, connections are changed in its file; list, get, check, authorize and a look at remove take --local.',
  ],
  examples: [
    'connection put main --source shopify --shop example.myshopify.com --service-id D --stage prod',
    'connection get main --reveal --stage prod > main.json',
    'connection put main main.json --stage prod',
    'connection add-secret main --stage prod',
    'connection remove main --purge --stage prod',
  ],
  exits: {
    invalidInput: 'a file or the connection is not usable, or is not there',
    refused: 'check: Dfinery does not take service id and token; authorize: the shop refused',
    unreachable: 'AWS, Dfinery or the shop did not answer',
  },
  page: 'docs/connections.md',
} as const satisfies CommandHelp;

export type ConnectionAction = keyof typeof connectionHelp.actions;

const FOR_ALL: ReadonlySet<ConnectionAction> = new Set(['list', 'index']);

/** What the local stack cannot do: it reads its connections from a file with every look-up. */
const CHANGING: ReadonlySet<ConnectionAction> = new Set(['put', 'set', 'add-secret', 'index']);

/** Reads the arguments of `connection`. @throws {UsageError} they are wrong. */
export function readConnectionArguments(args: readonly string[]) {
  const { values, positionals } = parseOptions(args, options);
  const [word, id = '', ...rest] = positionals;
  const action = readAction('connection', word, connectionHelp.actions);
  if (values.local && (CHANGING.has(action) || (action === 'remove' && values.yes))) {
    throw new UsageError('The local stack reads connections.local.json: edit that file instead');
  }
  const isForAll = FOR_ALL.has(action);
  if (isForAll !== (id === '')) {
    throw new UsageError(isForAll ? `${action} takes no argument` : `${action} needs the id of a connection`);
  }
  if (id !== '' && !CONNECTION_ID.test(id))
    throw new UsageError('The id of a connection has at most 63 characters, of a-z, 0-9 and -');
  const settings = action === 'set' ? readSettings(rest) : undefined;
  const [file, ...more] = action === 'set' ? [] : rest;
  refuseMore(more);
  if (file !== undefined && action !== 'put' && !(action === 'add-secret' && file === '-')) {
    throw new UsageError(
      action === 'add-secret'
        ? 'A secret is typed, or comes from standard input (-): others can see arguments'
        : `${action} takes no file`,
    );
  }
  const { source, 'service-id': serviceId, 'client-id': clientId, shop } = values;
  const given = [source, serviceId, clientId, shop].filter((value) => value !== undefined);
  if (action === 'put' && file === undefined && (source === undefined || serviceId === undefined)) {
    throw new UsageError('put needs a FILE, or --source and --service-id');
  }
  if (given.length > 0 && (action !== 'put' || file !== undefined)) {
    throw new UsageError('--source, --service-id, --client-id and --shop are for a put without a file');
  }
  if ((values.purge || values['purge-ledger']) && action !== 'remove') {
    throw new UsageError('--purge and --purge-ledger are for remove');
  }
  return { action, id, file, settings, values };
}

export type ConnectionRequest = ReturnType<typeof readConnectionArguments>;
