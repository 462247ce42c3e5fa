import { describe, expect, test } from 'vitest';
import { PayloadError } from '../../model/errors.ts';
import { toProduct } from './to-product.ts';

const product = {
  shop_no: 1,
  product_no: 781,
  product_code: 'P0000BEB',
  custom_product_code: 'TEA',
  product_name: '찻잔',
  price: '11000.00',
  retail_price: '0.00',
  variants: [
    {
      variant_code: 'P0000BEB000A',
      custom_variant_code: '',
      options: [
        { name: 'Colour', value: 'White' },
        { name: 'Size', value: 'Large' },
      ],
      additional_amount: '1500.00',
    },
    { variant_code: 'P0000BEB000B', custom_variant_code: 'TEA-B', options: null, additional_amount: '-500' },
  ],
};
const reference = { productId: '781', variantId: 'P0000BEB000A', parameters: { shop_no: '1' } };

test('a variant costs the product’s price plus that of its option', () => {
  expect(toProduct({ product }, reference)).toEqual({
    productId: '781',
    variantId: 'P0000BEB000A',
    sku: 'TEA',
    title: '찻잔',
    variantTitle: 'White, Large',
    vendor: undefined,
    unitPrice: '12500',
    categories: [],
  });
});

test('an option may lower the price', () => {
  expect(toProduct({ product }, { ...reference, variantId: 'P0000BEB000B' })).toMatchObject({
    sku: 'TEA-B',
    variantTitle: undefined,
    unitPrice: '10500',
  });
});

test('without a variant the product itself counts', () => {
  expect(toProduct({ product }, { ...reference, variantId: undefined })).toMatchObject({
    unitPrice: '11000',
  });
});

test('a variant that the product does not have has no price', () => {
  expect(toProduct({ product }, { ...reference, variantId: 'P0000BEB000Z' })).toBeUndefined();
});

describe('unreadable is', () => {
  const cheap = { ...product, price: '100', variants: [{ ...product.variants[1] }] };
  test.each([
    ['nothing', null],
    ['an error', { error: { code: 404 } }],
    ['a product without a name', { product: { ...product, product_name: '' } }],
    ['a product without a price', { product: { ...product, price: undefined } }],
    ['a price that is not an amount', { product: { ...product, price: 'on request' } }],
    ['a product without its variants', { product: { ...product, variants: undefined } }],
    ['a price below zero', { product: cheap }],
  ])('%s', (_, body) => {
    expect(() => toProduct(body, { ...reference, variantId: 'P0000BEB000B' })).toThrow(PayloadError);
  });
});
