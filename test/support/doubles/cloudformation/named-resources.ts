import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import type { PhysicalResources } from './stack-store.ts';

const HTTP_API = 'AWS::ApiGatewayV2::Api';

/** Returns resources that are only names, but for buckets, to which a deployment uploads. */
export function namedResources(s3: S3Client): PhysicalResources {
  return {
    async make({ stack, name, type }) {
      if (type === HTTP_API) return 'abc123';
      const physicalId = `${stack}-${name}`.toLowerCase();
      if (type === 'AWS::S3::Bucket') await s3.send(new CreateBucketCommand({ Bucket: physicalId }));
      return physicalId;
    },
    arnOf: (physicalId) => `arn:aws:sqs:ap-northeast-2:000000000000:${physicalId}`,
    exists: () => Promise.resolve(true),
  };
}
