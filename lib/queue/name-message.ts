import * as v from 'valibot';

const Text = v.fallback(v.optional(v.string()), undefined);

/** What messages of all queues and versions have in common. */
const NamedSchema = v.object({
  connection: Text,
  kind: Text,
  orderId: Text,
  reference: v.fallback(v.optional(v.object({ orderId: Text, refundId: Text })), undefined),
});

/**
 * Returns log fields that say what the body of a message is about: connection, kind, and the order's id, or
 * `{orderId}/{refundId}`. No person. Empty if it is no message. Pure; it does not throw.
 */
export function nameMessage(body: string) {
  const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), NamedSchema), body);
  if (!success) return {};
  const { connection, kind, reference } = output;
  const fetched = [reference?.orderId, reference?.refundId].filter((id) => id !== undefined).join('/');
  return { connection, kind, orderId: output.orderId ?? (fetched === '' ? undefined : fetched) };
}
