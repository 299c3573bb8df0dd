import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { DifferencePart, VersionView } from '@rochdale/governance';

export const DifferenceKindEnum = { SAME: 'same', ADDED: 'added', REMOVED: 'removed' } as const;
registerEnumType(DifferenceKindEnum, {
  name: 'DifferenceKind',
  description: 'In which of two texts a piece is.',
  valuesMap: {
    SAME: { description: 'In both.' },
    ADDED: { description: 'In the later one alone.' },
    REMOVED: { description: 'In the earlier one alone.' },
  },
});

@ObjectType('DifferencePart', { description: 'A piece of two texts that follow each other.' })
export class DifferencePartType {
  @Field(() => DifferenceKindEnum, { description: 'In which of the two it is.' })
  kind!: DifferencePart['kind'];

  @Field(() => String, { description: 'The piece, as it was written.' })
  text!: string;
}

@ObjectType('ProposalVersion', { description: 'What a proposal said, as it was kept.' })
export class ProposalVersionType {
  /** For resolvers, as is the next; not part of the schema. */
  view!: VersionView;
  before!: VersionView | null;

  @Field(() => Int, { description: 'Which one it is, from 1.' })
  version!: number;

  @Field(() => String, { description: 'The question in a line.' })
  title!: string;

  @Field(() => String, { description: 'What was proposed, in full, in Markdown.' })
  body!: string;

  @Field(() => Date, { description: 'When it was written.' })
  madeAt!: Date;

  @Field(() => [String], { description: 'What it was between; none where it was not by options.' })
  options!: readonly string[];

  @Field(() => [String], { description: 'What it was to do, by kind, in order.' })
  actionKinds!: readonly string[];
}

export function toVersions(views: readonly VersionView[]): ProposalVersionType[] {
  return views.map((view, nth) => {
    const { version, title, body, madeAt, options, actions } = view;
    const before = views[nth - 1] ?? null;
    const actionKinds = actions.map(({ kind }) => kind);
    return { view, before, version, title, body, madeAt, options: options ?? [], actionKinds };
  });
}
