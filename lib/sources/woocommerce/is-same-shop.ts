/**
 * True where the home address that a webhook names is on the host of the connection's shop, `www.` apart. A shop that
 * is no host name (`main`, say the id of the connection) says nothing about the host and fits every address; one
 * without a port fits every port. The path is not compared.
 */
export function isSameShop(home: string, shop: string): boolean {
  if (!/[.:]/.test(shop)) return true;
  const expected = toUrl(shop);
  if (expected === null) return true;
  const found = toUrl(home);
  if (found === null || withoutWww(found) !== withoutWww(expected)) return false;
  return expected.port === '' || found.port === expected.port;
}

/** Returns the address of a shop that is given as one, or as a host name. */
function toUrl(shop: string): URL | null {
  return URL.parse(shop.includes('://') ? shop : `https://${shop}`);
}

function withoutWww({ hostname }: URL): string {
  return hostname.replace(/^www\./, '');
}
