/**
 * True if the home address in a webhook is on the host of the connection's shop, with or
 * without `www.`. A shop that is not a host name (`main`, for example the connection's
 * id) matches every address; one without a port matches every port. The path is not compared.
 */
export function isSameShop(home: string, shop: string): boolean {
  if (!/[.:]/.test(shop)) return true;
  const expected = toUrl(shop);
  if (expected === null) return true;
  const found = toUrl(home);
  if (found === null || withoutWww(found) !== withoutWww(expected)) return false;
  return expected.port === '' || found.port === expected.port;
}

/** Returns the address of a shop, which may be given as a host name. */
function toUrl(shop: string): URL | null {
  return URL.parse(shop.includes('://') ? shop : `https://${shop}`);
}

function withoutWww({ hostname }: URL): string {
  return hostname.replace(/^www\./, '');
}
