import type { Tx } from '@rochdale/platform';
import { columnsOf, sql } from '@rochdale/platform';
import { TopicEntity } from './topic.entity.js';

/** A topic of the list, in force or retired. */
export type TopicRecord = Readonly<Omit<TopicEntity, 'cooperativeId'>>;

const columns = columnsOf(TopicEntity, { without: ['cooperativeId'] });

const keep = sql(
  'governance.keep-topic',
  `insert into governance.topics (cooperative_id, key, title, created_at)
   values ($1, $2, $3, $4)
   on conflict on constraint topics_pk do update set title = $3, retired_at = null`,
);
const retire = sql(
  'governance.retire-topic',
  `update governance.topics set retired_at = $3
   where cooperative_id = $1 and key = $2 and retired_at is null`,
);
const all = sql(
  'governance.list-topics',
  `select ${columns} from governance.topics where cooperative_id = $1 order by title, key`,
);
// Whoever adds one waits for who adds another, so that no list is longer than it may be.
const lockList = sql(
  'governance.lock-topics',
  `select ${columns} from governance.topics where cooperative_id = $1 order by key for update`,
);

/** A co-operative's topics, in SQL. */
export const topicStore = {
  /** Under a new key, or by a new title; one that was retired is in force again. */
  keep: (tx: Tx, { key, title }: { key: string; title: string }): Promise<void> =>
    tx.change(keep, [tx.cooperativeId, key, title, tx.now]),

  /** Whether it was in force. */
  retire: async (tx: Tx, key: string): Promise<boolean> =>
    (await tx.run(retire, [tx.cooperativeId, key, tx.now])) === 1,

  /** By title, those that are retired among them. */
  all: (tx: Tx): Promise<TopicRecord[]> => tx.rows<TopicRecord>(all, [tx.cooperativeId]),

  lockAll: (tx: Tx): Promise<TopicRecord[]> => tx.rows<TopicRecord>(lockList, [tx.cooperativeId]),
};
