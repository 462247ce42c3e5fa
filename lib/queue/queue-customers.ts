import type { MappedCustomer } from '../dfinery/to-profile.ts';
import type { Telemetry } from '../telemetry.ts';
import type { MessageQueue } from './message-queue.ts';

/**
 * Queues what was told of customers and reports what is odd about it.
 * @throws {UnavailableError} SQS did not accept all of it within its budget.
 */
export async function queueCustomers(
  { queue, telemetry }: { readonly queue: MessageQueue; readonly telemetry: Telemetry },
  {
    customers,
    bodies,
  }: { readonly customers: readonly MappedCustomer[]; readonly bodies: readonly string[] },
): Promise<void> {
  await queue.sendAll(bodies);
  const unusablePhones = customers.reduce((sum, customer) => sum + customer.unusablePhones, 0);
  if (unusablePhones > 0) telemetry.count('UnusablePhone', unusablePhones);
  telemetry.count('EventQueued', bodies.length);
}
