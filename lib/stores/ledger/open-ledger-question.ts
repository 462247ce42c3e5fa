import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ShopConnection } from '../../model/connection.ts';
import { LEDGER_BUDGET_MS, ledgerSettings } from '../../runtime/time-budgets.ts';
import type { Plan } from '../../translate/plan-queueing.ts';
import { createDynamoDbLedger } from './dynamodb-ledger.ts';
import { isAllTold } from './leave-out-told.ts';

/**
 * Returns the question that the receiver asks the ledger in a table, the one of the polls: whether all of a plan is told. A
 * module of its own, which is loaded when it is asked first: no cold start needs a client of DynamoDB. The question throws
 * `UnavailableError` if the ledger is unavailable. `now` returns milliseconds since 1970.
 */
export function openLedgerQuestion({
  table,
  now,
}: {
  readonly table: string;
  readonly now: () => number;
}): (plan: Plan, shop: ShopConnection) => Promise<boolean> {
  const dynamoDb = new DynamoDBClient(ledgerSettings);
  const ledger = createDynamoDbLedger({ dynamoDb, table, budgetMs: LEDGER_BUDGET_MS, now });
  return (plan, shop) => isAllTold(ledger, plan, { shop, now: now() });
}
