import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { DocumentView } from '@rochdale/governance';

@ObjectType('CooperativeDocument', {
  description: 'What a co-operative gave itself in writing, its bylaws for one: a version of it.',
})
export class DocumentType {
  /** For resolvers, not part of the schema. */
  view!: DocumentView;

  @Field(() => String, { description: 'Its short name, which never changes: `bylaws`.' })
  key!: string;

  @Field(() => Int, { description: 'Which version it is, from 1.' })
  version!: number;

  @Field(() => String, { description: 'What it is called.' })
  title!: string;

  @Field(() => String, {
    description: 'The SHA-256 of the canonical JSON (RFC 8785) of `title` and `text`.',
  })
  textHash!: string;

  @Field(() => Date, { description: 'Since when it is, or was, in force.' })
  adoptedAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'When another version took its place; null while it is in force.',
  })
  retiredAt!: Date | null;
}

export function toDocument(view: DocumentView): DocumentType {
  const { key, version, title, textHash, adoptedAt, retiredAt } = view;
  return { view, key, version, title, textHash, adoptedAt, retiredAt };
}
