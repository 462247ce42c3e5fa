import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError, PayloadError } from '../../model/errors.ts';
import { api } from './api.ts';

describe('the origin', () => {
  test('is the mall’s', () => {
    expect(api.origin('fixturemall')).toBe('https://fixturemall.cafe24api.com');
  });

  test.each([
    '',
    'a.b',
    'evil.com/',
    'evil.com#',
    'user@evil.com',
    'mall:443',
    '-mall',
    'mall-',
    'Mall',
    'mall\n',
    '몰',
    'a'.repeat(64),
  ])('of %j is refused', (shop) => {
    expect(() => api.origin(shop)).toThrow(ConfigError);
  });

  test('is below cafe24api.com, or there is none', () => {
    fc.assert(
      fc.property(fc.string(), (shop) => {
        const origin = attempt(() => api.origin(shop));

        if (origin !== undefined) expect(new URL(origin).host).toBe(`${shop}.cafe24api.com`);
      }),
    );
  });
});

const reference = { orderId: '20261120-0000011', parameters: { shop_no: '1' } };

describe('an order', () => {
  test('is requested by number, within its shop, with everything the mapping needs and without the receiver', () => {
    const request = api.orders.request({ orderId: '20261120-0000011', parameters: { shop_no: '2' } });

    expect(request).toEqual({
      method: 'GET',
      path: '/api/v2/admin/orders/20261120-0000011?shop_no=2&embed=items,buyer,benefits,coupons,refunds',
      headers: { 'content-type': 'application/json', 'x-cafe24-api-version': '2026-03-01' },
    });
  });

  test('belongs to the first shop if none is named', () => {
    const { path } = api.orders.request({ orderId: '20261120-0000011', parameters: {} });

    expect(path).toContain('?shop_no=1&');
  });

  test('cannot lead elsewhere', () => {
    const { path } = api.orders.request({
      orderId: '../x?y#z',
      parameters: { shop_no: '1&embed=receivers' },
    });

    const url = new URL(path, 'https://fixturemall.cafe24api.com');
    expect(url.pathname).toBe('/api/v2/admin/orders/..%2Fx%3Fy%23z');
    expect([...url.searchParams.keys()]).toEqual(['shop_no', 'embed']);
  });

  test('is requested like a product, whose number cannot lead elsewhere either', () => {
    const { path } = api.products.request({ productId: '../7', parameters: { shop_no: '2' } });

    expect(path).toBe('/api/v2/admin/products/..%2F7?shop_no=2&embed=variants');
  });

  test('is unwrapped unchanged', () => {
    const order = { order_id: '20261120-0000011', anything: [1] };

    expect(api.orders.read({ order }, reference)).toEqual(order);
  });

  test.each([{}, { order: null }, { order: [] }, { orders: [{}] }, { error: { code: 404 } }, null, 'text'])(
    'is missing in %j',
    (body) => {
      expect(() => api.orders.read(body, reference)).toThrow(PayloadError);
    },
  );
});

function attempt<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch {
    return undefined;
  }
}
