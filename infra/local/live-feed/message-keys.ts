import * as v from 'valibot';

const Text = v.fallback(v.optional(v.string()), undefined);
const Event = v.fallback(v.optional(v.object({ event_log_id: v.string() })), undefined);
const Identity = v.record(v.string(), v.unknown());

const QueuedSchema = v.object({
  kind: v.string(),
  serviceId: v.string(),
  traceId: v.string(),
  orderId: Text,
  identity: v.fallback(Identity, {}),
  event: Event,
  settlement: Event,
  rise: Event,
});

/** What the body of a message of the `events` queue says about its way to Dfinery. */
export interface MessageKeys {
  /** That of the delivery that it came of. */
  readonly traceId: string;
  /** By which a request is known to have it. */
  readonly key: string;
  /** Of what may have to be sent in its place, or beside it. */
  readonly others: readonly string[];
  readonly isProfile: boolean;
  /** Of a purchase, a refund or the end of an order. */
  readonly orderId: string | undefined;
}

/** Returns the keys of a message, or `undefined` if it is none. Pure. */
export function messageKeys(body: string): MessageKeys | undefined {
  const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), QueuedSchema), body);
  if (!success) return undefined;
  const { kind, serviceId, traceId, identity, event, settlement, rise } = output;
  const others = [settlement, rise].flatMap((one) => (one ? [eventKey(serviceId, one.event_log_id)] : []));
  const isProfile = kind === 'profile';
  const key = event ? eventKey(serviceId, event.event_log_id) : profileKey(serviceId, identity);
  // The name of a refund begins with its order's id.
  const orderId = ABOUT_ORDERS.has(kind) ? output.orderId?.split('/')[0] : undefined;
  return { traceId, key, others, isProfile, orderId };
}

const ABOUT_ORDERS: ReadonlySet<string> = new Set(['purchase', 'refund', 'closing']);

/** Returns the key of an event: two services may have events of one id. */
export function eventKey(serviceId: string, eventLogId: string): string {
  return `${serviceId} ${eventLogId}`;
}

/** Returns the key of a customer's profile: by one identifier, because a request may leave out others that are outdated. */
export function profileKey(serviceId: string, identity: Readonly<Record<string, unknown>>): string {
  const name = IDENTIFIERS.find((one) => identity[one] !== undefined) ?? '';
  return `${serviceId}${PROFILE}${name} ${String(identity[name])}`;
}

const PROFILE = ' profile ';

/** Tells whether a key is that of a profile. */
export function isProfileKey(key: string): boolean {
  return key.includes(PROFILE);
}

const IDENTIFIERS = ['external_id', 'email', 'phone_no', 'kakao_user_id', 'line_user_id'];
