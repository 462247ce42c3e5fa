import type { FiguresFrom } from '../../../../lib/model/order-figures.ts';

// TO DO 70: From which field of the platform does each figure come? `adapter transform --explain` prints these.
export const figuresFrom: FiguresFrom = {
  lines: 'lines[].price × quantity',
  'line discounts': 'lines[].discount',
  'order discount': 'discount',
  delivery: 'shipping',
  tax: 'tax',
  fees: 'none',
  total: 'total',
};
