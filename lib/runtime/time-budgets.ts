/**
 * Time budgets of the AWS calls in milliseconds, including retries. By default an AWS client waits forever, and its
 * request timeout covers only the headers of the answer, so each call has an abort signal, too. Shopify waits 5 s for
 * the receiver's answer: one look-up, 100 ms for the ledger, and one enqueueing or parking take at most 4.4 s. While made-up ids are
 * asked for, a look-up may first wait for up to 1 s; if then SSM and SQS are at their worst, too, Shopify delivers again.
 * @see https://shopify.dev/docs/apps/build/webhooks/subscribe/https (read 2026-11-23)
 */
export const LOOK_UP_BUDGET_MS = 1_800;
export const ENQUEUE_BUDGET_MS = 2_500;
export const PARK_BUDGET_MS = 2_500;

const attempt = (requestTimeout: number) => ({
  // One retry covers a short fault. After a longer one the platform delivers again.
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout, throwOnRequestTimeout: true },
});

/** Settings of the SSM client: two attempts of 800 ms. */
export const parameterStoreSettings = attempt(800);

/**
 * By default the SQS client goes to the host of a queue's address, whatever endpoint was set for it by a variable of the
 * environment: a private one, one of FIPS, or a stand-in.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html (read 2026-11-30)
 */
export const queueEndpoint = { useQueueUrlAsEndpoint: false } as const;

/** Settings of the receiver's SQS client: two attempts of 1.1 s. */
export const queueSettings = { ...attempt(1_100), ...queueEndpoint };

/**
 * Settings of the drain's SQS client, and the budget of each of its two steps: moving dead letters and hiding waiting
 * records. Together with marks and pauses in the ledger they fit into the 8 s that are left after Dfinery's slowest answer.
 */
export const settlingSettings = { ...attempt(700), ...queueEndpoint };
export const SETTLE_BUDGET_MS = 1_500;

/** Settings of the drain's DynamoDB client, and the budget of each of its calls. */
export const ledgerSettings = attempt(700);
export const LEDGER_BUDGET_MS = 1_500;

/** Settings of the DynamoDB client of a scan: a page has up to 1 MB, and nobody waits for it. */
export const scanSettings = attempt(10_000);

/** Settings of the receiver's S3 client: two attempts of 1.1 s. */
export const bucketSettings = attempt(1_100);

/** Budget of each call of the fetching function to SQS, S3 and the token table. No shop waits for its answer. */
export const FETCH_BUDGET_MS = 2_500;
