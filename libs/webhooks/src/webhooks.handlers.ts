import { handle } from '@rochdale/platform';
import { DeliverWebhook } from './webhook/deliver-webhook.js';
import { GiveUpWebhook } from './webhook/give-up-webhook.js';
import { DeliverWebhookJob } from './webhooks.jobs.js';

export const webhooksHandlers = [
  handle(DeliverWebhookJob, DeliverWebhook, { givenUp: GiveUpWebhook }),
];
