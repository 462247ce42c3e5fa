import type { DeployedTemplate } from './stack-store.ts';

/** What a request says of one resource to import. */
export interface ResourceToImport {
  readonly name: string;
  readonly type: string;
  /** The property that identifies it, and its value. */
  readonly property: string;
  readonly value: string;
}

/** What CloudFormation identifies each type by. */
const IDENTIFIERS: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'QueueUrl',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::S3::Bucket': 'BucketName',
};

/**
 * Returns why CloudFormation refuses an import into a new stack, or `undefined` if it does not.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import.html (read 2026-11-30)
 */
export async function importFaultOf(
  {
    template,
    toImport,
  }: { readonly template: DeployedTemplate; readonly toImport: readonly ResourceToImport[] },
  world: {
    readonly exists: (type: string, physicalId: string) => Promise<boolean>;
    /** What belongs to living stacks. */
    readonly owned: readonly string[];
  },
): Promise<string | undefined> {
  if (Object.keys(template.Outputs).length > 0) {
    return 'As part of the import operation, you cannot modify or add [Outputs]';
  }
  const added = Object.keys(template.Resources).find((name) => !toImport.some((one) => one.name === name));
  if (added !== undefined) {
    return `You have modified resources [${added}] in your template that are not being imported. Update, create or delete operations cannot be executed during import operations.`;
  }
  for (const { name, type, property, value } of toImport) {
    const { Type, DeletionPolicy } = template.Resources[name] ?? {};
    if (Type !== type) return `Resource [${name}] is not in the template with type ${type}`;
    if (DeletionPolicy === undefined) {
      return `Resources [${name}] is missing DeletionPolicy attribute in the template`;
    }
    if (property !== IDENTIFIERS[type]) return `Invalid identifier ${property} for ${type}`;
    if (!(await world.exists(type, value))) return `${type} ${value} does not exist`;
    if (world.owned.includes(value)) return `Resource [${value}] already exists in another stack`;
  }
  return undefined;
}
