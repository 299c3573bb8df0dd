import { Field, ObjectType } from '@nestjs/graphql';
import type { ForeseenAction } from '@rochdale/governance';
import { VerdictType } from '../kit/verdict.type.js';

@ObjectType('ActionPreview', {
  description: 'What an action would do if it were carried out now, behind those before it.',
})
export class ActionPreviewType {
  @Field(() => String, { description: 'Which action, such as `fund.create`.' })
  kind!: string;

  @Field(() => String, { description: 'What it does, in a sentence. Names nobody.' })
  summary!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What it would change now, in a sentence; null where the viewer is not told.',
  })
  effect!: string | null;

  @Field(() => VerdictType, {
    nullable: true,
    description:
      'Whether it could be carried out now. Null where the viewer is not told, and behind one ' +
      'that could not be or of which they are not told.',
  })
  possible!: VerdictType | null;

  @Field(() => String, { nullable: true, description: 'Why it could not be, in a sentence.' })
  refusalMessage!: string | null;
}

export function toActionPreview(foreseen: ForeseenAction): ActionPreviewType {
  const { kind, summary, effect, standing, refusal } = foreseen;
  const reason = refusal?.code ?? null;
  return {
    kind,
    summary,
    effect,
    possible: standing === 'untold' ? null : { allowed: standing === 'possible', reason },
    refusalMessage: refusal?.message ?? null,
  };
}
