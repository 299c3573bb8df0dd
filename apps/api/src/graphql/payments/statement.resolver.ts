import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  AssignBankLine,
  DecideBankLine,
  StatementQueries,
  UndoBankLineMatch,
} from '@rochdale/banking';
import type { BankLineOrder, BankLineView } from '@rochdale/banking';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import { DateScalar } from '../kit/value/scalars.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId, toGlobalId } from '../kit/node/global-id.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { Relation } from '../kit/field/row-fields.js';
import { PaymentLoader } from './payment.loader.js';
import { BankLineStateEnum } from './payment-words.type.js';
import {
  BankLineFilterInput,
  bankLineOrder,
  StatementFileFilterInput,
} from './payment-filters.inputs.js';
import { BankLineAssignInput, BankLineDecideInput } from './payments.inputs.js';
import {
  BankLineAssignPayload,
  BankLineDecidePayload,
  BankLineUndoPayload,
} from './payments.payloads.js';
import {
  BankLineConnection,
  BankLineType,
  BankStatementType,
  MissingStatementType,
  StatementFileConnection,
  StatementFileType,
  toBankLine,
  toMissingStatement,
  toStatementFile,
} from './statement.type.js';

/** What the bank said, file by file and line by line. */
@Resolver(() => StatementFileType)
export class StatementResolver {
  constructor(
    private readonly queries: StatementQueries,
    private readonly assign: AssignBankLine,
    private readonly undo: UndoBankLineMatch,
    private readonly decide: DecideBankLine,
    private readonly loader: PaymentLoader,
  ) {}

  @Query(() => StatementFileConnection, {
    description:
      'Statement files, the newest first. For clerks. They come by POST /bank/statements.',
  })
  async statementFiles(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('filter', {
      type: () => StatementFileFilterInput,
      nullable: true,
      description: 'Which ones.',
    })
    filter?: StatementFileFilterInput | null,
  ): Promise<Connection<StatementFileType>> {
    const rows = await graph.read((tx) => this.queries.files(tx, page, filter ?? {}));
    return toConnection(rows, toStatementFile);
  }

  @Query(() => BankLineConnection, {
    description: 'Movements of the bank accounts, the newest day first. For clerks.',
  })
  async bankLines(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('state', {
      type: () => BankLineStateEnum,
      nullable: true,
      description: 'Only these; all when left out.',
    })
    state?: BankLineView['state'] | null,
    @Args('filter', { type: () => BankLineFilterInput, nullable: true, description: 'Which ones.' })
    filter?: BankLineFilterInput | null,
    @Args('orderBy', bankLineOrder) orderBy?: BankLineOrder | null,
  ): Promise<Connection<BankLineType>> {
    const { bankAccountId = null, ...others } = filter ?? {};
    const wanted = {
      ...others,
      state: state ?? null,
      bankAccountId:
        bankAccountId === null
          ? null
          : fromGlobalId('BankAccount', bankAccountId, ['filter', 'bankAccountId']),
    };
    const rows = await graph.read((tx) =>
      this.queries.lines(tx, page, wanted, orderBy ?? 'booked'),
    );
    return toConnection(rows, toBankLine);
  }

  @Mutation(() => BankLineAssignPayload, {
    description: 'Says what a line was that nothing matched, and books it. For treasurers.',
  })
  async bankLineAssign(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The line and its account.' }) input: BankLineAssignInput,
  ): Promise<BankLineAssignPayload> {
    const { ledgerAccountId = null, accountKey = null } = input;
    const transactionId = await this.assign.execute(graph.actor, {
      lineId: fromGlobalId('BankLine', input.lineId, ['lineId']),
      ledgerAccountId:
        ledgerAccountId === null
          ? null
          : fromGlobalId('LedgerAccount', ledgerAccountId, ['ledgerAccountId']),
      accountKey,
      because: input.because,
    });
    return { transactionId: toGlobalId('LedgerTransaction', transactionId) };
  }

  @Mutation(() => BankLineUndoPayload, {
    description:
      'Says that a line was not what it was taken for: its transaction is reversed, what it had ' +
      'settled is open again, and it waits for a person. Takes effect on the day of the line, or ' +
      'now when the books of that day are closed. For treasurers.',
  })
  async bankLineUndo(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The line.' }) id: string,
    @Args('because', {
      type: () => String,
      description:
        'Why, in 1 to 500 characters. Stands with the line, for clerks, until somebody is erased ' +
        'whom it was taken for.',
    })
    because: string,
  ): Promise<BankLineUndoPayload> {
    const lineId = fromGlobalId('BankLine', id, ['id']);
    const reversalId = await this.undo.execute(graph.actor, { lineId, because });
    graph.forgetLoaded();
    return { transactionId: toGlobalId('LedgerTransaction', reversalId) };
  }

  @Mutation(() => BankLineDecidePayload, {
    description: 'Says of a line that waits whether it is another one told again. For treasurers.',
  })
  async bankLineDecide(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The line, and which it is.' }) input: BankLineDecideInput,
  ): Promise<BankLineDecidePayload> {
    const { sameAsLineId = null } = input;
    await this.decide.execute(graph.actor, {
      lineId: fromGlobalId('BankLine', input.lineId, ['lineId']),
      sameAsLineId:
        sameAsLineId === null ? null : fromGlobalId('BankLine', sameAsLineId, ['sameAsLineId']),
    });
    return { lineId: input.lineId };
  }

  @Query(() => [MissingStatementType], {
    description:
      'Where an account’s closing is not its next opening, among its latest 400 statements. For ' +
      'clerks.',
  })
  async missingStatements(
    @Graph() graph: GraphContext,
    @Args('until', {
      type: () => DateScalar,
      nullable: true,
      description: 'Looks at those that end by this day: how one goes further back.',
    })
    until: string | null,
  ): Promise<MissingStatementType[]> {
    const holes = await graph.read((tx) => this.queries.missing(tx, until));
    return holes.map(toMissingStatement);
  }

  @Relation(() => [BankStatementType], { description: 'The statements that it brought.' })
  statements(files: readonly StatementFileType[], graph: GraphContext) {
    return this.loader.statements.ofEach(graph, files, ({ fileId }) => fileId);
  }
}
