/**
 * Time budgets of the AWS calls, in milliseconds. By default an AWS client waits for ever. Shopify waits 5 s for the
 * receiver's answer, so one look-up and one enqueueing or parking, each with its retry, end within 4.5 s.
 * @see https://shopify.dev/docs/apps/build/webhooks/subscribe/https (read 2026-11-23)
 */
export const ENQUEUE_BUDGET_MS = 2_500;
export const PARK_BUDGET_MS = 2_500;

const attempt = (requestTimeout: number) => ({
  // One retry, which suits a passing fault; what lasts is the platform's to deliver again.
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout, throwOnRequestTimeout: true },
});

/** Settings of the SSM client: two attempts of 800 ms. */
export const parameterStoreSettings = attempt(800);

/** Settings of the receiver's SQS client: two attempts of 1.1 s. */
export const queueSettings = attempt(1_100);

/** Settings of the receiver's S3 client: two attempts of 1.1 s. */
export const bucketSettings = attempt(1_100);
