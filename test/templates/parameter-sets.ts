export interface ParameterSet {
  readonly name: string;
  readonly stage: string;
  readonly region: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** As long as a stage may be. */
export const LONGEST_STAGE = 'preview-of-a-long-branch1';

const key = (region: string) => `arn:aws:kms:${region}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** What shapes no template. With it, AWS is asked for the stack while packaging. */
export const outsideTemplates: readonly string[] = ['watchMinutes'];

const network = {
  vpcSubnetIds: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
  vpcSecurityGroupIds: 'sg-0123456789abcdef0',
  vpcFunctions: 'shops-and-dfinery',
};

const domain = {
  domainName: 'hooks.example.com',
  certificateArn: 'arn:aws:acm:ap-northeast-2:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
};

/**
 * What the templates are checked with. In some set every parameter has another value than by default, every branch of every
 * condition is taken, and so is every combination of two conditions that shape the same resource; `npm run templates` says
 * what is missing. A set takes half a minute, so a new parameter goes into these if it can.
 */
export const parameterSets: readonly ParameterSet[] = [
  { name: 'by default', stage: 'dev', region: 'ap-northeast-2', parameters: {} },
  {
    name: 'all that is optional, and the most of each number',
    stage: LONGEST_STAGE,
    region: 'ap-northeast-2',
    parameters: {
      logLevel: 'DEBUG',
      systemLogLevel: 'DEBUG',
      logRetentionDays: '3653',
      parkedRetentionDays: '400',
      memorySize: '10240',
      drainConcurrency: '1000',
      batchWindowSeconds: '300',
      ledgerOutage: 'deliver',
      alarms: 'full',
      dashboard: 'on',
      alarmEmail: 'alarms@example.com',
      alarmWebhook: 'slack',
      runbookUrl: `https://git.example.com/${'a'.repeat(276)}`,
      oldestEventAlarmMs: '864000000',
      oldestFetchAlarmMs: '864000000',
      messagesInFlightAlarm: '120000',
      signatureFailuresAlarm: '1000000',
      receiverSlowAlarmMs: '10000',
      silenceAlarmHours: '168',
      routeRateLimit: '10000',
      routeBurstLimit: '5000',
      accessLog: 'requests',
      ...domain,
      startEmpty: 'yes',
      newAddress: 'yes',
      kmsKeyArn: key('ap-northeast-2'),
      ...network,
      tracing: 'Active',
      dfineryBaseUrl: 'https://proxy.example.com:8443',
      pollMinutes: '1440',
      pollLagAlarmMs: '864000000',
      recoveredOrdersAlarm: '1000000',
      tags: 'cost-center=shop,owner=me',
      deploymentBucket: 'my-packages',
    },
  },
  {
    name: 'the least of each number',
    stage: LONGEST_STAGE,
    region: 'ap-northeast-2',
    parameters: {
      logRetentionDays: '1',
      parkedRetentionDays: '1',
      memorySize: '256',
      drainConcurrency: '2',
      batchWindowSeconds: '1',
      alarms: 'full',
      alarmWebhook: 'json',
      oldestEventAlarmMs: '1',
      oldestFetchAlarmMs: '1',
      messagesInFlightAlarm: '1',
      signatureFailuresAlarm: '1',
      receiverSlowAlarmMs: '1',
      silenceAlarmHours: '1',
      routeRateLimit: '1',
      routeBurstLimit: '1',
      kmsKeyArn: key('ap-northeast-2'),
      pollMinutes: '2',
      pollLagAlarmMs: '240001',
    },
  },
  {
    name: 'a network and a log of requests, in another region',
    stage: LONGEST_STAGE,
    region: 'eu-central-1',
    parameters: { ...network, accessLog: 'requests', dashboard: 'on' },
  },
  {
    name: 'a function URL with traces',
    stage: LONGEST_STAGE,
    region: 'eu-central-1',
    parameters: {
      entrance: 'function-url',
      dashboard: 'on',
      tracing: 'Active',
      alarmEmail: 'alarms@example.com',
    },
  },
];
