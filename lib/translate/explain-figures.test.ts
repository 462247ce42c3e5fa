import { expect, test } from 'vitest';
import { aLineItem, anOrder } from '../../test/support/builders/an-order.ts';
import { toDecimal } from '../model/money.ts';
import { sources } from '../sources/all-sources.ts';
import { explainFigures } from './explain-figures.ts';

const { figuresFrom } = sources.shopify;

const order = anOrder({
  items: [aLineItem({ quantity: 3, lineDiscount: toDecimal('0.5') })],
  orderDiscount: toDecimal('1'),
  deliveryCharge: toDecimal('3'),
  tax: toDecimal('2.4'),
  taxesIncluded: false,
  fees: toDecimal('0.1'),
  total: toDecimal('34'),
});

test('each figure stands with its field, and they sum to what is due', () => {
  const { figures, ...explained } = explainFigures(order, figuresFrom);

  expect(figures.map(({ term, amount }) => `${term} ${amount}`)).toEqual([
    'lines 30',
    'line discounts -0.5',
    'order discount -1',
    'delivery 3',
    'tax 2.4',
    'fees 0.1',
  ]);
  expect(figures[4]?.from).toBe('total_tax');
  expect(explained).toEqual({
    sum: '34',
    total: '34',
    due: [{ term: 'total', amount: '34', from: 'total_price' }],
  });
});

test('tax that prices include adds nothing', () => {
  const { figures, sum } = explainFigures({ ...order, taxesIncluded: true }, figuresFrom);

  expect(figures[4]).toEqual({ term: 'tax', amount: '0', from: 'prices include it' });
  expect(sum).toBe('31.6');
});

test('the terms of what is due are shown as the source names them', () => {
  const due = [
    { term: 'total', amount: toDecimal('4'), from: 'total' },
    { term: 'gift cards', amount: toDecimal('30'), from: 'gift_cards[].amount' },
  ];

  expect(explainFigures({ ...order, due }, figuresFrom).due).toEqual(due);
});

test.each(Object.values(sources))('$id names a field for each figure', (source) => {
  const { figures, due } = explainFigures(order, source.figuresFrom);

  for (const { from } of [...figures, ...due]) expect(from).not.toBe('');
});
