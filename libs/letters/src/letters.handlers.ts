import { handle } from '@rochdale/platform';
import { DeliverLetter } from './letter/deliver-letter.js';
import { DeliverLetterJob, DeliverWebhookJob } from './notifications.jobs.js';
import { DeliverWebhook } from './webhook/deliver-webhook.js';

export const notificationsHandlers = [
  handle(DeliverLetterJob, DeliverLetter),
  handle(DeliverWebhookJob, DeliverWebhook),
];
