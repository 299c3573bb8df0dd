import { workingGroups } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';
import { columnsOf, sql } from '@rochdale/platform';
import { linkStore } from '../about/link.store.js';
import { governanceErrors } from '../governance.errors.js';
import type { Filing } from './topic.js';
import { ProposalGroupEntity } from './proposal-group.entity.js';
import { ProposalTagEntity } from './proposal-tag.entity.js';
import { ProposalTopicEntity } from './proposal-topic.entity.js';
import { TopicEntity } from './topic.entity.js';
import type { TopicRecord } from './topic.store.js';

/** A topic under which a proposal is filed. */
export interface FiledTopic extends TopicRecord {
  readonly proposalId: string;
}

/** A word under which its authors filed it. */
export interface FiledTag {
  readonly proposalId: string;
  readonly tag: string;
}

/** The working group that it belongs to. */
export type FiledGroup = Readonly<Omit<ProposalGroupEntity, 'cooperativeId'>>;

const insertTopics = sql(
  'governance.insert-topics-of-proposal',
  `insert into governance.proposal_topics (proposal_id, topic_key, cooperative_id)
   select $1, t.key, $2 from governance.topics t
   where t.cooperative_id = $2 and t.key = any ($3)
     and (t.retired_at is null or t.key = any ($4))`,
);
const insertTags = sql(
  'governance.insert-tags-of-proposal',
  `insert into governance.proposal_tags (proposal_id, tag, cooperative_id)
   select $1, tag, $2 from unnest($3::text[]) as tag`,
);
const dropTopics = sql(
  'governance.remove-topics-of-proposal',
  `delete from governance.proposal_topics where cooperative_id = $2 and proposal_id = $1
   returning topic_key as key`,
);
const dropTags = sql(
  'governance.remove-tags-of-proposal',
  `delete from governance.proposal_tags where cooperative_id = $2 and proposal_id = $1`,
);
const copyTopics = sql(
  'governance.insert-same-topics',
  `insert into governance.proposal_topics (proposal_id, topic_key, cooperative_id)
   select $1, topic_key, cooperative_id from governance.proposal_topics
   where proposal_id = $2 and cooperative_id = $3`,
);
const copyTags = sql(
  'governance.insert-same-tags',
  `insert into governance.proposal_tags (proposal_id, tag, cooperative_id)
   select $1, tag, cooperative_id from governance.proposal_tags
   where proposal_id = $2 and cooperative_id = $3`,
);
const insertGroup = sql(
  'governance.insert-group-of-proposal',
  `insert into governance.proposal_groups (proposal_id, group_key, cooperative_id)
   values ($1, $3, $2)`,
);
const dropGroup = sql(
  'governance.remove-group-of-proposal',
  `delete from governance.proposal_groups where cooperative_id = $2 and proposal_id = $1
   returning group_key as key`,
);
const copyGroup = sql(
  'governance.insert-same-group',
  `insert into governance.proposal_groups (proposal_id, group_key, cooperative_id)
   select $1, group_key, cooperative_id from governance.proposal_groups
   where proposal_id = $2 and cooperative_id = $3`,
);
const groupsOf = sql(
  'governance.find-groups-of-proposals',
  `select ${columnsOf(ProposalGroupEntity, { without: ['cooperativeId'] })}
   from governance.proposal_groups
   where cooperative_id = $1 and proposal_id = any ($2::uuid[])`,
);
// They go with the words of what they are of.
const forget = sql(
  'governance.forget-tags',
  `delete from governance.proposal_tags t using governance.proposals p
   where t.cooperative_id = $1 and p.cooperative_id = $1 and p.id = t.proposal_id
     and p.title = 'Erased' and p.body = ''`,
);
const topicsOf = sql(
  'governance.find-topics-of-proposals',
  `select ${columnsOf(ProposalTopicEntity, { of: 'f', only: ['proposalId'] })},
     ${columnsOf(TopicEntity, { of: 't', without: ['cooperativeId'] })}
   from governance.proposal_topics f join governance.topics t
     on t.cooperative_id = f.cooperative_id and t.key = f.topic_key
   where f.cooperative_id = $1 and f.proposal_id = any ($2::uuid[]) order by t.title, t.key`,
);
const tagsOf = sql(
  'governance.find-tags-of-proposals',
  `select ${columnsOf(ProposalTagEntity, { without: ['cooperativeId'] })}
   from governance.proposal_tags
   where cooperative_id = $1 and proposal_id = any ($2::uuid[]) order by tag`,
);

async function insert(
  tx: Tx,
  proposalId: string,
  { topics, tags, workingGroup }: Filing,
  had: readonly string[],
): Promise<void> {
  if (topics.length > 0) {
    const filed = await tx.run(insertTopics, [proposalId, tx.cooperativeId, topics, had]);
    if (filed < topics.length) {
      const message = 'One of these topics is not on the list, or nothing new is filed under it.';
      throw governanceErrors.error('TOPIC_UNKNOWN', message, { path: ['topics'] });
    }
  }
  if (tags.length > 0) await tx.run(insertTags, [proposalId, tx.cooperativeId, tags]);
  if (workingGroup !== null)
    await tx.run(insertGroup, [proposalId, tx.cooperativeId, workingGroup]);
}

/** Who closes the group waits. @throws CodedError PROPOSAL_GROUP_INVALID */
async function requireOpen(tx: Tx, { workingGroup }: Filing): Promise<void> {
  if (workingGroup === null || (await workingGroups.holdOpen(tx, workingGroup)) !== null) return;
  const message = 'There is no such working group, or it is closed.';
  throw governanceErrors.error('PROPOSAL_GROUP_INVALID', message, { path: ['workingGroup'] });
}

/** What proposals are filed under, in SQL. It stands once voting is open. */
export const filingStore = {
  /** @throws CodedError TOPIC_UNKNOWN, PROPOSAL_GROUP_INVALID */
  async insert(tx: Tx, proposalId: string, filing: Filing): Promise<void> {
    await requireOpen(tx, filing);
    await insert(tx, proposalId, filing, []);
  },

  /** In place of what it was filed under, of which it may keep what is retired. */
  async replace(tx: Tx, proposalId: string, filing: Filing): Promise<void> {
    const of = [proposalId, tx.cooperativeId];
    const had = await tx.rows<{ key: string }>(dropTopics, of);
    await tx.run(dropTags, of);
    const [group] = await tx.rows<{ key: string }>(dropGroup, of);
    if (group?.key !== filing.workingGroup) await requireOpen(tx, filing);
    await insert(
      tx,
      proposalId,
      filing,
      had.map(({ key }) => key),
    );
  },

  /** For the run-off of a tie. */
  async copy(tx: Tx, toId: string, fromId: string): Promise<void> {
    await tx.run(copyTopics, [toId, fromId, tx.cooperativeId]);
    await tx.run(copyTags, [toId, fromId, tx.cooperativeId]);
    await linkStore.copy(tx, toId, fromId);
    await tx.run(copyGroup, [toId, fromId, tx.cooperativeId]);
  },

  forgetTags: (tx: Tx): Promise<number> => tx.run(forget, [tx.cooperativeId]),

  topicsOf: (tx: Tx, proposalIds: readonly string[]): Promise<FiledTopic[]> =>
    tx.rows<FiledTopic>(topicsOf, [tx.cooperativeId, proposalIds]),

  groupsOf: (tx: Tx, proposalIds: readonly string[]): Promise<FiledGroup[]> =>
    tx.rows<FiledGroup>(groupsOf, [tx.cooperativeId, proposalIds]),

  tagsOf: (tx: Tx, proposalIds: readonly string[]): Promise<FiledTag[]> =>
    tx.rows<FiledTag>(tagsOf, [tx.cooperativeId, proposalIds]),
};
