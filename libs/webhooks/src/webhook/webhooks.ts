import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { allFacts, CONFIG, newId, permit, seal, UnitOfWork } from '@rochdale/platform';
import type { Actor, Config, Tx } from '@rochdale/platform';
import { webhooksErrors } from '../webhooks.errors.js';
import { webhookStore } from './webhook.store.js';
import type { WebhookEndpointRow } from './webhook.store.js';

export interface AddWebhookInput {
  readonly url: string;
  /** Fact types to be told of, or `*` for all that are not private. */
  readonly types: readonly string[];
}

export const webhookSecretPurpose = 'webhook secrets';
/** Names and numbers of machines that the public cannot reach; numbers of IPv6 altogether. */
const privateHosts = [
  /^(localhost|.*\.(local|internal|localhost))$/i,
  /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./,
  /^\[/,
];

function checkedUrl(text: string, isProduction: boolean): string {
  const refuse = (message: string): Error =>
    webhooksErrors.error('INVALID_WEBHOOK', message, { path: ['url'] });
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw refuse('This is not an address.');
  }
  if (!/^https?:$/.test(url.protocol) || text.length > 500) throw refuse('Use an https address.');
  if (url.username !== '' || url.password !== '') throw refuse('No password in the address.');
  // A co-operative's administrator must not reach into the machine that the service runs on.
  if (
    isProduction &&
    (url.protocol !== 'https:' || privateHosts.some((host) => host.test(url.hostname)))
  ) {
    throw refuse('Use a public https address.');
  }
  return url.href;
}

/** A webhook is told what members may read. Of what is private it would wait for ever. */
function isTold(type: string): boolean {
  return type === '*' || (allFacts().get(type)?.visibility ?? 'private') !== 'private';
}

/** Where a co-operative's news goes: other programs, signed by a secret shown once. */
@Injectable()
export class Webhooks {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret' | 'env'>,
  ) {}

  /** Returns the secret, this once. @throws CodedError FORBIDDEN, INVALID_WEBHOOK */
  async add(
    actor: Actor,
    input: AddWebhookInput,
  ): Promise<{ endpoint: WebhookEndpointRow; secret: string }> {
    permit(actor, 'webhook.add');
    const url = checkedUrl(input.url, this.config.env === 'production');
    const types = [...new Set(input.types)];
    if (types.length === 0 || types.length > 100 || !types.every(isTold)) {
      throw webhooksErrors.error('INVALID_WEBHOOK', 'Name known facts, or *.', {
        path: ['types'],
      });
    }
    const id = newId();
    const secret = `whsec_${randomBytes(24).toString('base64')}`;
    const { secret: key } = this.config;
    const sealed = seal({ secret: key, purpose: webhookSecretPurpose, rowId: id }, secret);
    const endpoint = await this.unitOfWork.run(actor, (tx) =>
      webhookStore.insert(tx, { id, url, types }, sealed),
    );
    return { endpoint, secret };
  }

  /** @throws CodedError FORBIDDEN, WEBHOOK_NOT_FOUND */
  async remove(actor: Actor, input: { endpointId: string }): Promise<WebhookEndpointRow> {
    permit(actor, 'webhook.remove');
    return this.unitOfWork.run(actor, async (tx) => {
      const removed = await webhookStore.remove(tx, input.endpointId);
      if (removed !== null) return removed;
      throw webhooksErrors.error('WEBHOOK_NOT_FOUND', 'There is no such webhook.');
    });
  }

  async list(tx: Tx): Promise<WebhookEndpointRow[]> {
    permit(tx.actor, 'webhook.read');
    return webhookStore.list(tx);
  }
}
