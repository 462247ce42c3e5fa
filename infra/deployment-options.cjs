/**
 * What `serverless.yml` cannot say by itself, made from parameters. `infra/check-parameters.js` judges those.
 * @typedef {{ resolveVariable: (address: string) => Promise<string | number> }} Variables what the framework hands over
 */

/** The output of the stack that names the alarms of an update, by their ARNs. */
const ALARMS_OF_UPDATES = 'AlarmsOfUpdates';

/**
 * Tags of everything that can have some: those of the adapter, and those of `tags`.
 * @param {Variables} variables
 */
exports.tags = async ({ resolveVariable }) => ({
  ...Object.fromEntries(
    listOf(await resolveVariable('param:tags')).map(
      (pair) => /** @type {[string, string]} */ (pair.split('=')),
    ),
  ),
  service: await resolveVariable('self:service'),
  stage: await resolveVariable('sls:stage'),
});

/**
 * Where packages are uploaded: a bucket of the operator's, or one that the stack makes for itself.
 * @param {Variables} variables
 */
exports.bucket = async ({ resolveVariable }) => {
  const name = await resolveVariable('param:deploymentBucket');
  return name === '' ? { blockPublicAccess: true } : { name };
};

/**
 * What CloudFormation watches in an update. A trigger that does not exist fails the whole deployment, so a first one, which has
 * no outputs to read, is not watched. "Nothing" is an empty list: without a list, AWS keeps that of the update before.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackTrigger.html (read 2026-11-30)
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackConfiguration.html (read 2026-11-30)
 * @param {Variables} variables
 */
exports.rollbackConfiguration = async ({ resolveVariable }) => {
  const minutes = Number(await resolveVariable('param:watchMinutes'));
  if (!(minutes > 0)) return { RollbackTriggers: [], MonitoringTimeInMinutes: 0 };
  const stack = `${await resolveVariable('self:service')}-${await resolveVariable('sls:stage')}`;
  const arns = listOf(await resolveVariable(`cf:${stack}.${ALARMS_OF_UPDATES}, ''`));
  return {
    RollbackTriggers: arns.map((Arn) => ({ Arn, Type: 'AWS::CloudWatch::Alarm' })),
    MonitoringTimeInMinutes: arns.length > 0 ? minutes : 0,
  };
};

/** @param {string | number} texts with commas between them */
function listOf(texts) {
  return String(texts)
    .split(',')
    .filter((text) => text !== '');
}
