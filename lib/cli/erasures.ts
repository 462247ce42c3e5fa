import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ErasureRecord } from '../erasures/erasure-record.ts';
import { createErasureRecords } from '../erasures/erasure-records.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import { eraseByHand } from './erase-by-hand.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findHeld } from './find-held.ts';
import { ACCESS_OPTIONS, ACCESS_USAGE, findAdapter, type OperatorAccess } from './operator-access.ts';
import { FLAG, isAction, parseOptions, TEXT } from './parse-options.ts';

/** A person waits. */
const BUDGET_MS = 20_000;

/** Tells of privacy requests, of what is held of somebody, and asks to forget somebody. */
export const erasures: Command = {
  usage: `erasures list|find FILE|request FILE --connection C [--yes] ${ACCESS_USAGE}`,
  run: async (args, terminal) => {
    const request = readArguments(args);
    return actions[request.action](request, terminal, await findAdapter(request.access, terminal));
  },
};

type Action = 'list' | 'find' | 'request';

interface ErasuresRequest {
  readonly action: Action;
  /** Holds one person as JSON: `{"id", "email", "phone", "orders": []}`. */
  readonly file: string;
  readonly connection: string;
  readonly yes: boolean;
  readonly access: Parameters<typeof findAdapter>[0];
}

const actions: Record<
  Action,
  (request: ErasuresRequest, terminal: Terminal, access: OperatorAccess) => Promise<ExitCode>
> = {
  async list({ connection }, { print }, access) {
    for (const record of await listRecords(access)) {
      if (connection === '' || record.connection === connection) print(JSON.stringify(summaryOf(record)));
    }
    return exitCodes.done;
  },
  find: findHeld,
  request: eraseByHand,
};

async function listRecords({ config, settingsOf }: OperatorAccess): Promise<readonly ErasureRecord[]> {
  const dynamoDb = new DynamoDBClient(settingsOf('DYNAMODB'));
  try {
    const records = createErasureRecords({
      dynamoDb,
      table: config.ERASURES_TABLE,
      budgetMs: BUDGET_MS,
      now: Date.now,
      key: () => Promise.reject(new Error('Nothing is erased by listing')),
    });
    return await records.list();
  } finally {
    dynamoDb.destroy();
  }
}

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
  const [action, file = '', ...more] = positionals;
  if (!isAction(action, actions) || more.length > 0) throw new UsageError('One of list, find and request');
  if ((action === 'list') !== (file === '')) {
    throw new UsageError(action === 'list' ? 'list takes no file' : `${action} needs one FILE, or -`);
  }
  const { connection = '' } = values;
  if (action !== 'list' && connection === '') throw new UsageError('--connection is missing');
  return { action, file, connection, yes: values.yes ?? false, access: values };
}
