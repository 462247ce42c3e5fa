/** The regions with prices: Seoul and Northern Virginia. */
type Region = 'ap-northeast-2' | 'us-east-1';

/** What AWS charges for: its first paid tier. A price is that of `lot` of the unit. */
export const prices = {
  httpApiRequests: { service: 'API Gateway', what: 'HTTP API, each 512 KB', lot: 1e6, unit: 'requests' },
  invocations: { service: 'Lambda', what: 'invocations', lot: 1e6, unit: 'requests' },
  armDuration: { service: 'Lambda', what: 'duration on arm64', lot: 1, unit: 'GB-seconds' },
  x86Duration: { service: 'Lambda', what: 'duration on x86_64', lot: 1, unit: 'GB-seconds' },
  queueRequests: { service: 'SQS', what: 'standard queue, each 64 KB', lot: 1e6, unit: 'requests' },
  fairRequests: { service: 'SQS', what: 'fair queue, on top of that', lot: 1e6, unit: 'requests' },
  ledgerWrites: { service: 'DynamoDB', what: 'writes on demand', lot: 1e6, unit: 'write units' },
  ledgerReads: { service: 'DynamoDB', what: 'reads on demand', lot: 1e6, unit: 'read units' },
  ledgerStorage: { service: 'DynamoDB', what: 'storage', lot: 1, unit: 'GB-months' },
  ledgerRecovery: { service: 'DynamoDB', what: 'point-in-time recovery', lot: 1, unit: 'GB-months' },
  logIngestion: { service: 'CloudWatch', what: 'log lines taken in', lot: 1, unit: 'GB' },
  logStorage: { service: 'CloudWatch', what: 'log lines kept', lot: 1, unit: 'GB-months' },
  customMetrics: { service: 'CloudWatch', what: 'custom metrics', lot: 1, unit: 'metrics' },
  alarmMetrics: { service: 'CloudWatch', what: 'alarms', lot: 1, unit: 'alarm metrics' },
  dashboards: { service: 'CloudWatch', what: 'dashboards', lot: 1, unit: 'dashboards' },
  keyRequests: { service: 'KMS', what: 'requests', lot: 1e4, unit: 'requests' },
  keys: { service: 'KMS', what: 'customer managed keys', lot: 1, unit: 'keys' },
  parkingRequests: { service: 'S3', what: 'objects put', lot: 1e3, unit: 'requests' },
  parkedStorage: { service: 'S3', what: 'storage', lot: 1, unit: 'GB-months' },
  dataOut: { service: 'Data transfer', what: 'to the internet', lot: 1, unit: 'GB' },
  mails: { service: 'SNS', what: 'mails', lot: 1e5, unit: 'mails' },
  natHours: { service: 'VPC', what: 'NAT gateway', lot: 1, unit: 'hours' },
  natBytes: { service: 'VPC', what: 'traffic through it', lot: 1, unit: 'GB' },
  addressHours: { service: 'VPC', what: 'public IPv4 address', lot: 1, unit: 'hours' },
  traces: { service: 'X-Ray', what: 'traces recorded', lot: 1e6, unit: 'traces' },
} as const;

export type PriceName = keyof typeof prices;

/**
 * What an account has free of charge in every month, in the units above, as far as a stack without orders uses it.
 * @see https://aws.amazon.com/cloudwatch/pricing/ and the pages of the other services (read 2026-11-24 in copies)
 */
export const freeOfMonth = {
  invocations: 1_000_000,
  armDuration: 400_000,
  x86Duration: 400_000,
  queueRequests: 1_000_000,
  customMetrics: 10,
  alarmMetrics: 10,
  dashboards: 3,
  keyRequests: 20_000,
  mails: 1_000,
} as const satisfies Partial<Record<PriceName, number>>;

/** US dollars, the day on which AWS stated them (if the copy names it), and where. */
export type Quote = { readonly usd: number; readonly date: string; readonly source: string };

/** AWS's own price lists are public files, one for each service and region. */
const list = (region: Region) => (service: string) =>
  `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${service}/current/${region}/index.json`;
const [seoul, virginia] = [list('ap-northeast-2'), list('us-east-1')];
const page = (service: string) => `https://aws.amazon.com/${service}/pricing/`;

// AWS's own page was not found in a copy. This is somebody else's account of it.
const NAT_ACCOUNT = 'https://cloudburn.io/blog/aws-nat-gateway-pricing';

const quotesOfVirginia: Readonly<Record<PriceName, Quote>> = {
  httpApiRequests: { usd: 1, date: '2026-10-08', source: virginia('AmazonApiGateway') },
  invocations: { usd: 0.2, date: '2026-09-06', source: virginia('AWSLambda') },
  armDuration: { usd: 0.0000133334, date: '2026-09-06', source: virginia('AWSLambda') },
  x86Duration: { usd: 0.0000166667, date: '2026-09-06', source: virginia('AWSLambda') },
  queueRequests: { usd: 0.4, date: '2026-10-08', source: virginia('AWSQueueService') },
  // AWS's own page was not found in a copy. This is somebody else's account of it.
  fairRequests: { usd: 0.1, date: '2026-03-14', source: 'https://cloudburn.io/blog/amazon-sqs-pricing' },
  ledgerWrites: { usd: 0.625, date: '2026-09-06', source: virginia('AmazonDynamoDB') },
  ledgerReads: { usd: 0.125, date: '2026-09-06', source: virginia('AmazonDynamoDB') },
  ledgerStorage: { usd: 0.25, date: '2026-09-06', source: virginia('AmazonDynamoDB') },
  ledgerRecovery: { usd: 0.2, date: '2026-10-08', source: virginia('AmazonDynamoDB') },
  logIngestion: { usd: 0.5, date: '2026-05-15', source: page('cloudwatch') },
  logStorage: { usd: 0.03, date: '2026-05-15', source: page('cloudwatch') },
  customMetrics: { usd: 0.3, date: '2026-05-15', source: page('cloudwatch') },
  alarmMetrics: { usd: 0.1, date: '2026-05-15', source: page('cloudwatch') },
  dashboards: { usd: 3, date: '2026-06-13', source: page('cloudwatch') },
  keyRequests: { usd: 0.03, date: '2026-05-15', source: page('kms') },
  keys: { usd: 1, date: '2026-05-15', source: page('kms') },
  parkingRequests: { usd: 0.005, date: '2026-09-06', source: virginia('AmazonS3') },
  parkedStorage: { usd: 0.023, date: '2026-09-06', source: virginia('AmazonS3') },
  dataOut: { usd: 0.09, date: '2026-09-06', source: virginia('AWSDataTransfer') },
  mails: { usd: 2, date: '2026-10-08', source: virginia('AmazonSNS') },
  natHours: { usd: 0.045, date: '2026-02-24', source: NAT_ACCOUNT },
  natBytes: { usd: 0.045, date: '2026-02-24', source: NAT_ACCOUNT },
  addressHours: { usd: 0.005, date: '2026-02-24', source: NAT_ACCOUNT },
  traces: { usd: 5, date: '2026-05-15', source: page('xray') },
};

/** Mails, traces and fair queues were not found for Seoul: Northern Virginia stands in. Dashboards have one price everywhere. */
export const quotes: Readonly<Record<Region, Readonly<Record<PriceName, Quote>>>> = {
  'us-east-1': quotesOfVirginia,
  'ap-northeast-2': {
    ...quotesOfVirginia,
    httpApiRequests: { usd: 1.23, date: '2026-10-06', source: seoul('AmazonApiGateway') },
    invocations: { usd: 0.2, date: '2026-10-06', source: seoul('AWSLambda') },
    armDuration: { usd: 0.0000133334, date: '2026-10-06', source: seoul('AWSLambda') },
    x86Duration: { usd: 0.0000166667, date: '2026-10-01', source: seoul('AWSLambda') },
    queueRequests: { usd: 0.4, date: '2026-10-06', source: seoul('AWSQueueService') },
    ledgerWrites: { usd: 0.68, date: '2026-10-01', source: seoul('AmazonDynamoDB') },
    ledgerReads: { usd: 0.1355, date: '2026-10-01', source: seoul('AmazonDynamoDB') },
    ledgerStorage: { usd: 0.27075, date: '2026-10-01', source: seoul('AmazonDynamoDB') },
    ledgerRecovery: { usd: 0.2166, date: '2026-10-01', source: seoul('AmazonDynamoDB') },
    logIngestion: { usd: 0.76, date: '2026-10-06', source: seoul('AmazonCloudWatch') },
    logStorage: { usd: 0.0314, date: '2026-10-06', source: seoul('AmazonCloudWatch') },
    customMetrics: { usd: 0.3, date: '2026-10-01', source: seoul('AmazonCloudWatch') },
    alarmMetrics: { usd: 0.1, date: '2026-10-06', source: seoul('AmazonCloudWatch') },
    dashboards: { usd: 3, date: '2026-06-13', source: page('cloudwatch') },
    keyRequests: { usd: 0.03, date: '2026-10-01', source: seoul('awskms') },
    keys: { usd: 1, date: '2026-10-01', source: seoul('awskms') },
    parkingRequests: { usd: 0.0045, date: '2026-10-06', source: seoul('AmazonS3') },
    parkedStorage: { usd: 0.025, date: '2026-10-06', source: seoul('AmazonS3') },
    // Of Seoul no page was found either: a bill of April 2026 has 36.05 for 611 hours and 0.52 for 8.90 GB.
    natHours: { usd: 0.059, date: '2026-04-30', source: page('vpc') },
    natBytes: { usd: 0.059, date: '2026-04-30', source: page('vpc') },
    dataOut: { usd: 0.126, date: '2026-10-01', source: seoul('AWSDataTransfer') },
  },
};
