import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, newId, permit, seal, UnitOfWork } from '@rochdale/platform';
import type { Actor, Config } from '@rochdale/platform';
import { checkedTypes, checkedUrl, webhookSecretPurpose } from './webhook.js';
import { webhookStore } from './webhook.store.js';
import type { WebhookEndpointRow } from './webhook.store.js';

export interface AddWebhookInput {
  readonly url: string;
  /** Fact types to be told of, or `*` for all that are not private. */
  readonly types: readonly string[];
}

export interface AddedWebhook {
  readonly endpoint: WebhookEndpointRow;
  /** Signs what is sent. Nobody is shown it again. */
  readonly secret: string;
}

/** Tells another program of a co-operative's news, signed by a secret that is shown this once. */
@Injectable()
export class AddWebhook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret' | 'env'>,
  ) {}

  /** @throws CodedError FORBIDDEN, INVALID_WEBHOOK */
  async execute(actor: Actor, input: AddWebhookInput): Promise<AddedWebhook> {
    permit(actor, 'webhook.add');
    const url = checkedUrl(input.url, this.config.env === 'production');
    const types = checkedTypes(input.types);
    const id = newId();
    const secret = `whsec_${randomBytes(24).toString('base64')}`;
    const { secret: key } = this.config;
    const sealed = seal({ secret: key, purpose: webhookSecretPurpose, rowId: id }, secret);
    const endpoint = await this.unitOfWork.run(actor, (tx) =>
      webhookStore.insert(tx, { id, url, types }, sealed),
    );
    return { endpoint, secret };
  }
}
