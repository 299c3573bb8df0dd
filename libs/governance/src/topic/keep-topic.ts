import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { TopicKept } from '../governance.events.js';
import { atMost, topicNamed } from './topic.js';
import { topicStore } from './topic.store.js';

/** Puts a topic on the list, or gives one another title. */
@Injectable()
export class KeepTopic {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * One that was retired is in force again.
   *
   * @throws CodedError TOPIC_INVALID, TOPIC_LIMIT_REACHED
   */
  async execute(
    actor: Actor,
    input: { readonly key: string; readonly title: string },
  ): Promise<{ readonly key: string }> {
    permit(actor, 'topic.keep');
    const topic = topicNamed(input);
    return this.unitOfWork.run(actor, async (tx) => {
      const all = await topicStore.lockAll(tx);
      const others = all.filter(({ key }) => key !== topic.key);
      if (others.length >= atMost.topics) {
        const message = `A co-operative has at most ${atMost.topics} topics.`;
        throw governanceErrors.error('TOPIC_LIMIT_REACHED', message, { path: ['key'] });
      }
      const kept = all.find(({ key }) => key === topic.key);
      if (kept === undefined) await topicStore.insert(tx, topic);
      else if (kept.retiredAt === null) await topicStore.rename(tx, topic);
      else await topicStore.takeUp(tx, topic);
      tx.announce(TopicKept.of(tx.cooperativeId, { ...topic, isRetired: false }));
      return { key: topic.key };
    });
  }
}
