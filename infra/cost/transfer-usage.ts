import { ANSWER_OVERHEAD_BYTES, REQUEST_OVERHEAD_BYTES } from './assumptions.ts';
import { perOrder, type UsageLine, type Workload } from './usage-line.ts';

/** What leaves AWS. What comes in is free. */
export function transferUsage({ measured, traffic }: Workload): UsageLine[] {
  const answers = traffic.deliveries * BigInt(measured.answerBytes + ANSWER_OVERHEAD_BYTES);
  const sent = traffic.newEvents * BigInt(measured.importRequestBytes + REQUEST_OVERHEAD_BYTES);
  return [
    perOrder({
      service: 'Data transfer',
      what: 'requests to Dfinery and answers to the shop',
      price: 'dataOut',
      perMillionOrders: answers + sent,
    }),
  ];
}
