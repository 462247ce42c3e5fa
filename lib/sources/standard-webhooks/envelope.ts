/**
 * A Standard Webhook's body is `{type, timestamp, data}`, and `data` is the
 * order. An export holds bare orders, which have neither `type` nor `data`.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-structure (read 2026-11-24)
 */
export function isEnvelope(body: unknown): boolean {
  return hasKey(body, 'type') || hasKey(body, 'data');
}

export const topicInBody = {
  read: (body: unknown): string | undefined =>
    hasKey(body, 'type') && typeof body.type === 'string' ? body.type : undefined,
  write: (type: string) => ({ type }),
};

function hasKey<Key extends string>(body: unknown, key: Key): body is Record<Key, unknown> {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, key);
}
