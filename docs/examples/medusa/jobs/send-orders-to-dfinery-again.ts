import type { MedusaContainer } from '@medusajs/framework/types';
import { sendOrders } from '../lib/send-orders';

/** Longer than any order may take until it is paid, and than any refund that should count without its event. */
const DAYS = 60;

export const config = { name: 'send-orders-to-dfinery-again', schedule: '30 3 * * *' };

/**
 * Sends every order of the last days once more, so that none is lost to a crash, an outage or a missed event. What the
 * adapter already knows changes nothing.
 */
export default async function sendOrdersToDfineryAgain(container: MedusaContainer): Promise<void> {
  const since = new Date(Date.now() - DAYS * 24 * 60 * 60 * 1000);
  await sendOrders(container, { created_at: { $gte: since }, is_draft_order: false });
}
