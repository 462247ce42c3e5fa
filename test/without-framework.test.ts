import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PackagedService, packageService } from './support/harness/packaged-service.ts';
import { runWithAws, type ShellRun } from './support/harness/shell-with-aws.ts';

const PAGE = readFileSync('docs/deploy.md', 'utf8');
const [, SECTION = ''] = /\n## Without the framework\n([\s\S]+?)\n## /.exec(PAGE) ?? [];

/** The tests package the stage `dev`. */
const ofStage = (text: string): string => text.replace(/\bprod\b/g, 'dev');

let folder: string;
let service: PackagedService;
let files: string[];
let run: ShellRun;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adapter-without-framework-'));
  service = await packageService('deploymentBucket=my-packages', 'tags=cost-center=shop');
  await rename(service.folder, join(folder, 'build'));
  files = await readdir(join(folder, 'build'));
  const [, [, script = ''] = []] = [...SECTION.matchAll(/```sh\n([\s\S]*?)```/g)];
  run = await runWithAws(ofStage(script), { folder });
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const keysOf = ({ template }: PackagedService): string[] =>
  Object.values(template.Resources).flatMap(({ Properties: { Code } }) => {
    const { S3Bucket, S3Key } = (Code ?? {}) as { S3Bucket?: string; S3Key?: string };
    return S3Key === undefined ? [] : [`s3://${S3Bucket ?? ''}/${S3Key}`];
  });

test('the template makes no bucket for packages, and everything has the tags', () => {
  expect(service.template.Resources['ServerlessDeploymentBucket']).toBeUndefined();
  expect(service.template.Resources['DrainEventsLambdaFunction']?.Properties['Tags']).toContainEqual({
    Key: 'cost-center',
    Value: 'shop',
  });
  const state = JSON.parse(readFileSync(join(folder, 'build', 'serverless-state.json'), 'utf8')) as {
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
  const uploaded = files
    .filter((file) => file.endsWith('.zip'))
    .map((file) => `${upload?.[3] ?? ''}/${file}`);
  expect(keysOf(service).length).toBeGreaterThan(5);
  expect(uploaded.sort()).toEqual(keysOf(service).sort());

  const option = (name: string) => deploy?.[deploy.indexOf(name) + 1];
  expect(deploy?.slice(0, 2)).toEqual(['cloudformation', 'deploy']);
  expect(option('--stack-name')).toBe('dfinery-webhook-adapter-dev');
  expect(files).toContain(option('--template-file')?.replace('build/', ''));
  expect(`s3://${option('--s3-bucket') ?? ''}/${option('--s3-prefix') ?? ''}`).toBe(upload?.[3]);
  expect(option('--capabilities')).toBe('CAPABILITY_IAM');
});

test('the page’s Terraform finds the same files and the same place', () => {
  const [, terraform = ''] = /```hcl\n([\s\S]*?)```/.exec(SECTION) ?? [];
  const [, pattern = ''] = /regex\("(.+)", local\.template\)/.exec(terraform) ?? [];
  const template = readFileSync(join(folder, 'build/cloudformation-template-update-stack.json'), 'utf8');
  const [prefix = ''] = new RegExp(ofStage(pattern.replace('\\"', '"'))).exec(template) ?? [];

  expect(terraform).toContain('file("${local.build}/cloudformation-template-update-stack.json")');
  const uploaded = files
    .filter((file) => file.endsWith('.zip'))
    .map((file) => `s3://my-packages/${prefix}/${file}`);
  expect(uploaded.sort()).toEqual(keysOf(service).sort());
});

test('no role has a name of its own, so one capability is enough', () => {
  const named = Object.values(service.template.Resources).filter(
    ({ Type, Properties }) => Type.startsWith('AWS::IAM::') && 'RoleName' in Properties,
  );

  expect(named).toEqual([]);
});
