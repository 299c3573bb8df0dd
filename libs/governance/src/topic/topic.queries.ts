import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { permit } from '@rochdale/platform';
import { filingStore } from './filing.store.js';
import type { FiledGroup, FiledTag, FiledTopic } from './filing.store.js';
import { topicStore } from './topic.store.js';
import type { TopicRecord } from './topic.store.js';

/** The list of topics, and what proposals that the reader has are filed under. */
@Injectable()
export class TopicQueries {
  /** By title, those under which nothing new is filed among them. */
  async all(tx: Tx): Promise<readonly TopicRecord[]> {
    permit(tx.actor, 'topic.read');
    return topicStore.all(tx);
  }

  /** Of proposals that the reader was given already. */
  async topicsOf(tx: Tx, proposalIds: readonly string[]): Promise<readonly FiledTopic[]> {
    permit(tx.actor, 'topic.read');
    return filingStore.topicsOf(tx, proposalIds);
  }

  /** To which working groups they belong. */
  async groupsOf(tx: Tx, proposalIds: readonly string[]): Promise<readonly FiledGroup[]> {
    permit(tx.actor, 'topic.read');
    return filingStore.groupsOf(tx, proposalIds);
  }

  async tagsOf(tx: Tx, proposalIds: readonly string[]): Promise<readonly FiledTag[]> {
    permit(tx.actor, 'topic.read');
    return filingStore.tagsOf(tx, proposalIds);
  }
}
