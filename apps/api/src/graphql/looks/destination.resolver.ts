import { Resolver } from '@nestjs/graphql';
import { ExpenseType } from '../expenses/expense.type.js';
import { Computed } from '../kit/field/row-fields.js';
import type { GraphContext } from '../kit/graph-context.js';

/** Where a person is to be paid. */
@Resolver(() => ExpenseType)
export class DestinationResolver {
  @Computed(() => String, {
    nullable: true,
    description:
      'Where its payee is to be paid, masked; part of what is approved, and fixed when it is ' +
      'handed in. For the payee, and for treasurers and auditors once it is approved; null for ' +
      'everybody else, who submitted it too, and when the payee had not said so.',
  })
  destination({ view }: ExpenseType, { looks }: GraphContext): string | null {
    const { payeeKind, payeeId, destinationMasked } = view;
    if (destinationMasked !== null && payeeKind === 'member') looks.at('bank-details', payeeId);
    return destinationMasked;
  }
}
