import type { ErasureRecord } from '../../stores/tombstones/erasure-record.ts';
import { type Command, type Terminal, UsageError } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { AccessArguments } from '../find-environment.ts';
import { ACCESS_OPTIONS, type OperatorAccess, openAccess } from '../operator-access.ts';
import { needed, parseOptions, readAction, refuseMore } from '../parse-options.ts';
import { type Column, createResults, JSON_OPTION } from '../print-results.ts';
import { eraseByHand } from './erase-by-hand.ts';
import { findHeld } from './find-held.ts';

const options = {
  connection: {
    type: 'string',
    value: 'C',
    means: 'the connection; find and request need it',
    otherwise: 'list: all',
  },
  yes: { type: 'boolean', means: 'request: do it; it cannot be undone' },
  json: JSON_OPTION,
  ...ACCESS_OPTIONS,
} as const satisfies CommandHelp['options'];

const help = {
  does: 'Lists privacy requests, finds what is held of a person, and requests the erasure of one.',
  actions: {
    list: { does: 'lists the requests of a year, and what became of each' },
    find: { takes: 'FILE|-', does: 'prints what is held of the person in the file' },
    request: { takes: 'FILE|-', does: 'says what an erasure would take; with --yes it is requested' },
  },
  options,
  notes: [
    'FILE has one person as JSON: {"id", "email", "phone", "orders": []}. Remove it when you are done.',
  ],
  examples: ['erasures list --stage prod', 'erasures find person.json --connection main --stage prod'],
  exits: { invalidInput: 'the file is no person, or the connection is unknown' },
  page: 'docs/privacy.md',
} as const satisfies CommandHelp;

/** Lists privacy requests, finds what is held of a person, and requests the erasure of one. */
export const erasures: Command = {
  help,
  run: async (args, terminal) => {
    const request = readArguments(args);
    using access = await openAccess(request.access, terminal);
    return await actions[request.action](request, terminal, access);
  },
};

type Action = 'list' | 'find' | 'request';

interface ErasuresRequest {
  readonly action: Action;
  /** Has one person as JSON: `{"id", "email", "phone", "orders": []}`. */
  readonly file: string;
  readonly connection: string;
  readonly yes: boolean;
  readonly json: boolean;
  readonly access: AccessArguments;
}

const actions: Record<
  Action,
  (request: ErasuresRequest, terminal: Terminal, access: OperatorAccess) => Promise<ExitCode>
> = {
  async list({ connection, json }, terminal, access) {
    const empty = 'There is no privacy request.';
    const results = createResults<Listed>(terminal, { json, columns, empty });
    for (const record of await access.erasureRecords().list()) {
      if (connection === '' || record.connection === connection) results.add(summaryOf(record));
    }
    results.end();
    return exitCodes.done;
  },
  find: findHeld,
  request: eraseByHand,
};

type Listed = ReturnType<typeof summaryOf>;

const columns: readonly Column<Listed>[] = [
  { title: 'requested', of: ({ requestedAt }) => requestedAt },
  { title: 'connection', of: ({ connection }) => connection },
  { title: 'kind', of: ({ kind }) => kind },
  {
    title: 'state',
    of: ({ doneAt }) => (doneAt === undefined ? 'under way' : 'done'),
    tone: ({ doneAt }) => (doneAt === undefined ? 'busy' : 'good'),
  },
  { title: 'Dfinery', of: ({ dfinery }) => dfinery },
  { title: 'parked deleted', of: ({ parkedDeleted }) => parkedDeleted },
  { title: 'unread', of: ({ parkedUnread }) => parkedUnread },
  { title: 'reference', of: ({ reference }) => reference },
];

function summaryOf({
  requestedAt,
  tombstonesAt,
  doneAt,
  parkedAfter: _,
  subject: __,
  ...record
}: ErasureRecord) {
  return {
    ...record,
    requestedAt: new Date(requestedAt).toISOString(),
    tombstonesAt: new Date(tombstonesAt).toISOString(),
    ...(doneAt !== undefined && { doneAt: new Date(doneAt).toISOString() }),
  };
}

function readArguments(args: readonly string[]): ErasuresRequest {
  const { values, positionals } = parseOptions(args, options);
  const [word, file = '', ...more] = positionals;
  const action = readAction('erasures', word, actions);
  refuseMore(more);
  if ((action === 'list') !== (file === '')) {
    throw new UsageError(action === 'list' ? 'list takes no file' : `${action} needs one FILE, or -`);
  }
  const { connection = '', yes = false, json = false } = values;
  if (action !== 'list') needed(connection, '--connection');
  return { action, file, connection, yes, json, access: values };
}
