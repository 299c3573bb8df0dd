import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { TopicKept } from '../governance.events.js';
import { topicStore } from './topic.store.js';

/** Files nothing new under a topic; what is filed under it stays so. */
@Injectable()
export class RetireTopic {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Doing it twice is doing it once.
   *
   * @throws CodedError TOPIC_UNKNOWN
   */
  async execute(actor: Actor, input: { readonly key: string }): Promise<{ readonly key: string }> {
    permit(actor, 'topic.keep');
    return this.unitOfWork.run(actor, async (tx) => {
      const topic = (await topicStore.lockAll(tx)).find(({ key }) => key === input.key);
      if (topic === undefined) {
        const message = 'There is no such topic.';
        throw governanceErrors.error('TOPIC_UNKNOWN', message, { path: ['key'] });
      }
      const { key, title } = topic;
      if (await topicStore.retire(tx, key)) {
        tx.announce(TopicKept.of(tx.cooperativeId, { key, title, isRetired: true }));
      }
      return { key };
    });
  }
}
