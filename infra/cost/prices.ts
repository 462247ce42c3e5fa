/** The regions whose prices are in the table; the first is where the stack goes by default. */
export const regions = ['ap-northeast-2', 'us-east-1'] as const;

export type Region = (typeof regions)[number];

export const regionNames: Readonly<Record<Region, string>> = {
  'ap-northeast-2': 'Seoul',
  'us-east-1': 'Northern Virginia',
};

/** A price as AWS states it, with where and since when. */
export interface Quote {
  /** US dollars as decimal text. */
  readonly usd: string;
  /** Where AWS states it. What was read are copies of it, and quotations; `docs/cost.md` says which. */
  readonly source: string;
  /** The day on which AWS stated it, as far as the copy that was read tells. */
  readonly date: string;
}

/** What is counted: the model in whole base units (bytes, milliseconds of a megabyte), AWS in larger ones. */
interface Measure {
  readonly name: string;
  /** Base units in one. */
  readonly size: bigint;
}

/** What AWS charges for one thing, in its first tier and without the free one. */
export interface Price {
  /** What is charged for, as the page of prices says. */
  readonly label: string;
  readonly measure: Measure;
  /** How many of the measure one price buys. */
  readonly lot: bigint;
  readonly quotes: { readonly 'us-east-1': Quote; readonly 'ap-northeast-2': Quote | undefined };
}

const MILLION = 1_000_000n;
/**
 * AWS bills a GB of 2^30 bytes, and a GB-second of 1,024 MB for 1,000 ms.
 * @see https://aws.amazon.com/s3/pricing/ (its examples count 100 GB as 107,374,182,400 bytes; read 2026-11-24)
 */
const BYTES_PER_GB = 2n ** 30n;

const requests: Measure = { name: 'requests', size: 1n };
const gigabytes: Measure = { name: 'GB', size: BYTES_PER_GB };
const gigabyteMonths: Measure = { name: 'GB-months', size: BYTES_PER_GB };
const gigabyteSeconds: Measure = { name: 'GB-seconds', size: 1_024n * 1_000n };
/** The base unit is half a read unit: what an eventually consistent read of up to 4 KB takes. */
const readUnits: Measure = { name: 'read units', size: 2n };
const countOf = (name: string): Measure => ({ name, size: 1n });

/** AWS's own price lists, public files, one a service and region. */
const listed = (offer: string, region: Region) => (usd: string, date: string) => ({
  usd,
  source: `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${offer}/current/${region}/index.json`,
  date,
});

const page = (service: string) => (usd: string, date: string) => ({
  usd,
  source: `https://aws.amazon.com/${service}/pricing/`,
  date,
});

const seoul = {
  gateway: listed('AmazonApiGateway', 'ap-northeast-2'),
  lambda: listed('AWSLambda', 'ap-northeast-2'),
  queue: listed('AWSQueueService', 'ap-northeast-2'),
  dynamo: listed('AmazonDynamoDB', 'ap-northeast-2'),
  watch: listed('AmazonCloudWatch', 'ap-northeast-2'),
  keys: listed('awskms', 'ap-northeast-2'),
  objects: listed('AmazonS3', 'ap-northeast-2'),
  transfer: listed('AWSDataTransfer', 'ap-northeast-2'),
};

const virginia = {
  gateway: listed('AmazonApiGateway', 'us-east-1'),
  lambda: listed('AWSLambda', 'us-east-1'),
  queue: listed('AWSQueueService', 'us-east-1'),
  dynamo: listed('AmazonDynamoDB', 'us-east-1'),
  objects: listed('AmazonS3', 'us-east-1'),
  transfer: listed('AWSDataTransfer', 'us-east-1'),
  mails: listed('AmazonSNS', 'us-east-1'),
  watch: page('cloudwatch'),
  keys: page('kms'),
  traces: page('xray'),
};

/** Its usage type names no region: one price everywhere. */
const dashboard = virginia.watch('3', '2026-06-13');

/** Every price the model uses. What was not found for Seoul is undefined there, and Virginia's stands in. */
export const prices = {
  httpApiRequests: {
    label: 'API Gateway: HTTP API, each 512 KB',
    measure: requests,
    lot: MILLION,
    quotes: {
      'us-east-1': virginia.gateway('1', '2026-10-08'),
      'ap-northeast-2': seoul.gateway('1.23', '2026-10-06'),
    },
  },
  invocations: {
    label: 'Lambda: invocations',
    measure: requests,
    lot: MILLION,
    quotes: {
      'us-east-1': virginia.lambda('0.2', '2026-09-06'),
      'ap-northeast-2': seoul.lambda('0.2', '2026-10-06'),
    },
  },
  armDuration: {
    label: 'Lambda: duration on arm64',
    measure: gigabyteSeconds,
    lot: 1n,
    quotes: {
      'us-east-1': virginia.lambda('0.0000133334', '2026-09-06'),
      'ap-northeast-2': seoul.lambda('0.0000133334', '2026-10-06'),
    },
  },
  x86Duration: {
    label: 'Lambda: duration on x86_64',
    measure: gigabyteSeconds,
    lot: 1n,
    quotes: {
      'us-east-1': virginia.lambda('0.0000166667', '2026-09-06'),
      'ap-northeast-2': seoul.lambda('0.0000166667', '2026-10-01'),
    },
  },
  queueRequests: {
    label: 'SQS: standard queue, each 64 KB',
    measure: requests,
    lot: MILLION,
    quotes: {
      'us-east-1': virginia.queue('0.4', '2026-10-08'),
      'ap-northeast-2': seoul.queue('0.4', '2026-10-06'),
    },
  },
  ledgerWrites: {
    label: 'DynamoDB: writes on demand',
    measure: countOf('write units'),
    lot: MILLION,
    quotes: {
      'us-east-1': virginia.dynamo('0.625', '2026-09-06'),
      'ap-northeast-2': seoul.dynamo('0.68', '2026-10-01'),
    },
  },
  ledgerReads: {
    label: 'DynamoDB: reads on demand',
    measure: readUnits,
    lot: MILLION,
    quotes: {
      'us-east-1': virginia.dynamo('0.125', '2026-09-06'),
      'ap-northeast-2': seoul.dynamo('0.1355', '2026-10-01'),
    },
  },
  ledgerStorage: {
    label: 'DynamoDB: storage',
    measure: gigabyteMonths,
    lot: 1n,
    quotes: {
      'us-east-1': virginia.dynamo('0.25', '2026-09-06'),
      'ap-northeast-2': seoul.dynamo('0.27075', '2026-10-01'),
    },
  },
  ledgerRecovery: {
    label: 'DynamoDB: point-in-time recovery',
    measure: gigabyteMonths,
    lot: 1n,
    quotes: {
      'us-east-1': virginia.dynamo('0.2', '2026-10-08'),
      'ap-northeast-2': seoul.dynamo('0.2166', '2026-10-01'),
    },
  },
  logIngestion: {
    label: 'CloudWatch: log lines taken in',
    measure: gigabytes,
    lot: 1n,
    quotes: {
      'us-east-1': virginia.watch('0.5', '2026-05-15'),
      'ap-northeast-2': seoul.watch('0.76', '2026-10-06'),
    },
  },
  logStorage: {
    label: 'CloudWatch: log lines kept',
    measure: gigabyteMonths,
    lot: 1n,
    quotes: {
      'us-east-1': virginia.watch('0.03', '2026-05-15'),
      'ap-northeast-2': seoul.watch('0.0314', '2026-10-06'),
    },
  },
  customMetrics: {
    label: 'CloudWatch: custom metrics',
    measure: countOf('metrics'),
    lot: 1n,
    quotes: {
      'us-east-1': virginia.watch('0.3', '2026-05-15'),
      'ap-northeast-2': seoul.watch('0.3', '2026-10-01'),
    },
  },
  alarmMetrics: {
    label: 'CloudWatch: alarms',
    measure: countOf('alarm metrics'),
    lot: 1n,
    quotes: {
      'us-east-1': virginia.watch('0.1', '2026-05-15'),
      'ap-northeast-2': seoul.watch('0.1', '2026-10-06'),
    },
  },
  dashboards: {
    label: 'CloudWatch: dashboards',
    measure: countOf('dashboards'),
    lot: 1n,
    quotes: { 'us-east-1': dashboard, 'ap-northeast-2': dashboard },
  },
  keyRequests: {
    label: 'KMS: requests',
    measure: requests,
    lot: 10_000n,
    quotes: {
      'us-east-1': virginia.keys('0.03', '2026-05-15'),
      'ap-northeast-2': seoul.keys('0.03', '2026-10-01'),
    },
  },
  keys: {
    label: 'KMS: keys of one’s own',
    measure: countOf('keys'),
    lot: 1n,
    quotes: {
      'us-east-1': virginia.keys('1', '2026-05-15'),
      'ap-northeast-2': seoul.keys('1', '2026-10-01'),
    },
  },
  parkingRequests: {
    label: 'S3: objects put',
    measure: requests,
    lot: 1_000n,
    quotes: {
      'us-east-1': virginia.objects('0.005', '2026-09-06'),
      'ap-northeast-2': seoul.objects('0.0045', '2026-10-06'),
    },
  },
  parkedStorage: {
    label: 'S3: storage',
    measure: gigabyteMonths,
    lot: 1n,
    quotes: {
      'us-east-1': virginia.objects('0.023', '2026-09-06'),
      'ap-northeast-2': seoul.objects('0.025', '2026-10-06'),
    },
  },
  dataOut: {
    label: 'Data transfer to the internet',
    measure: gigabytes,
    lot: 1n,
    quotes: {
      'us-east-1': virginia.transfer('0.09', '2026-09-06'),
      'ap-northeast-2': seoul.transfer('0.126', '2026-10-01'),
    },
  },
  mails: {
    label: 'SNS: mails',
    measure: countOf('mails'),
    lot: 100_000n,
    quotes: { 'us-east-1': virginia.mails('2', '2026-10-08'), 'ap-northeast-2': undefined },
  },
  traces: {
    label: 'X-Ray: traces recorded',
    measure: countOf('traces'),
    lot: MILLION,
    quotes: { 'us-east-1': virginia.traces('5', '2026-05-15'), 'ap-northeast-2': undefined },
  },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof prices;

/** Returns what a thing costs in a region, and whether Virginia's price had to stand in. */
export function quoteFor(name: PriceName, region: Region): Quote & { readonly isStandIn: boolean } {
  const { quotes } = prices[name];
  const quote: Quote | undefined = quotes[region];
  return { ...(quote ?? quotes['us-east-1']), isStandIn: quote === undefined };
}
