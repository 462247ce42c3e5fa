import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CelEngine, TemplateFile } from '@aws/cloudformation-validate';
import type { Metafile } from 'esbuild';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alarmMetricsOf } from '../infra/cost.ts';
import { LONGEST_FUNCTION_NAME } from '../infra/parameter-rules.js';
import { checkoutCommit } from '../lib/cli/checkout-commit.ts';
import { type BuiltFunctions, builtFunctions } from './support/harness/built-functions.ts';
import { type PackagedService, packageService, type Template } from './support/harness/packaged-service.ts';
import { runWithAws, type ShellRun } from './support/harness/shell-with-aws.ts';
import { replacements } from './support/reading/replacements.ts';
import { lookedAt, templateRules } from './support/reading/template-rules.ts';
import { upgradeTable } from './support/reading/upgrade-table.ts';
import { acceptedFindings } from './templates/accepted-findings.ts';
import { resolveConditions } from './templates/conditions.ts';
import { judgeFindings } from './templates/judge-findings.ts';
import { plantedFaults } from './templates/planted-faults.ts';
import { checkTemplates, type FindingsByRuleSet, type RuleSet } from './templates/rule-sets.ts';
import { untried } from './templates/untried.ts';

const ENTRANCE_RULE =
  'there is one entrance: an API with one route and payload 2.0, or a public address of the receiver';

let service: PackagedService;
let serviceWithUrl: PackagedService;

beforeAll(async () => {
  service = await packageService();
});

beforeAll(async () => {
  serviceWithUrl = await packageService('entrance=function-url', 'alarms=full', 'dashboard=on');
});

afterAll(async () => {
  await rm(service.folder, { recursive: true });
  await rm(serviceWithUrl.folder, { recursive: true });
});

/** By default, and with everything else. */
describe.each([
  ['http-api', 'essential'],
  ['function-url', 'full'],
] as const)('the template with %s and %s alarms', (entrance, alarms) => {
  const packaged = () => (entrance === 'http-api' ? service : serviceWithUrl);

  test('passes AWS’s own validator', () => {
    const engine = new CelEngine();
    const { diagnostics } = engine.validateStandard(new TemplateFile(packaged().templateFile), {
      severityLevel: 'WARN',
    });
    engine.free();

    // W3005 finds a DependsOn of the framework redundant. W8003 and W9053 find conditions constant, and W1028 branches
    // behind them unreachable, because the framework has filled in the parameters by then.
    const found = diagnostics.filter(({ ruleId }) => !['W1028', 'W3005', 'W8003', 'W9053'].includes(ruleId));
    expect(found.map(({ ruleId, message }) => `${ruleId} ${message}`)).toEqual([]);
  });

  test.each(Object.entries(templateRules))('%s', (_, rule) => {
    expect(rule(packaged().template)).toEqual([]);
  });

  test('outputs the address for the shop and where to look', () => {
    const outputs = [
      entrance === 'http-api' ? 'HttpApiUrl' : 'ReceiveWebhookLambdaFunctionUrl',
      'EventsQueueUrl',
      'EventsDeadLetterQueueUrl',
      'FetchesQueueUrl',
      'FetchesDeadLetterQueueUrl',
      'TokensTableName',
      'ErasuresQueueUrl',
      'ErasuresDeadLetterQueueUrl',
      'ErasuresTableName',
      'ParkedDeliveriesBucketName',
      'LedgerTableName',
      'AlarmTopicArn',
      'LogGroups',
      'AlarmEmailWanted',
      'AlarmsOfUpdates',
      'AdapterVersion',
      'AdapterCommit',
    ];

    expect(Object.keys(packaged().template.Outputs)).toEqual(expect.arrayContaining(outputs));
  });

  test('has as many metrics of alarms as the bill counts', () => {
    expect(lookedAt(packaged().template)).toHaveLength(alarmMetricsOf(alarms));
  });

  test('names the commit that was packaged', async () => {
    expect(packaged().template.Outputs['AdapterCommit']).toEqual({
      Value: await checkoutCommit(process.cwd()),
    });
  });
});

test('A change of the entrance replaces nothing that holds orders', () => {
  expect(replacements(service.template, serviceWithUrl.template)).toEqual([]);
  expect(replacements(serviceWithUrl.template, service.template)).toEqual([]);
});

test.each(['DeadLettersAlarm', 'VerifyErrorsAlarm'])(
  'With all alarms, one without %s is a fault',
  (alarm) => {
    const template = structuredClone(serviceWithUrl.template);
    Reflect.deleteProperty(template.Resources, alarm);

    expect(Object.values(templateRules).flatMap((rule) => rule(template))).not.toEqual([]);
  },
);

test('An upgrade from 0.1.0 replaces nothing that holds orders, and its page says what it changes', async () => {
  const file = new URL('recorded/0.1.0/template.json', import.meta.url);
  const recorded = JSON.parse(await readFile(file, 'utf8')) as Omit<Template, 'Outputs'>;
  const before = { ...recorded, Outputs: {} };

  expect(replacements(before, service.template)).toEqual([]);
  const page = [
    '# What 0.2.0 changes of a deployed 0.1.0',
    '',
    'This is what `serverless deploy` does to a stage of 0.1.0, by the default parameters of both, resource by resource. A test',
    'writes it (`npx vitest run --project slow test/template.test.ts -u`). What becomes of orders, and the way back:',
    '[upgrades](upgrades.md#from-010-to-020).',
    '',
    ...upgradeTable(resolveConditions(before), resolveConditions(service.template)),
    '',
  ];
  await expect(page.join('\n')).toMatchFileSnapshot('../docs/upgrade-from-0.1.0.md');
});

test.each(['ReceiveWebhookLambdaPermissionFn', 'ReceiveWebhookLambdaPermissionFnUrl'])(
  'A function URL without %s is a fault',
  (permission) => {
    const template = structuredClone(serviceWithUrl.template);
    Reflect.deleteProperty(template.Resources, permission);

    expect(templateRules[ENTRANCE_RULE](template)).not.toEqual([]);
  },
);

/** Each fault is planted into the real template, and the rule of its name has to find it. */
describe('every rule can fail', () => {
  const faults: Record<keyof typeof templateRules, (resources: Resources) => void> = {
    'each role has exactly the actions that are used': (resources) => {
      firstStatement(resources.ReceiveWebhookRole).Action = ['sqs:SendMesage'];
    },
    'each role may use a key of one’s own as its services need, and the policy of the key lets it': (
      resources,
    ) => {
      firstStatement(resources.ReceiveWebhookRole).Action = ['kms:Encrypt'];
    },
    'who deploys may do what CloudFormation does in its name, and the policy of a key lets it make tables': (
      resources,
    ) => {
      resources.ParkedDeliveriesBucket.Properties['VersioningConfiguration'] = { Status: 'Enabled' };
    },
    'no role reaches every resource': (resources) => {
      firstStatement(resources.DrainEventsRole).Resource = '*';
    },
    'no function is in a network unless it is wanted, and no code may change one': (resources) => {
      resources.DrainEventsLambdaFunction.Properties['VpcConfig'] = { SubnetIds: [], SecurityGroupIds: [] };
    },
    'each role reads its own parts of connections only': (resources) => {
      const text = JSON.stringify(resources.ReceiveWebhookRole).replace('/*/shop', '/*');
      Object.assign(resources.ReceiveWebhookRole, JSON.parse(text));
    },
    'resources that hold orders outlive the stack, under their names': (resources) => {
      resources.EventsQueue.DeletionPolicy = 'Delete';
    },
    'no other resource holds orders': (resources) => {
      resources['EventsQueue2'] = resources.EventsQueue;
    },
    'queues are encrypted and keep messages for 14 days': (resources) => {
      resources.EventsDeadLetterQueue.Properties['SqsManagedSseEnabled'] = false;
    },
    'ledger and erasures can be restored, and expire their items': (resources) => {
      delete resources.LedgerTable.Properties['TimeToLiveSpecification'];
    },
    'only the erasing function makes the key of the tombstones': (resources) => {
      firstStatement(resources.DrainEventsRole).Action = ['ssm:PutParameter'];
    },
    'the bucket is encrypted and private, and expires its objects': (resources) => {
      delete resources.ParkedDeliveriesBucket.Properties['LifecycleConfiguration'];
    },
    'the commands find the logs of every function, and of changes': (resources) => {
      Reflect.deleteProperty(resources, 'ChangesLogGroup');
    },
    'CloudWatch may publish alarms': (resources) => {
      delete resources['AlarmTopicPolicy'];
    },
    'the alarms’ webhook costs nothing unless it is wanted, and its role alone reads the address': (
      resources,
    ) => {
      Reflect.deleteProperty(resources['PostAlarmLambdaFunction'] ?? {}, 'Condition');
    },
    'the deployment bucket is private': (resources) => {
      delete resources['ServerlessDeploymentBucket'];
    },
    'plain HTTP is denied': (resources) => {
      delete resources['QueuesPolicy'];
    },
    'visibility is at least six times the timeout of the function': (resources) => {
      resources.EventsQueue.Properties['VisibilityTimeout'] = 60;
    },
    'every look-up of tombstones has ended before a customer is deleted': (resources) => {
      resources.DrainEventsLambdaFunction.Properties['Timeout'] = 120;
    },
    'only crash loops reach the dead-letter queue': (resources) => {
      resources.EventsQueue.Properties['RedrivePolicy'] = { maxReceiveCount: 3 };
    },
    'the event sources are as the functions expect them': (resources) => {
      resources.DrainEventsEventSourceMappingSQSEventsQueue.Properties['FunctionResponseTypes'] = [];
    },
    'no function sends to the queue that feeds it, or to one that leads there': (resources) => {
      const ours = firstSend(resources.DrainEventsRole);
      ours.Resource = [ours.Resource, { 'Fn::GetAtt': ['FetchesQueue', 'Arn'] }];
    },
    'no batch above ten has no window': (resources) => {
      resources.DrainEventsEventSourceMappingSQSEventsQueue.Properties['MaximumBatchingWindowInSeconds'] = 0;
    },
    'the dashboard’s name has the region': (resources) => {
      resources.Dashboard.Properties['DashboardName'] = 'dfinery-webhook-adapter-prod';
    },
    'every name fits its limit': (resources) => {
      resources.DrainEventsLambdaFunction.Properties['FunctionName'] = 'x'.repeat(65);
    },
    'no function has reserved concurrency': (resources) => {
      resources.DrainEventsLambdaFunction.Properties['ReservedConcurrentExecutions'] = 5;
    },
    'functions run on Node 24, arm64, with a role of their own and JSON logs': (resources) => {
      resources.DrainEventsLambdaFunction.Properties['Role'] = resources.ReceiveWebhookRole;
    },
    'V8 is given both sizes, the old generation’s within nine tenths of the memory': (resources) => {
      resources.DrainEventsLambdaFunction.Properties['MemorySize'] = 256;
    },
    'logs are kept for a bounded time': (resources) => {
      delete resources.DrainEventsLogGroup.Properties['RetentionInDays'];
    },
    'every alarm reaches a person, names its page of the runbook and what to type': (resources) => {
      resources.OrdersNeedAttentionAlarm.Properties['AlarmActions'] = [];
    },
    'a dead letter of any queue rings: its queue is watched, or its death is counted': (resources) => {
      Reflect.deleteProperty(resources, 'PrivacyNeedsAttentionAlarm');
    },
    'a run of any function that fails rings, but of the one that posts alarms': (resources) => {
      Reflect.deleteProperty(resources, 'VerifyArrivalsFailureFilter');
    },
    'no unsigned request ends the silence of the shops, and a stage without one is quiet': (resources) => {
      resources.SilenceAlarm.Properties['MetricName'] = 'DeliveryReceived';
    },
    'the dashboard is JSON and shows both accounts': (resources) => {
      resources.Dashboard.Properties['DashboardBody'] = { 'Fn::Sub': '{"widgets":[]' };
    },
    [ENTRANCE_RULE]: (resources) => {
      resources.HttpApiIntegrationReceiveWebhook.Properties['PayloadFormatVersion'] = '1.0';
    },
    'an alarm and the dashboard look at the answers 5xx of the entrance': (resources) => {
      resources.Dashboard.Properties['DashboardBody'] = { 'Fn::Sub': '{"widgets":[]}' };
    },
  };

  test.each(Object.entries(faults))('%s', (name, plant) => {
    const template = structuredClone(service.template);
    plant(template.Resources as Resources);

    expect(templateRules[name as keyof typeof templateRules](template)).not.toEqual([]);
  });
});

describe('the sets of rules', () => {
  let clean: FindingsByRuleSet | undefined;
  let planted: FindingsByRuleSet | undefined;

  beforeAll(async () => {
    const template = structuredClone(service.template);
    for (const { plant } of Object.values(plantedFaults)) plant(template);
    const folder = await mkdtemp(join(service.folder, 'planted-'));
    [clean, planted] = await checkTemplates([service, { folder, template }]);
  });

  const faultsIn = (findings: FindingsByRuleSet | undefined, ruleSet: RuleSet) =>
    judgeFindings(findings?.[ruleSet] ?? [], acceptedFindings[ruleSet]).faults;

  test.each(Object.keys(acceptedFindings) as RuleSet[])('%s finds no fault', (ruleSet) => {
    expect(faultsIn(clean, ruleSet)).toEqual([]);
  });

  test.each(Object.entries(plantedFaults))('%s is found', (_, { ruleSet, rule, part }) => {
    expect(faultsIn(planted, ruleSet)).toContainEqual(expect.objectContaining({ rule, part }));
  });

  test('a condition that no set of parameters makes true is found', () => {
    const template = structuredClone(service.template);
    template.Conditions['HasDomain'] = { 'Fn::Not': [{ 'Fn::Equals': ['', ''] }] };

    expect(untried([template])).toContain('HasDomain=true');
  });
});

test('the stage’s limit is that of the longest name of a function', () => {
  const names = Object.values(service.template.Resources).flatMap(({ Properties: { FunctionName } }) =>
    typeof FunctionName === 'string' ? [FunctionName] : [],
  );
  const longest = `${LONGEST_FUNCTION_NAME.before}dev${LONGEST_FUNCTION_NAME.after}`;

  expect(names).toContain(longest);
  expect(Math.max(...names.map(({ length }) => length))).toBe(longest.length);
});

describe('the deployment packages', () => {
  test('hold only the files of their own function', async () => {
    for (const [zip, folder] of [
      ['receiveWebhook.zip', 'dist/receive-webhook/'],
      ['drainEvents.zip', 'dist/drain-events/'],
      ['fetchOrders.zip', 'dist/fetch-orders/'],
      ['refreshTokens.zip', 'dist/refresh-tokens/'],
      ['eraseCustomers.zip', 'dist/erase-customers/'],
      ['postAlarm.zip', 'dist/post-alarm/'],
    ] as const) {
      const entries = Object.keys(unzipSync(await readFile(join(service.folder, zip))));
      const built = await readdir(folder, { recursive: true });
      const modules = built.filter((file) => file.endsWith('.mjs')).map((file) => folder + file);

      expect(entries.sort()).toEqual(modules.sort());
    }
  });

  test('are the same bytes when built again', async () => {
    const digests = (folder: string) =>
      Promise.all(
        [
          'receiveWebhook.zip',
          'drainEvents.zip',
          'fetchOrders.zip',
          'refreshTokens.zip',
          'eraseCustomers.zip',
        ].map((zip) => digest(join(folder, zip))),
      );

    expect(await digests(serviceWithUrl.folder)).toEqual(await digests(service.folder));
  });
});

describe('without the framework, with a bucket of one’s own', () => {
  let folder: string;
  let template: Template;
  let section: string;
  let files: string[];
  let run: ShellRun;

  /** These tests package the stage `dev`. */
  const ofStage = (text: string): string => text.replace(/\bprod\b/g, 'dev');

  beforeAll(async () => {
    const page = await readFile('docs/deploy.md', 'utf8');
    section = /\n## Without the framework\n([\s\S]+?)\n## /.exec(page)?.[1] ?? '';
    const packaged = await packageService('deploymentBucket=my-packages', 'tags=cost-center=shop');
    folder = await mkdtemp(join(tmpdir(), 'adapter-without-framework-'));
    await rename(packaged.folder, join(folder, 'build'));
    template = packaged.template;
    files = await readdir(join(folder, 'build'));
    const [, [, script = ''] = []] = [...section.matchAll(/```sh\n([\s\S]*?)```/g)];
    run = await runWithAws(ofStage(script), { folder });
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  /** Where the functions look for their packages. */
  const addresses = (): string[] =>
    Object.values(template.Resources).flatMap(({ Properties: { Code } }) => {
      const { S3Bucket, S3Key } = (Code ?? {}) as { S3Bucket?: string; S3Key?: string };
      return S3Key === undefined ? [] : [`s3://${S3Bucket ?? ''}/${S3Key}`];
    });

  const zipsIn = (place: string): string[] =>
    files.filter((file) => file.endsWith('.zip')).map((file) => `${place}/${file}`);

  test('the template makes no bucket for packages, and everything has the tags', async () => {
    expect(template.Resources['ServerlessDeploymentBucket']).toBeUndefined();
    expect(template.Resources['DrainEventsLambdaFunction']?.Properties['Tags']).toContainEqual({
      Key: 'cost-center',
      Value: 'shop',
    });
    const state = JSON.parse(await readFile(join(folder, 'build', 'serverless-state.json'), 'utf8')) as {
      service: { provider: { stackTags: unknown } };
    };
    expect(state.service.provider.stackTags).toEqual({
      'cost-center': 'shop',
      service: 'dfinery-webhook-adapter',
      stage: 'dev',
    });
  });

  test('the page’s lines for the AWS command line upload every package where the template looks for it', () => {
    const [upload, deploy] = run.calls;

    expect(run.exitCode).toBe(0);
    expect(run.calls).toHaveLength(2);
    expect(upload?.slice(0, 3)).toEqual(['s3', 'cp', 'build']);
    expect(upload?.slice(4)).toEqual(['--recursive', '--exclude', '*', '--include', '*.zip']);
    expect(addresses().length).toBeGreaterThan(5);
    expect(zipsIn(upload?.[3] ?? '').sort()).toEqual(addresses().sort());

    const option = (name: string) => deploy?.[deploy.indexOf(name) + 1];
    expect(deploy?.slice(0, 2)).toEqual(['cloudformation', 'deploy']);
    expect(option('--stack-name')).toBe('dfinery-webhook-adapter-dev');
    expect(files).toContain(option('--template-file')?.replace('build/', ''));
    expect(`s3://${option('--s3-bucket') ?? ''}/${option('--s3-prefix') ?? ''}`).toBe(upload?.[3]);
    expect(option('--capabilities')).toBe('CAPABILITY_IAM');
  });

  test('the page’s Terraform finds the same files and the same place', async () => {
    const terraform = /```hcl\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
    const pattern = /regex\("(.+)", local\.template\)/.exec(terraform)?.[1] ?? '';
    const text = await readFile(join(folder, 'build/cloudformation-template-update-stack.json'), 'utf8');
    const [prefix = ''] = new RegExp(ofStage(pattern.replace('\\"', '"'))).exec(text) ?? [];

    expect(terraform).toContain('file("${local.build}/cloudformation-template-update-stack.json")');
    expect(zipsIn(`s3://my-packages/${prefix}`).sort()).toEqual(addresses().sort());
  });

  test('no role has a name of its own, so one capability is enough', () => {
    const named = Object.values(template.Resources).filter(
      ({ Type, Properties }) => Type.startsWith('AWS::IAM::') && 'RoleName' in Properties,
    );

    expect(named).toEqual([]);
  });
});

describe('the bundles', () => {
  let metafiles: BuiltFunctions['metafiles'];

  beforeAll(async () => {
    ({ metafiles } = await builtFunctions());
  });

  test('a cold start of the receiver reads nothing of the S3 client', () => {
    expect(packagesAtStart(metafiles['receive-webhook'])).not.toContain('@aws-sdk/client-s3');
    expect(allPackages(metafiles['receive-webhook'])).toContain('@aws-sdk/client-s3');
  });

  test('the drain carries neither phone numbers nor the S3 client', () => {
    const packages = allPackages(metafiles['drain-events']);

    expect(packages).toContain('valibot');
    expect(packages).not.toContain('libphonenumber-js');
    expect(packages).not.toContain('@aws-sdk/client-s3');
  });
});

type Resource = Template['Resources'][string];

type Named =
  | 'ReceiveWebhookRole'
  | 'DrainEventsRole'
  | 'EventsQueue'
  | 'EventsDeadLetterQueue'
  | 'ParkedDeliveriesBucket'
  | 'LedgerTable'
  | 'OrdersNeedAttentionAlarm'
  | 'SilenceAlarm'
  | 'Dashboard'
  | 'DrainEventsLambdaFunction'
  | 'DrainEventsLogGroup'
  | 'DrainEventsEventSourceMappingSQSEventsQueue'
  | 'HttpApiIntegrationReceiveWebhook';

type Resources = Template['Resources'] & Record<Named, Resource>;

function firstStatement(role: Resource): { Action: unknown; Resource: unknown } {
  const [policy] = role.Properties['Policies'] as {
    PolicyDocument: { Statement: [{ Action: unknown; Resource: unknown }] };
  }[];
  if (policy === undefined) throw new Error('the role has no policy');
  return policy.PolicyDocument.Statement[0];
}

/** Returns the statement of a role that sends messages. */
function firstSend(role: Resource): { Resource: unknown } {
  const [policy] = role.Properties['Policies'] as {
    PolicyDocument: { Statement: { Action: unknown; Resource: unknown }[] };
  }[];
  const found = policy?.PolicyDocument.Statement.find(({ Action }) =>
    [Action].flat().includes('sqs:SendMessage'),
  );
  if (found === undefined) throw new Error('the role sends nothing');
  return found;
}

async function digest(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

/** Returns the packages in the entry file and in its static imports. */
function packagesAtStart(metafile: Metafile): string[] {
  const entry = Object.keys(metafile.outputs).find((file) => file.endsWith('/index.mjs'));
  const reached = new Set(entry === undefined ? [] : [entry]);
  for (const file of reached) {
    for (const { path, kind } of metafile.outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && metafile.outputs[path] !== undefined) reached.add(path);
    }
  }
  return packagesIn([...reached].map((file) => metafile.outputs[file]));
}

function allPackages(metafile: Metafile): string[] {
  return packagesIn(Object.values(metafile.outputs));
}

function packagesIn(outputs: readonly (Metafile['outputs'][string] | undefined)[]): string[] {
  const inputs = outputs.flatMap((output) =>
    Object.entries(output?.inputs ?? {})
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([file]) => file),
  );
  const names = inputs.map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))];
}
