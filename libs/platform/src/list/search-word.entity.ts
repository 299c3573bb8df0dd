import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A word of what is kept of something, for who looks for it. Written by triggers alone. */
@Entity({ schema: 'platform', name: 'search_words' })
@Index('search_words_by_word', ['cooperativeId', 'kind', 'word', 'subjectId'])
export class SearchWordEntity {
  @PrimaryColumn({
    name: 'cooperative_id',
    type: 'uuid',
    primaryKeyConstraintName: 'search_words_pk',
  })
  cooperativeId!: string;

  @PrimaryColumn({ name: 'subject_id', type: 'uuid', primaryKeyConstraintName: 'search_words_pk' })
  subjectId!: string;

  @PrimaryColumn({ type: 'text', collation: 'C', primaryKeyConstraintName: 'search_words_pk' })
  word!: string;

  @Column({ type: 'text' })
  kind!: string;
}
