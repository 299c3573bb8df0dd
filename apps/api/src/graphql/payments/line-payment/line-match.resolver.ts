import { ID, Resolver } from '@nestjs/graphql';
import type { GraphContext } from '../../kit/graph-context.js';
import { Relation } from '../../kit/field/row-fields.js';
import { toIdOf } from '../../kit/node/global-id.js';
import { MemberLoader } from '../../membership/member.loader.js';
import { BankLineType } from '../statement.type.js';

const nodeOfMatch: Readonly<Record<string, string>> = {
  invoice: 'Invoice',
  payout: 'Payout',
  'payment-file': 'PaymentFile',
  account: 'LedgerAccount',
  member: 'Member',
};

/** What explains a line of the bank. */
@Resolver(() => BankLineType)
export class LineMatchResolver {
  constructor(private readonly members: MemberLoader) {}

  @Relation(() => ID, {
    nullable: true,
    description: 'Which invoice, payout, payment file, account or member.',
  })
  async matchedId(lines: readonly BankLineType[], graph: GraphContext) {
    const members = await this.members.toldIds(
      graph,
      lines,
      ({ view }) => (view.matchedKind === 'member' ? view.matchedId : null),
      ({ view }) => view.id,
    );
    return lines.map(({ view: { matchedKind: kind, matchedId: id } }, nth) =>
      kind === null || id === null
        ? null
        : (members[nth] ?? toIdOf(nodeOfMatch[kind] ?? 'Other', id, graph.audience)),
    );
  }
}
