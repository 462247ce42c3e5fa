/**
 * What an operator may give as `--param="name=value"`. A new parameter is one row of `parameterChecks`; parameters that depend on
 * each other are one row of `jointChecks`. It is JavaScript, because the framework loads it on any Node.
 */

/**
 * What a value has to be: `expected` ends the sentence "It has to be …". A parameter without a default needs an `example`.
 * @typedef {{ expected: string, accepts: (value: string) => boolean, example?: string }} ParameterCheck
 */

/**
 * The parameters that are deployed with, and those of a deployment without any. An empty text is a parameter that is not set.
 * @typedef {{ parameters: Record<string, string>, defaults: Record<string, string>, region: string }} Deployment
 */

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionRecursionConfig.html: a name is limited to 64 characters (read 2026-11-30) */
const MAX_FUNCTION_NAME = 64;

/** A test compares it with the names in the template. */
export const LONGEST_FUNCTION_NAME = { before: 'dfinery-webhook-adapter-', after: '-receiveWebhook' };

/** How many characters a stage may have. */
export const MAX_STAGE =
  MAX_FUNCTION_NAME - LONGEST_FUNCTION_NAME.before.length - LONGEST_FUNCTION_NAME.after.length;

const MAX_TAGS = 50;

/** A message dies after ten days, so an alarm on an older one would never ring. */
const TEN_DAYS_MS = 864_000_000;

/**
 * @see https://docs.aws.amazon.com/sdk-for-ruby/v3/api/Aws/CloudWatchLogs/Types/PutRetentionPolicyRequest.html (read 2026-11-30).
 * 1096 is one too, which osls refuses.
 */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * A row for each name in `params.default` of serverless.yml.
 * @type {Record<string, ParameterCheck>}
 */
export const parameterChecks = {
  // https://docs.aws.amazon.com/powertools/typescript/2.19.0/api/variables/_aws-lambda-powertools_logger.index.LogLevel.html (read 2026-11-30)
  logLevel: oneOf('TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL', 'SILENT'),
  // https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html (read 2026-11-30)
  systemLogLevel: oneOf('DEBUG', 'INFO', 'WARN'),
  logRetentionDays: {
    expected: `one of the numbers of days that CloudWatch Logs takes (${LOG_RETENTION_DAYS.join(', ')})`,
    accepts: (value) => LOG_RETENTION_DAYS.map(String).includes(value),
  },
  // The ledger remembers for 400 days what was sent. An order that is replayed later could count again.
  parkedRetentionDays: wholeNumber(1, 400, 'the ledger forgets after 400 days'),
  // osls takes 128 to 10,240. The functions use up to 170 MB.
  memorySize: wholeNumber(256, 10_240, 'the functions use up to 170 MB, and Lambda gives at most 10,240'),
  // https://docs.aws.amazon.com/lambda/latest/dg/API_ScalingConfig.html (read 2026-11-30)
  drainConcurrency: wholeNumber(2, 1000, 'Lambda limits an SQS queue to no fewer and no more'),
  // "When you set BatchSize to a value greater than 10, you must set MaximumBatchingWindowInSeconds to at least 1", and at most 300.
  // https://docs.aws.amazon.com/sdk-for-kotlin/api/latest/lambda/aws.sdk.kotlin.services.lambda.model/-get-event-source-mapping-response/maximum-batching-window-in-seconds.html (read 2026-11-30)
  batchWindowSeconds: wholeNumber(1, 300, 'Lambda takes no batches above ten without a window'),
  ledgerOutage: oneOf('wait', 'deliver'),
  alarms: oneOf('essential', 'full'),
  dashboard: oneOf('off', 'on'),
  alarmEmail: optional(address()),
  alarmWebhook: oneOf('none', 'slack', 'json'),
  // It goes into a description of at most 1,024 characters, and begins an address that ends with "#…".
  runbookUrl: {
    expected: 'an address or a path of at most 300 characters, without spaces and without #',
    accepts: (value) => /^[!"$-~]{1,300}$/.test(value),
  },
  oldestEventAlarmMs: wholeNumber(1, TEN_DAYS_MS, 'an event waits for ten days at most'),
  oldestFetchAlarmMs: wholeNumber(1, TEN_DAYS_MS, 'an order waits for ten days at most'),
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html (read 2026-11-30)
  messagesInFlightAlarm: wholeNumber(1, 120_000, 'SQS hands out no more than about 120,000'),
  signatureFailuresAlarm: wholeNumber(1),
  receiverSlowAlarmMs: wholeNumber(1, 10_000, 'the receiver is ended after 10 seconds'),
  // "Period multiplied by EvaluationPeriods can't be more than 604,800 seconds"; a period here is an hour.
  // https://docs.aws.amazon.com/sdk-for-kotlin/api/latest/cloudwatch/aws.sdk.kotlin.services.cloudwatch.model/-put-metric-alarm-request/period.html (read 2026-11-30)
  silenceAlarmHours: wholeNumber(1, 168, 'CloudWatch looks back no more than seven days'),
  entrance: oneOf('http-api', 'function-url'),
  routeRateLimit: optional({ ...wholeNumber(1), example: '50' }),
  routeBurstLimit: optional({ ...wholeNumber(1), example: '100' }),
  accessLog: oneOf('none', 'requests'),
  domainName: optional({
    expected: 'the name of a host in small letters, without https:// and without a wildcard',
    accepts: (value) =>
      value.length <= 253 &&
      /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/.test(value),
    example: 'webhooks.example.com',
  }),
  certificateArn: optional({
    expected: 'the ARN of a certificate in ACM',
    accepts: (value) => /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/.test(value),
    example: 'arn:aws:acm:ap-northeast-2:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
  }),
  startEmpty: oneOf('no', 'yes'),
  newAddress: oneOf('no', 'yes'),
  // An alias does not do: a role's right to use a key names the key.
  // https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html (read 2026-11-30)
  kmsKeyArn: optional({
    expected: 'the ARN of a key (of an alias, a role has no rights)',
    accepts: (value) => /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/.test(value),
    example: 'arn:aws:kms:ap-northeast-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  }),
  // https://docs.aws.amazon.com/lambda/latest/dg/API_VpcConfig.html (read 2026-11-30)
  vpcSubnetIds: optional(idsOf('subnet', 16, 'subnets')),
  vpcSecurityGroupIds: optional(idsOf('sg', 5, 'security groups')),
  vpcFunctions: oneOf('shops', 'shops-and-dfinery'),
  tracing: oneOf('PassThrough', 'Active'),
  tags: optional(tags()),
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (read 2026-11-30)
  deploymentBucket: optional({
    expected: 'the name of a bucket',
    accepts: (value) => /^[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/.test(value),
    example: 'my-packages',
  }),
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackConfiguration.html (read 2026-11-30)
  watchMinutes: wholeNumber(0, 180, 'CloudFormation watches no longer than three hours'),
  dfineryBaseUrl: {
    expected: 'an origin with https (http for this machine only), without a path',
    accepts: isOrigin,
  },
  // The schedule says "minutes", which EventBridge does not take of one.
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rate-expressions.html (read 2026-11-30)
  pollMinutes: wholeNumber(2, 1440, 'a shop is asked once a day at least'),
  pollLagAlarmMs: wholeNumber(1, TEN_DAYS_MS, 'a lag above ten days would never be told'),
  recoveredOrdersAlarm: wholeNumber(1),
};

/** What only the HTTP API has, with the value that leaves it out. */
const OF_HTTP_API = {
  accessLog: 'none',
  routeRateLimit: '',
  routeBurstLimit: '',
  domainName: '',
  certificateArn: '',
};

/** Thresholds of alarms that only `alarms: full` has. */
const OF_FULL = ['messagesInFlightAlarm', 'receiverSlowAlarmMs'];

/**
 * Parameters that are right alone and may be wrong together. A row is looked at if each of its parameters is right.
 * @type {{ of: string[], faultsOf: (deployment: Deployment) => string[] }[]}
 */
export const jointChecks = [
  bothOrNeither('routeRateLimit', 'routeBurstLimit'),
  bothOrNeither('vpcSubnetIds', 'vpcSecurityGroupIds'),
  bothOrNeither('domainName', 'certificateArn'),
  {
    of: ['vpcFunctions', 'vpcSubnetIds'],
    faultsOf: ({ parameters: { vpcFunctions, vpcSubnetIds } }) =>
      vpcFunctions === 'shops' || vpcSubnetIds !== ''
        ? []
        : [
            'The parameter vpcFunctions does nothing without vpcSubnetIds. Type the subnets besides, or leave it out.',
          ],
  },
  {
    of: ['entrance', ...Object.keys(OF_HTTP_API)],
    faultsOf: ({ parameters }) =>
      Object.entries(OF_HTTP_API)
        .filter(([name, without]) => parameters.entrance === 'function-url' && parameters[name] !== without)
        .map(
          ([name]) =>
            `The parameter ${name} does nothing with entrance=function-url. Leave it out, or type --param="entrance=http-api".`,
        ),
  },
  {
    of: ['alarms', ...OF_FULL],
    faultsOf: ({ parameters, defaults }) =>
      OF_FULL.filter((name) => parameters.alarms === 'essential' && parameters[name] !== defaults[name]).map(
        (name) =>
          `The parameter ${name} does nothing with alarms=essential. Leave it out, or type --param="alarms=full".`,
      ),
  },
  // "You can't use KMS keys from one Amazon Web Services Region in another."
  // https://docs.aws.amazon.com/sdk-for-kotlin/api/latest/rds/aws.sdk.kotlin.services.rds.model/-create-db-instance-read-replica-request/kms-key-id.html
  // (read 2026-11-30)
  ofOwnRegion('kmsKeyArn', 'key'),
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-custom-domain-names.html (read 2026-11-30)
  ofOwnRegion('certificateArn', 'certificate'),
  {
    // A place moves only when a poll ends, so between two polls the lag grows to the time between them, and two minutes.
    of: ['pollMinutes', 'pollLagAlarmMs'],
    faultsOf: ({ parameters: { pollMinutes, pollLagAlarmMs } }) => {
      const normalMs = (Number(pollMinutes) + 2) * 60_000;
      if (Number(pollLagAlarmMs) > normalMs) return [];
      return [
        `With pollMinutes=${pollMinutes} the alarm of pollLagAlarmMs=${pollLagAlarmMs} would always ring. Type more, such as --param="pollLagAlarmMs=${2 * normalMs}".`,
      ];
    },
  },
];

/**
 * Returns a sentence if a stage is too long for a name of AWS. The framework itself refuses all but letters, digits and hyphens.
 * @param {string} stage
 */
export function faultsOfStage(stage) {
  if (stage.length <= MAX_STAGE) return [];
  const name = `${LONGEST_FUNCTION_NAME.before}STAGE${LONGEST_FUNCTION_NAME.after}`;
  return [
    `The stage "${stage}" has ${stage.length} characters. Type a --stage of at most ${MAX_STAGE}, because Lambda's names, such as ${name}, end at ${MAX_FUNCTION_NAME}.`,
  ];
}

/** @param {string} region */
export function faultsOfRegion(region) {
  return /^[a-z]{2}(-[a-z]+)+-\d$/.test(region)
    ? []
    : [`"${region}" is no region of AWS. Type one such as --region ap-northeast-2.`];
}

/**
 * Returns a sentence for each value that is wrong, and for those that do not go together.
 * @param {Deployment} deployment `parameters` has a text for each row of `parameterChecks`
 */
export function faultsOfParameters(deployment) {
  const { parameters, defaults } = deployment;
  const wrong = Object.keys(parameterChecks).filter(
    (name) => !parameterChecks[name].accepts(parameters[name]),
  );
  const right = jointChecks.filter(({ of }) => !of.some((name) => wrong.includes(name)));
  return [
    ...wrong.map((name) => {
      const { expected, example = defaults[name] } = parameterChecks[name];
      return `The parameter ${name} is "${parameters[name]}". It has to be ${expected}, such as --param="${name}=${example}".`;
    }),
    ...right.flatMap(({ faultsOf }) => faultsOf(deployment)),
  ];
}

/**
 * Returns a sentence for each name that no row has, with the most alike.
 * @param {string[]} names
 */
export function faultsOfNames(names) {
  const known = Object.keys(parameterChecks);
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const [nearest] = known.toSorted((a, b) => likeness(b, name) - likeness(a, name));
      return `There is no parameter ${name}. Type --param="${nearest}=…", or another name of docs/reference.md.`;
    });
}

/** @param {...string} values @returns {ParameterCheck} */
function oneOf(...values) {
  return {
    expected: `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`,
    accepts: (value) => values.includes(value),
  };
}

/** @param {number} least @param {number} [most] @param {string} [because] @returns {ParameterCheck} */
function wholeNumber(least, most = Number.MAX_SAFE_INTEGER, because) {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return {
    expected: `a whole number ${range}${because === undefined ? '' : ` (${because})`}`,
    accepts: (value) => /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most,
  };
}

/** @returns {ParameterCheck} */
function address() {
  return {
    expected: 'one address of a mailbox',
    accepts: (value) => /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]+$/.test(value),
    example: 'alarms@example.com',
  };
}

/**
 * AWS takes 50 of a resource, and keeps names that begin with `aws:` to itself.
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html (read 2026-11-30)
 * @returns {ParameterCheck}
 */
function tags() {
  const own = ['service', 'stage'];
  return {
    expected: `at most ${MAX_TAGS - own.length} tags as name=value, with commas and no spaces between them, none of them ${own.join(' or ')}`,
    accepts: (value) => {
      const pairs = value.split(',');
      const names = pairs.map((pair) => pair.split('=')[0].toLowerCase());
      return (
        pairs.every((pair) => /^(?!aws:)[\w.:/+-]{1,128}=[\w .:/+@-]{1,256}$/i.test(pair)) &&
        new Set([...names, ...own]).size === names.length + own.length &&
        names.length <= MAX_TAGS - own.length
      );
    },
    example: 'cost-center=shop,owner=me',
  };
}

/** @param {string} prefix @param {number} most @param {string} things @returns {ParameterCheck} */
function idsOf(prefix, most, things) {
  const id = `${prefix}-(?:[0-9a-f]{8}|[0-9a-f]{17})`;
  return {
    expected: `ids of at most ${most} ${things}, with commas and no spaces between them`,
    accepts: (value) => new RegExp(`^${id}(?:,${id}){0,${most - 1}}$`).test(value),
    example: `${prefix}-0123456789abcdef0`,
  };
}

/** @param {ParameterCheck} check @returns {ParameterCheck} */
function optional(check) {
  return { ...check, accepts: (value) => value === '' || check.accepts(value) };
}

/** As lib/runtime/config.ts reads it. @param {string} value */
function isOrigin(value) {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, pathname, search, username } = new URL(value);
  if (pathname !== '/' || search !== '' || username !== '') return false;
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}

/** @param {string} first @param {string} second */
function bothOrNeither(first, second) {
  const pairs = /** @type {[string, string][]} */ ([
    [first, second],
    [second, first],
  ]);
  return {
    of: [first, second],
    /** @param {Deployment} deployment */
    faultsOf: ({ parameters }) =>
      pairs
        .filter(([given, missing]) => parameters[given] !== '' && parameters[missing] === '')
        .map(
          ([given, missing]) =>
            `The parameter ${given} does nothing without ${missing}. Type --param="${missing}=${parameterChecks[missing].example}" besides, or leave both out.`,
        ),
  };
}

/** @param {string} name a parameter that holds an ARN @param {string} thing */
function ofOwnRegion(name, thing) {
  return {
    of: [name],
    /** @param {Deployment} deployment */
    faultsOf: ({ parameters, region }) => {
      const its = parameters[name].split(':')[3];
      if (its === undefined || its === region) return [];
      return [
        `The ${thing} of ${name} is in ${its} and the deployment in ${region}. Type a ${thing} of ${region}; or, for a stage that is not deployed yet, --region ${its}.`,
      ];
    },
  };
}

/** From 0 to 1: which part of their pairs of letters two names share. @param {string} one @param {string} other */
function likeness(one, other) {
  const pairs = pairsOf(one);
  const others = pairsOf(other);
  return (2 * others.filter((pair) => pairs.includes(pair)).length) / (pairs.length + others.length);
}

/** @param {string} name */
function pairsOf(name) {
  return Array.from({ length: name.length - 1 }, (_, index) => name.toLowerCase().slice(index, index + 2));
}
