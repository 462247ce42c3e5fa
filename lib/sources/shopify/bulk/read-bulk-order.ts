import * as v from 'valibot';
import type { Issue } from '../../../model/errors.ts';
import { toIssues } from '../../../model/issues.ts';
import type { ExportEntry } from '../../source.ts';
import { findTips } from './find-tips.ts';
import { type BulkOrder, BulkOrderSchema, BulkStateSchema } from './schema.ts';
import { toRestOrder, toRestState } from './to-rest-order.ts';

/**
 * Returns an order of a bulk export, assembled from its rows, in the form of
 * `readOrder`. If it cannot be read, only its state and its faults are returned, so
 * that an order of no interest is still ignored. `faults` are those of its rows. Pure.
 */
export function readBulkOrder(rows: unknown, faults: readonly Issue[]): Omit<ExportEntry, 'lines'> {
  const result = v.safeParse(BulkOrderSchema, rows);
  if (!result.success) return { text: stateOf(rows), issues: [...faults, ...toIssues(result.issues)] };

  const order = result.output;
  const tips = findTips(order);
  const issues = [...faults, ...(lacksLines(order) ? [LINES_MISSING] : [])];
  if (tips === undefined || issues.length > 0) {
    return { text: stateOf(rows), issues: [...issues, ...(tips === undefined ? [TIP_UNCERTAIN] : [])] };
  }
  return { text: JSON.stringify(toRestOrder(order, tips)) };
}

const LINES_MISSING: Issue = {
  path: 'lineItems',
  message: 'some are missing: the export was cut off, or is not grouped',
};

const TIP_UNCERTAIN: Issue = {
  path: 'lineItems',
  message: 'cannot tell which of them is the tip: export this order with the REST API',
};

/** An order with missing lines would become too small a purchase. */
function lacksLines({ subtotalLineItemsQuantity, lineItems }: BulkOrder): boolean {
  return lineItems.reduce((units, { quantity }) => units + quantity, 0) < subtotalLineItemsQuantity;
}

function stateOf(rows: unknown): string {
  const state = v.safeParse(BulkStateSchema, rows);
  return state.success ? JSON.stringify(toRestState(state.output)) : '';
}
