import type { MoneyTerm } from '../../model/order.ts';
import type { ExplainedOrder } from './explain-order.ts';

/** Returns an explained order as a table for people, one line each. Pure. */
export function toTable(order: ExplainedOrder): string[] {
  const { orderId, stage, currency, figures, sum, total, remark, due, paidBack, oddFigures, next } = order;
  return [
    `order ${orderId}: ${stage}, in ${currency}`,
    ...section('figures', [...figures.map(toRow), ['sum', sum, remark ?? ''], ['due', total, '']]),
    ...section('due', [...due.map(toRow), ...(due.length > 1 ? [['due', total, '']] : [])]),
    ...section(
      'paid back',
      paidBack.map(({ refundId, amount, at }) => [refundId, amount, at]),
    ),
    ...section(
      'set aside',
      oddFigures.map((reason) => [reason, '', '']),
    ),
    ...section(
      'told next',
      next.map(({ event, amount, because }) => [event ?? '–', amount ?? '', because]),
    ),
  ];
}

function toRow({ term, amount, from }: MoneyTerm): string[] {
  return [term, amount, from];
}

/** Names are left, amounts right. An empty section is left out. */
function section(title: string, rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const [names, amounts] = [width(0), width(1)];
  const lines = rows.map(([name = '', amount = '', why = '']) =>
    `  ${name.padEnd(names)}  ${amount.padStart(amounts)}  ${why}`.trimEnd(),
  );
  return ['', title, ...lines];
}
