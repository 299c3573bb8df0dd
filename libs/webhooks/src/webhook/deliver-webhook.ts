import { Inject, Injectable } from '@nestjs/common';
import { erasedAmong, MemberErased } from '@rochdale/membership';
import {
  canonicalJson,
  CONFIG,
  isPublicAddress,
  permit,
  personsOfFact,
  postMessage,
  Postponed,
  toGlobalId,
  toldFact,
  toldSubject,
  UnitOfWork,
  unseal,
} from '@rochdale/platform';
import type { Actor, Config, ErasedBeside, Tx } from '@rochdale/platform';
import { Webhook } from 'standardwebhooks';
import { webhooksErrors } from '../webhooks.errors.js';
import { Receivers } from './receivers.js';
import { webhookStore } from './webhook.store.js';
import type { DeliveryRow } from './webhook.store.js';
import { webhookSecretPurpose } from './webhook.js';

/** How long a receiver that takes nothing is left in peace, doubled each time. */
const quiet = { firstMs: 5_000, longestMs: 3_600_000 } as const;
/** Of a receiver that is dead for so long nobody waits for the rest: 24 hours, whatever the day. */
const giveUpAfterMs = 24 * 3_600_000;
/**
 * What waits for a receiver that is left in peace is woken one by one: others' news is not behind
 * all of it, and a receiver that is back is not knocked over by what it missed.
 */
export const wakeStepMs = 200;
/** A slow receiver's next turn. */
const nextTurnMs = 2_000;

/**
 * Tells one program of one fact, signed as Standard Webhooks has it. The fact's id, as the audit
 * trail gives it, is the message's id, so that a message that came twice is recognised as one. A
 * receiver that takes nothing costs its own webhooks only: it is asked once in a while, and the
 * others have the places.
 */
@Injectable()
export class DeliverWebhook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly receivers: Receivers,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret' | 'env'>,
  ) {}

  /**
   * At least once.
   *
   * @throws CodedError WEBHOOK_REFUSED: the job is tried again, ever more slowly; WEBHOOK_SILENT:
   *   it waited for a day, the receiver is left in peace once more, and it is given up
   * @throws Postponed while the receiver is left in peace, or has no turn
   */
  async execute(actor: Actor, input: { deliveryId: string }): Promise<void> {
    permit(actor, 'webhook.deliver');
    const { delivery, erased, now } = await this.unitOfWork.read(actor, async (tx) => {
      const found = await webhookStore.find(tx, input.deliveryId);
      return { delivery: found, erased: await erasedIn(tx, found), now: tx.now };
    });
    if (delivery === null) {
      // Told already, or what it was to tell is gone.
      await this.unitOfWork.run(actor, (tx) => webhookStore.dropForgotten(tx, input.deliveryId));
      return;
    }
    if (delivery.isRemoved) {
      await this.unitOfWork.run(actor, (tx) =>
        webhookStore.close(tx, delivery.id, 'dropped', null),
      );
      return;
    }
    const { endpointId, quietUntil } = delivery;
    if (quietUntil !== null && quietUntil > now) {
      if (isOld(delivery, now)) {
        throw webhooksErrors.error('WEBHOOK_SILENT', 'The receiver took nothing for a day.');
      }
      const until = await this.unitOfWork.run(actor, (tx) =>
        webhookStore.wait(tx, endpointId, wakeStepMs),
      );
      if (until !== null) throw new Postponed(until);
    }
    const had = await this.receivers.inTurn(endpointId, () =>
      this.#deliver(actor, delivery, erased),
    );
    if (!had) throw new Postponed(new Date(now.getTime() + nextTurnMs));
  }

  async #deliver(actor: Actor, delivery: DeliveryRow, erased: ErasedBeside): Promise<void> {
    const { id, endpointId } = delivery;
    const status = await this.#post(delivery, erased);
    const isTaken = status !== null && status >= 200 && status < 300;
    await this.unitOfWork.run(actor, async (tx) => {
      if (isTaken) {
        await webhookStore.close(tx, id, 'delivered', status);
        if (delivery.failures > 0) await webhookStore.noteSuccess(tx, endpointId);
      } else {
        await webhookStore.noteStatus(tx, id, status);
        await webhookStore.noteFailure(tx, endpointId, quiet);
      }
    });
    if (isTaken) return;
    throw webhooksErrors.error('WEBHOOK_REFUSED', `The receiver answered ${status ?? 'not'}.`);
  }

  /** The answer's status, or null when there was none. Redirects are not followed. */
  #post(delivery: DeliveryRow, erased: ErasedBeside): Promise<number | null> {
    const { secret: key } = this.config;
    const context = { secret: key, purpose: webhookSecretPurpose, rowId: delivery.endpointId };
    const signer = new Webhook(unseal(context, delivery.secretSealed));
    const { type, factId, occurredAt, sentAt, data } = delivery;
    const told = {
      subject: toldSubject(subjectOf(delivery), 'inside', erased),
      ...toldFact(type, data, 'inside', erased),
    };
    const body = canonicalJson({ type, timestamp: occurredAt, data: told });
    // As deliveries and the trail call it: the plain id is a clock, and the books' own.
    const messageId = toGlobalId('AuditEntry', factId);
    const message = {
      url: delivery.url,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Rochdale',
        'webhook-id': messageId,
        'webhook-timestamp': Math.floor(sentAt.getTime() / 1000).toString(),
        'webhook-signature': signer.sign(messageId, sentAt, body),
      },
      body,
    };
    // In development, receivers are on this machine.
    const isAllowed = this.config.env === 'production' ? isPublicAddress : () => true;
    return postMessage(message, isAllowed);
  }
}

const subjectOf = ({ subjectKind: kind, subjectId: id }: DeliveryRow) => ({ kind, id });

/**
 * Who of those that it names was erased since: the receiver is told them by ids of nobody, but that
 * they were erased, which it is told by the id that it knows, to forget them as well.
 */
async function erasedIn(tx: Tx, delivery: DeliveryRow | null): Promise<ErasedBeside> {
  if (delivery === null || delivery.type === MemberErased.type) {
    return { memberIds: new Set(), thingId: '' };
  }
  const { type, data, factId } = delivery;
  const persons = personsOfFact(type, subjectOf(delivery), data);
  return { memberIds: await erasedAmong(tx, persons), thingId: factId };
}

/** It waits for longer than it is worth to wait for a receiver that is dead. */
function isOld({ waitsSince }: DeliveryRow, now: Date): boolean {
  return now.getTime() - waitsSince.getTime() > giveUpAfterMs;
}
