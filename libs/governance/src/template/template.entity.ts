import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Template } from './template.js';

/** A version of what proposals are written from. */
@Entity({ schema: 'governance', name: 'templates' })
@Check('templates_key_check', `key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 60`)
@Check('templates_version_check', 'version > 0')
@Check('templates_definition_check', `jsonb_typeof(definition) = 'object'`)
@Unique('templates_version_unique', ['cooperativeId', 'key', 'version'])
@Index('templates_one_in_force', ['cooperativeId', 'key'], {
  unique: true,
  where: '(retired_at IS NULL)',
})
export class TemplateEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'templates_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  key!: string;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'jsonb' })
  definition!: Template;

  @Column({ name: 'kept_at', type: 'timestamptz' })
  keptAt!: Date;

  /** When another version took its place, or nobody was to use it any more. */
  @Column({ name: 'retired_at', type: 'timestamptz', nullable: true })
  retiredAt!: Date | null;
}
