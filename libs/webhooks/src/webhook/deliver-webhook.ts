import { Inject, Injectable } from '@nestjs/common';
import {
  canonicalJson,
  CONFIG,
  isPublicAddress,
  permit,
  postMessage,
  UnitOfWork,
  unseal,
} from '@rochdale/platform';
import type { Actor, Config } from '@rochdale/platform';
import { Webhook } from 'standardwebhooks';
import { webhooksErrors } from '../webhooks.errors.js';
import { webhookStore } from './webhook.store.js';
import type { DeliveryRow } from './webhook.store.js';
import { webhookSecretPurpose } from './webhook.js';

/**
 * Tells one program of one fact, signed as Standard Webhooks has it. The fact's id is the message's
 * id, so that a message that came twice is recognised as one.
 */
@Injectable()
export class DeliverWebhook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret' | 'env'>,
  ) {}

  /** At least once. @throws CodedError WEBHOOK_REFUSED: the job is tried again, ever more slowly */
  async execute(actor: Actor, input: { deliveryId: string }): Promise<void> {
    permit(actor, 'webhook.deliver');
    const delivery = await this.unitOfWork.read(actor, (tx) =>
      webhookStore.find(tx, input.deliveryId),
    );
    if (delivery === null) return;
    if (delivery.isRemoved) {
      await this.unitOfWork.run(actor, (tx) =>
        webhookStore.close(tx, delivery.id, 'dropped', null),
      );
      return;
    }
    const status = await this.#post(delivery);
    const isTaken = status !== null && status >= 200 && status < 300;
    await this.unitOfWork.run(actor, (tx) =>
      isTaken
        ? webhookStore.close(tx, delivery.id, 'delivered', status)
        : webhookStore.noteStatus(tx, delivery.id, status),
    );
    if (isTaken) return;
    throw webhooksErrors.error('WEBHOOK_REFUSED', `The receiver answered ${status ?? 'not'}.`);
  }

  /** The answer's status, or null when there was none. Redirects are not followed. */
  #post(delivery: DeliveryRow): Promise<number | null> {
    const { secret: key } = this.config;
    const context = { secret: key, purpose: webhookSecretPurpose, rowId: delivery.endpointId };
    const signer = new Webhook(unseal(context, delivery.secretSealed));
    const { type, factId, occurredAt, data } = delivery;
    const subject = { kind: delivery.subjectKind, id: delivery.subjectId };
    const body = canonicalJson({ type, timestamp: occurredAt, data: { subject, ...data } });
    // The receiver compares this with its own clock, so it is the machine's time.
    const sentAt = new Date(performance.timeOrigin + performance.now());
    const message = {
      url: delivery.url,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Rochdale',
        'webhook-id': factId,
        'webhook-timestamp': Math.floor(sentAt.getTime() / 1000).toString(),
        'webhook-signature': signer.sign(factId, sentAt, body),
      },
      body,
    };
    // In development, receivers are on this machine.
    const isAllowed = this.config.env === 'production' ? isPublicAddress : () => true;
    return postMessage(message, isAllowed);
  }
}
