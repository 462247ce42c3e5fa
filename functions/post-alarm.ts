import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { SNSEvent } from 'aws-lambda';
import { postAlarms } from '../lib/alarm/post-alarms.ts';
import { readWebhookAddress } from '../lib/alarm/webhook-address.ts';
import { readAlarmConfig } from '../lib/runtime/config.ts';
import { createHttpClient } from '../lib/runtime/http/http-client.ts';
import { lambdaHandler } from '../lib/runtime/lambda-handler.ts';
import { createPowertoolsTelemetry } from '../lib/runtime/powertools.ts';
import { parameterStoreSettings } from '../lib/runtime/time-budgets.ts';

const config = readAlarmConfig();
const telemetry = createPowertoolsTelemetry();
const ssm = new SSMClient(parameterStoreSettings);
const http = createHttpClient({ maxSockets: 1, maxAnswerBytes: 65_536 });

const ports = {
  http,
  shape: config.ALARM_WEBHOOK_SHAPE,
  telemetry,
  /** Read for each alarm: they are rare, and a new address counts at once. */
  address: async () => {
    const command = new GetParameterCommand({ Name: config.ALARM_WEBHOOK_PARAMETER, WithDecryption: true });
    return readWebhookAddress((await ssm.send(command)).Parameter?.Value ?? '');
  },
};

/** Sends an alarm on to a chat. An alarm that is not taken throws, and Lambda calls again twice. */
export const handler = lambdaHandler<SNSEvent>(telemetry, (event) =>
  postAlarms(
    ports,
    event.Records.map(({ Sns: { Subject: subject = '', Message: message } }) => ({ subject, message })),
  ),
);
