import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { whyNotBook, whyNotDecide, whyNotUndo } from '@rochdale/banking';
import {
  AssignLineToReturn,
  SplitLine,
  whyNotPay,
  whyNotReturn,
  whyNotSplit,
} from '@rochdale/dues';
import type { PartNamed } from '@rochdale/dues';
import { LineUndoing, whyNotBack, whyNotDebit } from '@rochdale/payouts';
import { may } from '@rochdale/platform';
import type { IdAudience } from '@rochdale/platform';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { fromGlobalId, optionalMemberId, toGlobalId } from '../kit/node/global-id.js';
import { Relation } from '../kit/field/row-fields.js';
import { BigIntScalar } from '../kit/value/scalars.js';
import { verdict } from '../kit/verdict.type.js';
import { BankLineAssignPayload } from '../payments/payments.payloads.js';
import { BankLineType } from '../payments/statement.type.js';
import { BankLineReturnPartInput, BankLineSplitInput } from './credit.inputs.js';
import { DuesLoader } from './dues.loader.js';
import { BankLineViewerCanType } from './line-viewer-can.type.js';

/** What may be done with a line, and what a treasurer says it settled. */
@Resolver(() => BankLineType)
export class LineSettlingResolver {
  constructor(
    private readonly split: SplitLine,
    private readonly assignReturn: AssignLineToReturn,
    private readonly loader: DuesLoader,
    private readonly undoing: LineUndoing,
  ) {}

  @Relation(() => BankLineViewerCanType, { description: 'What the viewer may do.' })
  async viewerCan(lines: readonly BankLineType[], graph: GraphContext) {
    const { actor } = graph;
    const assigning = may(actor, 'bank-line.assign');
    const settling = may(actor, 'dues-line.assign');
    const returned = await this.loader.linesReturned.ofEach(graph, lines, ({ view }) =>
      whyNotUndo(view.matchedKind) === null ? view.id : null,
    );
    const ofPayouts = await this.#ofPayouts(lines, graph);
    return lines.map(({ view }, nth): BankLineViewerCanType => {
      const isBooked = whyNotBook(view.state);
      const undo = whyNotUndo(view.matchedKind) ?? returned[nth] ?? ofPayouts.get(view.id);
      return {
        assign: verdict(assigning, isBooked),
        assignToInvoice: verdict(settling, isBooked ?? whyNotPay(view)),
        assignToReturn: verdict(settling, isBooked ?? whyNotReturn(view)),
        assignToPayoutReturn: verdict(assigning, isBooked ?? whyNotBack(view)),
        assignToPayouts: verdict(assigning, isBooked ?? whyNotDebit(view)),
        decide: verdict(assigning, whyNotDecide(view)),
        split: verdict(settling, isBooked ?? whyNotSplit(view)),
        undo: verdict(may(actor, 'bank-line.undo'), undo),
      };
    });
  }

  /** By line why what it settled of payouts is not undone; of nothing where they may undo none. */
  async #ofPayouts(
    lines: readonly BankLineType[],
    graph: GraphContext,
  ): Promise<ReadonlyMap<string, string>> {
    if (!may(graph.actor, 'bank-line.undo').allowed) return new Map();
    const matched = lines.flatMap(({ view: { matchedKind, matchedId, transactionId, ...rest } }) =>
      matchedKind === null || matchedId === null || transactionId === null
        ? []
        : [{ ...rest, matchedKind, matchedId, transactionId }],
    );
    return graph.read((tx) => this.undoing.whyNot(tx, matched));
  }

  @Mutation(() => BankLineAssignPayload, {
    description:
      'Shares a bank line out among invoices and accounts of the books, in one posting; the rest ' +
      'is a member’s credit. For treasurers.',
  })
  async bankLineSplit(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The line and its parts.' }) input: BankLineSplitInput,
  ): Promise<BankLineAssignPayload> {
    const { creditMemberId } = input;
    const transactionId = await this.split.execute(graph.actor, {
      lineId: fromGlobalId('BankLine', input.lineId, ['lineId']),
      parts: input.parts.map(({ accountKey = null, amountMinor, ...named }, nth) => ({
        ...idsOf(named, nth),
        accountKey,
        amountMinor,
      })),
      creditMemberId: optionalMemberId(creditMemberId, graph.audience, ['creditMemberId']),
    });
    graph.forgetLoaded();
    return { transactionId: toGlobalId('LedgerTransaction', transactionId) };
  }

  @Mutation(() => BankLineAssignPayload, {
    description:
      'Says which payment a bank line takes back, or which parts of one: what they had settled ' +
      'is open again. What the line took beyond it is the bank’s fee, which the line or you say. ' +
      'For treasurers.',
  })
  async bankLineAssignToReturn(
    @Graph() graph: GraphContext,
    @Args('lineId', { type: () => ID, description: 'The line that took the money.' })
    lineId: string,
    @Args('returnsLineId', { type: () => ID, description: 'The line that had brought it.' })
    returnsLineId: string,
    @Args('parts', {
      type: () => [BankLineReturnPartInput],
      nullable: true,
      description:
        'What of that payment, when it paid for several things: all that is left of it when left ' +
        'out, or the one part of the line’s amount.',
    })
    parts?: BankLineReturnPartInput[] | null,
    @Args('feeMinor', {
      type: () => BigIntScalar,
      nullable: true,
      description:
        'What the bank kept of it: what came back and this are the line. Left out where it kept ' +
        'nothing, or where the line says it.',
    })
    feeMinor?: bigint | null,
  ): Promise<BankLineAssignPayload> {
    const transactionId = await this.assignReturn.execute(graph.actor, {
      lineId: fromGlobalId('BankLine', lineId, ['lineId']),
      returnsLineId: fromGlobalId('BankLine', returnsLineId, ['returnsLineId']),
      parts: (parts ?? []).map((part, nth) => toReturnPart(part, nth, graph.audience)),
      feeMinor: feeMinor ?? null,
    });
    graph.forgetLoaded();
    return { transactionId: toGlobalId('LedgerTransaction', transactionId) };
  }
}

function toReturnPart(part: BankLineReturnPartInput, nth: number, audience: IdAudience): PartNamed {
  const { creditMemberId = null, amountMinor = null, ...named } = part;
  const path = ['parts', String(nth), 'creditMemberId'];
  return {
    ...idsOf(named, nth),
    creditMemberId: optionalMemberId(creditMemberId, audience, path),
    amountMinor,
  };
}

/** What the nth part of a line names. */
function idsOf(
  named: { readonly invoiceId?: string | null; readonly ledgerAccountId?: string | null },
  nth: number,
) {
  const { invoiceId = null, ledgerAccountId = null } = named;
  const path = (field: string) => ['parts', String(nth), field];
  return {
    invoiceId: invoiceId === null ? null : fromGlobalId('Invoice', invoiceId, path('invoiceId')),
    ledgerAccountId:
      ledgerAccountId === null
        ? null
        : fromGlobalId('LedgerAccount', ledgerAccountId, path('ledgerAccountId')),
  };
}
