const address = {
  address1: '12 Measure-ro, 3-gil',
  address2: '1203',
  city: 'Jongno-gu',
  company: null,
  country: 'South Korea',
  country_code: 'KR',
  country_name: 'South Korea',
  first_name: 'Haneul',
  last_name: 'Benchmark',
  name: 'Haneul Benchmark',
  phone: '+82 10-2424-2424',
  province: 'Seoul',
  province_code: 'KR-11',
  zip: '03047',
};

/** Returns the body of a webhook about a customer, with all that a shop sends; `updatedAt` says how new it is. */
export function fullSizeCustomer(index: number, updatedAt: Date): string {
  const id = 6_000_000_000_000 + index;
  const consent = {
    state: 'subscribed',
    opt_in_level: 'single_opt_in',
    consent_updated_at: '2026-11-01T09:00:00+09:00',
  };
  const addressOf = { id: 9_000_000_000_000 + index, customer_id: id, ...address, default: true };
  return JSON.stringify({
    id,
    admin_graphql_api_id: `gid://shopify/Customer/${id}`,
    email: `buyer${index}@example.com`,
    phone: '+821024242424',
    first_name: 'Haneul',
    last_name: 'Benchmark',
    state: 'enabled',
    created_at: '2026-01-02T10:00:00+09:00',
    updated_at: updatedAt.toISOString(),
    orders_count: 3,
    total_spent: '165000',
    last_order_id: 7_000_000_000_000 + index,
    last_order_name: `#${1_000 + index}`,
    note: null,
    verified_email: true,
    multipass_identifier: null,
    tax_exempt: false,
    tags: '',
    currency: 'KRW',
    tax_exemptions: [],
    email_marketing_consent: consent,
    sms_marketing_consent: { ...consent, consent_collected_from: 'SHOPIFY' },
    addresses: [addressOf],
    default_address: addressOf,
  });
}
