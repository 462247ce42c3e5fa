import type { MedusaContainer } from '@medusajs/framework/types';
import { sendOrder } from './send-order';
import { fields, type MedusaOrder, toOrder } from './to-order';

const PAGE = 50;

/**
 * Sends every order that the filters find, and logs those that were parked. Goes on after one that was not taken, and
 * throws in the end.
 */
export async function sendOrders(
  container: MedusaContainer,
  filters: Record<string, unknown>,
): Promise<void> {
  const query = container.resolve('query');
  const logger = container.resolve('logger');
  const { DFINERY_WEBHOOK_URL: url = '', DFINERY_WEBHOOK_SECRET: secret = '' } = process.env;
  const notTaken: string[] = [];
  for (let skip = 0, found = PAGE; found === PAGE; skip += PAGE) {
    const pagination = { skip, take: PAGE, order: { created_at: 'ASC' } };
    const { data } = await query.graph({ entity: 'order', fields, filters, pagination });
    found = data.length;
    // Written as JSON, Medusa’s big numbers are numbers and its dates are text.
    for (const order of JSON.parse(JSON.stringify(data)) as MedusaOrder[]) {
      try {
        const { status } = await sendOrder(toOrder(order), { url, secret });
        if (status === 'parked') logger.error(`Dfinery: order ${order.id} is parked; a person has to look`);
      } catch (error) {
        logger.error(`Dfinery: order ${order.id} was not taken: ${String(error)}`);
        notTaken.push(order.id);
      }
    }
  }
  if (notTaken.length > 0) throw new Error(`Dfinery: ${notTaken.length} order(s) were not taken`);
}
