import { describe, expect, test } from 'vitest';
import { readAlarmConfig, readDfineryOrigin, readDrainConfig } from '../lib/runtime/config.ts';
import { defaultParameters } from '../test/support/reading/default-parameters.ts';
import {
  faultsOfNames,
  faultsOfParameters,
  faultsOfRegion,
  faultsOfStage,
  MAX_STAGE,
  parameterChecks,
} from './parameter-rules.js';

const defaults = defaultParameters();

const faultsOf = (parameters: Readonly<Record<string, string>>, region = 'ap-northeast-2') =>
  faultsOfParameters({ parameters: { ...defaults, ...parameters }, defaults, region });

const CERTIFICATE =
  'arn:aws:acm:ap-northeast-2:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab';
const tagsOf = (count: number): string =>
  Array.from({ length: count }, (_, index) => `key${index}=value`).join();

const KEY = 'arn:aws:kms:ap-northeast-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

test('every parameter of serverless.yml has a row, and its default is right', () => {
  expect(Object.keys(defaults).sort()).toEqual(Object.keys(parameterChecks).sort());
  expect(faultsOf({})).toEqual([]);
});

test.each(Object.entries(parameterChecks))(
  'the example of %s is right, and nonsense is not',
  (name, check) => {
    expect(check.accepts(check.example ?? defaults[name] ?? '')).toBe(true);
    expect(check.example ?? defaults[name]).not.toBe('');
    expect(check.accepts('not # right')).toBe(false);
  },
);

describe('each limit, on either side', () => {
  test.each([
    ['memorySize', '256', '10240', '255', '10241'],
    ['drainConcurrency', '2', '1000', '1', '1001'],
    ['batchWindowSeconds', '1', '300', '0', '301'],
    ['silenceAlarmHours', '1', '168', '0', '169'],
    ['pollMinutes', '2', '1440', '1', '1441'],
    ['parkedRetentionDays', '1', '400', '0', '401'],
    ['messagesInFlightAlarm', '1', '120000', '0', '120001'],
    ['receiverSlowAlarmMs', '1', '10000', '0', '10001'],
    ['oldestEventAlarmMs', '1', '864000000', '0', '864000001'],
    ['logRetentionDays', '1', '3653', '45', '1096'],
    ['routeRateLimit', '1', '100000', '0', '0.5'],
    ['watchMinutes', '0', '180', '-1', '181'],
  ])('%s', (name, least, most, below, above) => {
    const accepts = (value: string) => parameterChecks[name]?.accepts(value);

    expect([least, most].map(accepts)).toEqual([true, true]);
    expect([below, above, `${least} `, `+${least}`, `${least}.0`, '1e2'].map(accepts)).not.toContain(true);
  });

  test.each([
    ['logLevel', ['SILENT'], ['info', '']],
    ['tracing', ['Active'], ['On', 'true', 'active']],
    [
      'alarmEmail',
      ['', 'a.b+c@mail.example.co.kr'],
      ['foo', 'a@b', 'a@b.c,d@e.f', 'a b@c.de', 'Me <a@b.cd>'],
    ],
    ['alarmWebhook', ['slack', 'json'], ['https://hooks.slack.com/services/x']],
    ['runbookUrl', ['https://git.example.com/a?b=c'], ['', 'a b', 'a#b', 'x'.repeat(301)]],
    [
      'kmsKeyArn',
      ['', KEY, KEY.replace('aws', 'aws-cn')],
      ['alias/mine', KEY.replace('key/', 'alias/'), `${KEY} `],
    ],
    [
      'domainName',
      ['', 'webhooks.example.com', 'a-b.xn--9n2bp8q.kr', 'hooks.xn--9n2bp8q.xn--3e0b707e'],
      [
        'https://example.com',
        '*.example.com',
        'Example.com',
        'example',
        'example.com.',
        '-a.example.com',
        '10.0.0.1',
      ],
    ],
    [
      'certificateArn',
      ['', CERTIFICATE, CERTIFICATE.replace('aws', 'aws-us-gov')],
      ['abc', KEY, `${CERTIFICATE} `],
    ],
    [
      'vpcSubnetIds',
      ['', 'subnet-0123abcd', 'subnet-0123456789abcdef0,subnet-0123abcd'],
      ['subnet-0a1', 'sg-0123abcd', 'subnet-0123abcd, subnet-0123abce', 'subnet-0123abcd,'],
    ],
    [
      'tags',
      ['', 'a=b', 'cost-center=shop,owner=Me Co', `${'k'.repeat(128)}=${'v'.repeat(256)}`],
      [
        'a',
        'a=',
        '=b',
        'a=b,',
        'a=b, c=d',
        'a=b,A=c',
        'Stage=x',
        'service=x',
        'aws:a=b',
        'a=b=c',
        tagsOf(49),
      ],
    ],
    ['tags', [tagsOf(48)], [`${'k'.repeat(129)}=v`, `k=${'v'.repeat(257)}`]],
    ['deploymentBucket', ['', 'my-packages', 'a.b1'], ['My-packages', 'ab', '-ab', 'a..b', 'x'.repeat(64)]],
    [
      'vpcSecurityGroupIds',
      ['', 'sg-0123abcd'],
      ['subnet-0123abcd', `${'sg-0123abcd,'.repeat(5)}sg-0123abcd`],
    ],
  ])('%s', (name, right, wrong) => {
    const accepts = (value: string) => parameterChecks[name]?.accepts(value);

    expect(right.filter((value) => accepts(value) !== true)).toEqual([]);
    expect(wrong.filter((value) => accepts(value) !== false)).toEqual([]);
  });
});

/** What the functions would say of a value at their start, when it is too late. */
const readers: Readonly<Record<string, (value: string) => unknown>> = {
  dfineryBaseUrl: (value) => readDfineryOrigin({ DFINERY_BASE_URL: value }),
  ledgerOutage: (value) => readDrainConfig({ ...drainEnvironment, LEDGER_OUTAGE: value }),
  alarmWebhook: (value) =>
    readAlarmConfig({ ALARM_WEBHOOK_PARAMETER: '/service/prod/alarm-webhook', ALARM_WEBHOOK_SHAPE: value }),
};

const drainEnvironment = {
  EVENTS_QUEUE_URL: 'https://sqs.example.com/events',
  DEAD_LETTER_QUEUE_URL: 'https://sqs.example.com/dead',
  CONNECTIONS_PATH: '/service/prod/connections',
  LEDGER_TABLE: 'ledger',
  ERASURES_TABLE: 'erasures',
  ERASURE_KEY_PARAMETER: '/service/prod/erasure-key',
};

test.each([
  ['dfineryBaseUrl', 'https://openapi.dfinery.ai'],
  ['dfineryBaseUrl', 'https://openapi.dfinery.ai/'],
  ['dfineryBaseUrl', 'https://proxy.example.com:8443'],
  ['dfineryBaseUrl', 'http://127.0.0.1:4000'],
  ['dfineryBaseUrl', 'http://localhost'],
  ['dfineryBaseUrl', 'http://[::1]:80'],
  ['dfineryBaseUrl', 'http://x'],
  ['dfineryBaseUrl', 'http://127.0.0.1.example.com'],
  ['dfineryBaseUrl', 'https://openapi.dfinery.ai/v1'],
  ['dfineryBaseUrl', 'https://openapi.dfinery.ai?a=b'],
  ['dfineryBaseUrl', 'https://me@openapi.dfinery.ai'],
  ['dfineryBaseUrl', 'openapi.dfinery.ai'],
  ['dfineryBaseUrl', 'ftp://openapi.dfinery.ai'],
  ['dfineryBaseUrl', ''],
  ['ledgerOutage', 'wait'],
  ['ledgerOutage', 'deliver'],
  ['ledgerOutage', 'foo'],
  ['ledgerOutage', ''],
  ['alarmWebhook', 'slack'],
  ['alarmWebhook', 'json'],
  ['alarmWebhook', 'teams'],
])('%s=%j is refused if the function that reads it would refuse it', (name, value) => {
  const isRead = () => {
    try {
      readers[name]?.(value);
      return true;
    } catch {
      return false;
    }
  };

  expect(parameterChecks[name]?.accepts(value)).toBe(isRead());
});

describe('parameters that go together', () => {
  const subnet = 'subnet-0123abcd';

  test.each([
    [
      { routeRateLimit: '50' },
      'routeRateLimit does nothing without routeBurstLimit. Type --param="routeBurstLimit=100"',
    ],
    [
      { routeBurstLimit: '50' },
      'routeBurstLimit does nothing without routeRateLimit. Type --param="routeRateLimit=50"',
    ],
    [{ vpcSubnetIds: subnet }, 'vpcSubnetIds does nothing without vpcSecurityGroupIds'],
    [{ vpcSecurityGroupIds: 'sg-0123abcd' }, 'vpcSecurityGroupIds does nothing without vpcSubnetIds'],
    [{ vpcFunctions: 'shops-and-dfinery' }, 'vpcFunctions does nothing without vpcSubnetIds'],
    [
      { entrance: 'function-url', accessLog: 'requests' },
      'accessLog does nothing with entrance=function-url',
    ],
    [
      { kmsKeyArn: KEY.replace('ap-northeast-2', 'eu-west-1') },
      'Type a key of ap-northeast-2; or, for a stage that is not deployed yet, --region eu-west-1.',
    ],
    [{ receiverSlowAlarmMs: '5000' }, 'receiverSlowAlarmMs does nothing with alarms=essential.'],
    [
      { domainName: 'webhooks.example.com' },
      'domainName does nothing without certificateArn. Type --param="certificateArn=arn:aws:acm:',
    ],
    [{ certificateArn: CERTIFICATE }, 'certificateArn does nothing without domainName'],
    [
      {
        domainName: 'webhooks.example.com',
        certificateArn: CERTIFICATE.replace('ap-northeast-2', 'us-east-1'),
      },
      'Type a certificate of ap-northeast-2; or, for a stage that is not deployed yet, --region us-east-1.',
    ],
    [{ pollMinutes: '240' }, 'Type more, such as --param="pollLagAlarmMs=29040000".'],
  ])('%j is one fault', (parameters, sentence) => {
    expect(faultsOf(parameters)).toEqual([expect.stringContaining(sentence)]);
  });

  test.each([
    { routeRateLimit: '50', routeBurstLimit: '100', accessLog: 'requests' },
    { vpcSubnetIds: subnet, vpcSecurityGroupIds: 'sg-0123abcd' },
    { vpcSubnetIds: subnet, vpcSecurityGroupIds: 'sg-0123abcd', vpcFunctions: 'shops-and-dfinery' },
    { entrance: 'function-url' },
    { kmsKeyArn: KEY },
    { domainName: 'webhooks.example.com', certificateArn: CERTIFICATE },
    { alarms: 'full', receiverSlowAlarmMs: '5000', messagesInFlightAlarm: '40000' },
    { pollMinutes: '240', pollLagAlarmMs: '29040000' },
  ])('%j is deployed', (parameters) => {
    expect(faultsOf(parameters)).toEqual([]);
  });

  test('with function-url each limit is a fault', () => {
    expect(faultsOf({ entrance: 'function-url', routeRateLimit: '50', routeBurstLimit: '100' })).toEqual([
      expect.stringContaining('The parameter routeRateLimit does nothing with entrance=function-url.'),
      expect.stringContaining('The parameter routeBurstLimit does nothing with entrance=function-url.'),
    ]);
  });

  test('with function-url a domain is a fault, too', () => {
    const parameters = { domainName: 'webhooks.example.com', certificateArn: CERTIFICATE };

    expect(faultsOf({ entrance: 'function-url', ...parameters })).toEqual([
      expect.stringContaining('The parameter domainName does nothing with entrance=function-url.'),
      expect.stringContaining('The parameter certificateArn does nothing with entrance=function-url.'),
    ]);
  });

  test('nothing is said of a pair if one of it is wrong by itself', () => {
    expect(faultsOf({ routeRateLimit: 'many' })).toEqual([
      'The parameter routeRateLimit is "many". It has to be a whole number of at least 1, such as --param="routeRateLimit=50".',
    ]);
  });
});

test.each([
  ['drainConcurency', 'drainConcurrency'],
  ['DrainConcurrency', 'drainConcurrency'],
  ['kmsKey', 'kmsKeyArn'],
  ['subnetIds', 'vpcSubnetIds'],
  ['email', 'alarmEmail'],
])('%s is told to be %s', (name, nearest) => {
  expect(faultsOfNames([name])).toEqual([
    `There is no parameter ${name}. Type --param="${nearest}=…", or another name of docs/reference.md.`,
  ]);
});

test('a stage may be so long that the longest name of a function fits', () => {
  expect(MAX_STAGE).toBe(25);
  expect(faultsOfStage('x'.repeat(25))).toEqual([]);
  expect(faultsOfStage('x'.repeat(26))).toEqual([expect.stringContaining('Type a --stage of at most 25')]);
});

test.each(['ap-northeast-2', 'us-gov-west-1', 'cn-north-1', 'eu-central-1'])('%s is a region', (region) => {
  expect(faultsOfRegion(region)).toEqual([]);
});

test.each(['seoul', 'ap-northeast-2a', 'AP-NORTHEAST-2', ''])('%j is no region', (region) => {
  expect(faultsOfRegion(region)).toEqual([
    `"${region}" is no region of AWS. Type one such as --region ap-northeast-2.`,
  ]);
});
