import type { Template } from '../support/harness/packaged-service.ts';
import type { RuleSet } from './rule-sets.ts';

export interface PlantedFault {
  readonly ruleSet: RuleSet;
  readonly rule: string;
  readonly part: string;
  readonly plant: (template: Template) => void;
}

const set = (resource: string, property: string, value: unknown) => (template: Template) => {
  const properties = template.Resources[resource]?.Properties;
  if (properties === undefined) throw new Error(`There is no ${resource}`);
  properties[property] = value;
};

/** Faults of every kind, and the finding that `npm run templates` has to have of each. They can be in one template. */
export const plantedFaults: Readonly<Record<string, PlantedFault>> = {
  'a limit that is no number': {
    ruleSet: 'AWS’s validator',
    rule: 'F3012',
    part: 'HttpApiStage',
    plant: set('HttpApiStage', 'DefaultRouteSettings', { ThrottlingBurstLimit: '' }),
  },
  'a queue without encryption': {
    ruleSet: 'AWS Control Tower',
    rule: 'CT.SQS.PR.2',
    part: 'EventsQueue',
    plant: set('EventsQueue', 'SqsManagedSseEnabled', false),
  },
  'a function that feeds itself': {
    ruleSet: 'our own',
    rule: 'no function sends to the queue that feeds it, or to one that leads there',
    part: 'FetchOrdersLambdaFunction leads to EventsQueue',
    plant: set('FetchOrdersEventSourceMappingSQSFetchesQueue', 'EventSourceArn', {
      'Fn::GetAtt': ['EventsQueue', 'Arn'],
    }),
  },
  'a batch without a window': {
    ruleSet: 'our own',
    rule: 'no batch above ten has no window',
    part: 'DrainEventsEventSourceMappingSQSEventsQueue',
    plant: set('DrainEventsEventSourceMappingSQSEventsQueue', 'MaximumBatchingWindowInSeconds', 0),
  },
  'one dashboard for all regions': {
    ruleSet: 'our own',
    rule: 'the dashboard’s name has the region',
    part: 'Dashboard',
    plant: set('Dashboard', 'DashboardName', 'dfinery-webhook-adapter-prod'),
  },
  'a name that is too long': {
    ruleSet: 'our own',
    rule: 'every name fits its limit',
    part: 'DrainEventsLambdaFunction: FunctionName is no text of at most 64 characters',
    plant: set('DrainEventsLambdaFunction', 'FunctionName', 'x'.repeat(65)),
  },
};
