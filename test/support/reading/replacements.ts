export interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
}

/**
 * Properties whose change makes CloudFormation replace the resource, by the types that hold orders.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html (read 2026-11-24)
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html (read 2026-11-24)
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html (read 2026-11-24)
 */
const replacing: Readonly<Record<string, readonly string[]>> = {
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
  'AWS::DynamoDB::Table': [
    'TableName',
    'KeySchema',
    'AttributeDefinitions',
    'LocalSecondaryIndexes',
    'ImportSourceSpecification',
  ],
  'AWS::S3::Bucket': ['BucketName', 'ObjectLockEnabled'],
};

/** Returns the resources with orders that an update from one template to another would delete. */
export function replacements(before: Template, after: Template): string[] {
  return Object.entries(before.Resources).flatMap(([name, { Type, Properties = {} }]) => {
    const forcing = replacing[Type];
    if (forcing === undefined) return [];
    const next = after.Resources[name];
    if (next?.Type !== Type) return [`${name} is gone`];
    return forcing
      .filter((key) => JSON.stringify(Properties[key]) !== JSON.stringify(next.Properties?.[key]))
      .map((key) => `${name} is replaced: ${key}`);
  });
}
