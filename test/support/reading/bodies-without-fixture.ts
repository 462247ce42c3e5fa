const TIME = '2026-11-20T15:15:19+09:00';

/** Bodies of which a source has no fixture, by source: each fits the topics about one thing. */
export const bodiesWithoutFixture: Readonly<
  Record<string, readonly { readonly topic: string; readonly body: object }[]>
> = {
  shopify: [
    {
      topic: 'customers/update',
      body: { id: 7, email: 'ann@example.com', state: 'enabled', updated_at: TIME },
    },
    {
      topic: 'customers/create',
      body: {
        id: 7,
        email: 'ann@example.com',
        first_name: 'Ann',
        last_name: 'Lee',
        state: 'enabled',
        created_at: TIME,
        updated_at: TIME,
        email_marketing_consent: { state: 'subscribed', consent_updated_at: TIME },
        sms_marketing_consent: { state: 'not_subscribed', consent_updated_at: TIME },
      },
    },
    { topic: 'customers_marketing_consent/update', body: { customer_id: 7, phone: '+821023456789' } },
    {
      topic: 'checkouts/update',
      body: {
        id: 4242,
        token: '9f1c5a7b',
        email: 'ann@example.com',
        created_at: TIME,
        updated_at: TIME,
        currency: 'KRW',
        total_price: '10000',
        line_items: [{ title: 'Tea', quantity: 1, price: '10000' }],
        abandoned_checkout_url: 'https://example.myshopify.com/1/checkouts/9f1c5a7b/recover',
      },
    },
    {
      topic: 'customers/redact',
      body: { shop_id: 1, shop_domain: 'example.myshopify.com', customer: { id: 7 }, orders_to_redact: [] },
    },
  ],
  shopline: [
    {
      topic: 'customers/redact',
      body: {
        shop_id: '1600000000001',
        shop_domain: 'example.myshopify.com',
        customer: { id: '4200000001', email: 'ann@example.com', phone: '0082105556666' },
        orders_to_redact: ['#1001'],
        update_time: TIME,
      },
    },
    {
      topic: 'merchants/redact',
      body: { store_id: '1600000000001', store_domain: 'example.myshopify.com', update_time: TIME },
    },
  ],
  woocommerce: [
    { topic: 'customer.updated', body: { id: 7, role: 'customer', email: 'ann@example.com' } },
    {
      topic: 'customer.created',
      body: {
        id: 7,
        role: 'customer',
        email: 'ann@example.com',
        first_name: 'Ann',
        last_name: 'Lee',
        date_created_gmt: '2026-11-20T06:15:19',
        date_modified_gmt: '2026-11-20T06:15:19',
      },
    },
    { topic: 'customer.deleted', body: { id: 7 } },
  ],
  cafe24: [
    {
      topic: '90032',
      body: {
        event_no: 90032,
        resource: {
          mall_id: 'examplemall',
          event_shop_no: '1',
          member_id: 'tealover',
          name: '김하나',
          email: 'hana@example.com',
          birthday: '1990-01-31',
          gender: 'F',
          sms: 'T',
          news_mail: 'F',
          created_date: TIME,
        },
      },
    },
    {
      topic: '90144',
      body: { event_no: 90144, resource: { member_id: 'tealover', after_member_group_name: 'Gold' } },
    },
    {
      topic: '90084',
      body: {
        event_no: 90084,
        resource: {
          mall_id: 'examplemall',
          event_shop_no: '1',
          member_id: 'tealover',
          product_no: 781,
          variant_code: 'P0000BEB000A',
          quantity: 2,
        },
      },
    },
  ],
};
