import { Resolver } from '@nestjs/graphql';
import { Computed } from '../kit/field/row-fields.js';
import type { GraphContext } from '../kit/graph-context.js';
import { StandingChangeType } from '../membership/standing-change.type.js';

/** What was written about how somebody stands. */
@Resolver(() => StandingChangeType)
export class StandingNoteResolver {
  @Computed(() => String, { nullable: true, description: 'What the officer wrote about it.' })
  note({ note, memberId }: StandingChangeType, { looks }: GraphContext): string | null {
    if (note !== null) looks.at('standing-note', memberId);
    return note;
  }
}
