import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const primaryKeyConstraintName = 'proposal_topics_pk';

@Entity({ schema: 'governance', name: 'proposal_topics' })
@Index('proposal_topics_by_topic', ['cooperativeId', 'topicKey', 'proposalId'])
export class ProposalTopicEntity {
  @ForeignKey('ProposalEntity', { name: 'proposal_topics_proposal_fk' })
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName })
  proposalId!: string;

  @PrimaryColumn({ name: 'topic_key', type: 'text', primaryKeyConstraintName })
  topicKey!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;
}
