import type { OnModuleInit } from '@nestjs/common';
import {
  ConfigService,
  EventBus,
  type ID,
  type JobQueue,
  JobQueueService,
  Logger,
  type Order,
  OrderService,
  OrderStateTransitionEvent,
  PluginCommonModule,
  RefundStateTransitionEvent,
  type RelationPaths,
  type RequestContext,
  RequestContextService,
  type VendureEvent,
  VendurePlugin,
} from '@vendure/core';
import { sendOrder } from './send-order';
import { type Settings, toOrder } from './to-order';

/** As many as the adapter’s page asks for, with the waiting times of the queue’s `backoffStrategy`. */
const RETRIES = 9;

const RELATIONS: RelationPaths<Order> = [
  'customer',
  'customer.user',
  'lines',
  'lines.productVariant',
  'shippingLines',
  'surcharges',
  'payments',
  'payments.refunds',
  'payments.refunds.lines',
];

interface Options extends Pick<Settings, 'creditMethods'> {
  /** `https://…/webhooks/standard-webhooks/{connection}` */
  readonly url: string;
  /** `whsec_…` */
  readonly secret: string;
}

/**
 * Sends every order to the Dfinery webhook adapter when its state or a refund of it changes.
 * @see https://docs.vendure.io/guides/developer-guide/events/#blocking-event-handlers
 */
@VendurePlugin({ imports: [PluginCommonModule], compatibility: '^3.0.0' })
export class DfineryPlugin implements OnModuleInit {
  private static options: Options;
  private queue!: JobQueue<{ orderId: ID }>;

  constructor(
    private readonly eventBus: EventBus,
    private readonly jobQueueService: JobQueueService,
    private readonly orderService: OrderService,
    private readonly contextService: RequestContextService,
    private readonly configService: ConfigService,
  ) {}

  static init(options: Options): typeof DfineryPlugin {
    DfineryPlugin.options = options;
    return DfineryPlugin;
  }

  async onModuleInit(): Promise<void> {
    this.queue = await this.jobQueueService.createQueue({
      name: 'dfinery-orders',
      process: ({ id, data }) => this.send(data.orderId, String(id)),
    });
    // A blocking handler adds its job in the transaction of the change: neither is there without the other.
    for (const event of [OrderStateTransitionEvent, RefundStateTransitionEvent]) {
      this.eventBus.registerBlockingEventHandler<{ ctx: RequestContext; order: Order } & VendureEvent>({
        id: `dfinery-${event.name}`,
        event,
        handler: ({ ctx, order }) => this.enqueue(ctx, order.id),
      });
    }
  }

  private async enqueue(ctx: RequestContext, orderId: ID): Promise<void> {
    await this.queue.add({ orderId }, { retries: RETRIES, ctx });
  }

  /** Reads the order as it is by now. Throws if it was not taken, so that the job is tried again. */
  private async send(orderId: ID, jobId: string): Promise<unknown> {
    const { url, secret, creditMethods } = DfineryPlugin.options;
    const { precision } = this.configService.entityOptions.moneyStrategy;
    const ctx = await this.contextService.create({ apiType: 'admin' });
    const found = await this.orderService.findOne(ctx, orderId, RELATIONS);
    const order = found && toOrder(found, { precision, creditMethods });
    if (found === undefined || order === undefined) return 'not placed yet';
    const answer = await sendOrder(order, { url, secret, id: `vendure-${jobId}` });
    if (answer.status === 'parked')
      Logger.error(`Order ${found.code} is parked; a person has to look`, 'Dfinery');
    return answer;
  }
}
