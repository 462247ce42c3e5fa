import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** Reads the body of a webhook, and does nothing with it. */
export const handler = ({ body = 'null' }: APIGatewayProxyEventV2) =>
  Promise.resolve({ statusCode: JSON.parse(body) === null ? 400 : 200 });
