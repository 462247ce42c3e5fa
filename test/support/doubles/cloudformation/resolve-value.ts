import type { DeployedStack } from './stack-store.ts';

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Region': 'ap-northeast-2',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::Partition': 'aws',
  'AWS::AccountId': '000000000000',
};

/** Returns a value of a template as text: references become what identifies the resource, joins are joined. */
export function resolveValue(value: unknown, stack: Pick<DeployedStack, 'resources'>): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[name, argument] = ['', undefined]] = Object.entries(value);
  switch (name) {
    case 'Ref':
      return (
        PSEUDO[String(argument)] ?? stack.resources.get(String(argument))?.physicalId ?? String(argument)
      );
    case 'Fn::GetAtt':
      return `${String(argument)} of ${stack.resources.get(String((argument as unknown[])[0]))?.physicalId ?? ''}`;
    case 'Fn::Join': {
      const [separator, parts] = argument as [string, unknown[]];
      return parts.map((part) => resolveValue(part, stack)).join(separator);
    }
    default:
      return JSON.stringify(value);
  }
}
