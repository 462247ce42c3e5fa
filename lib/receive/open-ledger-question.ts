import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LEDGER_BUDGET_MS, ledgerSettings } from '../runtime/time-budgets.ts';
import { createDynamoDbLedger } from '../stores/ledger/dynamodb-ledger.ts';
import { isAllTold } from '../stores/ledger/leave-out-told.ts';
import type { AskLedger } from './door.ts';

/**
 * Returns the question that the door asks the ledger in a table, the one of the polls. Loaded when it is asked first: no
 * cold start needs a client of DynamoDB. It throws `UnavailableError` if the ledger is unavailable. `now` returns milliseconds since 1970.
 */
export function openLedgerQuestion({
  table,
  now,
}: {
  readonly table: string;
  readonly now: () => number;
}): AskLedger {
  const dynamoDb = new DynamoDBClient(ledgerSettings);
  const ledger = createDynamoDbLedger({ dynamoDb, table, budgetMs: LEDGER_BUDGET_MS, now });
  return (plan, shop) => isAllTold(ledger, plan, { shop, now: now() });
}
