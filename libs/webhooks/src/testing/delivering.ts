import type { Actor, UnitOfWork } from '@rochdale/platform';
import type { Handlers } from '../../../platform/src/testing/worker-of.js';
import '../webhooks.permissions.js';
import { DeliverWebhookJob } from '../webhooks.jobs.js';
import { AddWebhook } from '../webhook/add-webhook.js';
import { DeliverWebhook } from '../webhook/deliver-webhook.js';
import { GiveUpWebhook } from '../webhook/give-up-webhook.js';
import { Receivers } from '../webhook/receivers.js';

const config = { secret: 'a secret for tests only, long enough', env: 'test' } as const;

/** Webhooks as other rooms' specs need them: one is added, and its jobs are carried out. */
export function delivering(unitOfWork: UnitOfWork) {
  const deliver = new DeliverWebhook(unitOfWork, new Receivers(), config);
  const giveUp = new GiveUpWebhook(unitOfWork);
  const handlers: Handlers = {
    [DeliverWebhookJob.name]: {
      run: (actor, payload) => deliver.execute(actor, payload as { deliveryId: string }),
      givenUp: (actor, payload) => giveUp.execute(actor, payload as { deliveryId: string }),
    },
  };
  return {
    add: new AddWebhook(unitOfWork, config),
    deliver: (actor: Actor, deliveryId: string) => deliver.execute(actor, { deliveryId }),
    handlers,
  };
}
