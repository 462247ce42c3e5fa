import type { ErasureRecord } from '../../stores/tombstones/erasure-record.ts';
import { type Command, type Terminal, UsageError } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { AccessArguments } from '../find-environment.ts';
import { ACCESS_OPTIONS, ACCESS_USAGE, type OperatorAccess, openAccess } from '../operator-access.ts';
import { FLAG, needed, parseOptions, readAction, refuseMore, TEXT } from '../parse-options.ts';
import { eraseByHand } from './erase-by-hand.ts';
import { findHeld } from './find-held.ts';

/** Lists privacy requests, finds what is held of a person, and requests the erasure of one. */
export const erasures: Command = {
  usage: `erasures list|find FILE|request FILE --connection C [--yes] ${ACCESS_USAGE}`,
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
  readonly access: AccessArguments;
}

const actions: Record<
  Action,
  (request: ErasuresRequest, terminal: Terminal, access: OperatorAccess) => Promise<ExitCode>
> = {
  async list({ connection }, { print }, access) {
    for (const record of await access.erasureRecords().list()) {
      if (connection === '' || record.connection === connection) print(JSON.stringify(summaryOf(record)));
    }
    return exitCodes.done;
  },
  find: findHeld,
  request: eraseByHand,
};

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
  const { values, positionals } = parseOptions(args, { ...ACCESS_OPTIONS, connection: TEXT, yes: FLAG });
  const [word, file = '', ...more] = positionals;
  const action = readAction('erasures', word, actions);
  refuseMore(more);
  if ((action === 'list') !== (file === '')) {
    throw new UsageError(action === 'list' ? 'list takes no file' : `${action} needs one FILE, or -`);
  }
  const { connection = '', yes = false } = values;
  if (action !== 'list') needed(connection, '--connection');
  return { action, file, connection, yes, access: values };
}
