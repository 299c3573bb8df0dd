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
      'Where its payee is to be paid, masked; part of what is approved. Null when they had not ' +
      'said so, and for readers whom it does not concern: receipts are for the same.',
  })
  destination({ view }: ExpenseType, { looks }: GraphContext): string | null {
    const { payeeKind, payeeId, destinationMasked } = view;
    if (destinationMasked !== null && payeeKind === 'member') looks.at('bank-details', payeeId);
    return destinationMasked;
  }
}
