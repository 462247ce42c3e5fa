import { aConnection } from '../support/builders/a-connection.ts';

/** Two shops, each bound to a Dfinery service of its own. */
export const twoShops = {
  main: aConnection({
    shop: 'main.myshopify.com',
    dfinery: { serviceId: 'service-1', accessToken: 'token-1' },
  }),
  outlet: aConnection({
    shop: 'outlet.myshopify.com',
    dfinery: { serviceId: 'service-2', accessToken: 'token-2' },
  }),
};
