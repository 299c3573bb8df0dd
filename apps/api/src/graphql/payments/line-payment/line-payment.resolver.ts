import { Resolver } from '@nestjs/graphql';
import { StatementQueries } from '@rochdale/banking';
import type { GraphContext } from '../../kit/graph-context.js';
import { listsBy } from '../../kit/keyed.js';
import { Relation } from '../../kit/field/row-fields.js';
import { BankLineType } from '../statement.type.js';
import { BankLinePaymentType, toLinePayment } from './line-payment.type.js';

/** What a line is the sum of. */
@Resolver(() => BankLineType)
export class LinePaymentResolver {
  readonly #payments = listsBy(
    (tx, ids) => this.queries.paymentsOf(tx, ids),
    ({ lineId }) => lineId,
    toLinePayment,
  );

  constructor(private readonly queries: StatementQueries) {}

  @Relation(() => [BankLinePaymentType], {
    description:
      'What a later file told of the payments that it is the sum of, where it stays one line ' +
      'because it was in the books by then. Undone, it can be shared out by them.',
  })
  payments(lines: readonly BankLineType[], graph: GraphContext) {
    return this.#payments.ofEach(graph, lines, ({ view }) => view.id);
  }
}
