import type { Tx } from '@rochdale/platform';
import { columnsOf, sql } from '@rochdale/platform';
import { TopicEntity } from './topic.entity.js';

/** A topic of the list, in force or retired. */
export type TopicRecord = Readonly<Omit<TopicEntity, 'cooperativeId'>>;

type Named = Pick<TopicRecord, 'key' | 'title'>;

const columns = columnsOf(TopicEntity, { without: ['cooperativeId'] });

// The first one of a list finds nothing to wait at: who added the same key meanwhile named it.
const insert = sql(
  'governance.insert-topic',
  `insert into governance.topics (cooperative_id, key, title, created_at)
   values ($1, $2, $3, $4)
   on conflict (cooperative_id, key) do update set title = excluded.title
     where topics.retired_at is null`,
);
const rename = sql(
  'governance.rename-topic',
  `update governance.topics set title = $3
   where cooperative_id = $1 and key = $2 and retired_at is null`,
);
const takeUp = sql(
  'governance.take-topic-up',
  `update governance.topics set title = $3, retired_at = null
   where cooperative_id = $1 and key = $2 and retired_at is not null`,
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
// Whoever adds one waits for who adds another, and reads the list after: none gets too long.
const lockList = sql(
  'governance.lock-topics',
  `select key from governance.topics where cooperative_id = $1 order by key for update`,
);

/** A co-operative's topics, in SQL. */
export const topicStore = {
  insert: (tx: Tx, { key, title }: Named): Promise<void> =>
    tx.change(insert, [tx.cooperativeId, key, title, tx.now]),

  rename: (tx: Tx, { key, title }: Named): Promise<void> =>
    tx.change(rename, [tx.cooperativeId, key, title]),

  /** One that was retired is in force again. */
  takeUp: (tx: Tx, { key, title }: Named): Promise<void> =>
    tx.change(takeUp, [tx.cooperativeId, key, title]),

  /** Whether it was in force. */
  retire: async (tx: Tx, key: string): Promise<boolean> =>
    (await tx.run(retire, [tx.cooperativeId, key, tx.now])) === 1,

  /** By title, those that are retired among them. */
  all: (tx: Tx): Promise<TopicRecord[]> => tx.rows<TopicRecord>(all, [tx.cooperativeId]),

  /** The same, held until the caller's transaction ends. */
  async lockAll(tx: Tx): Promise<TopicRecord[]> {
    await tx.rows(lockList, [tx.cooperativeId]);
    return topicStore.all(tx);
  },
};
