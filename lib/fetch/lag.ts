/** For so long an API may lag behind its own webhooks. */
export const LAG_MS = 15 * 60_000;
