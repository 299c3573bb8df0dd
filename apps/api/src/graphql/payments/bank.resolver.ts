import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  BankAccountQueries,
  ChangePaymentSettings,
  RegisterBankAccount,
  SeparateBankAccount,
} from '@rochdale/banking';
import { PayeeQueries, PaymentFileQueries, SetPayeeDetails } from '@rochdale/payouts';
import type { IdAudience } from '@rochdale/platform';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId, fromIdOf, typeOfKind } from '../kit/node/global-id.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import {
  BankAccountType,
  PayeeDetailsType,
  PaymentFileConnection,
  PaymentFileType,
  PaymentSettingsType,
  toBankAccount,
  toPayeeDetails,
  toPaymentFile,
} from './bank.type.js';
import { PaymentFileFilterInput } from './payment-filters.inputs.js';
import {
  BankAccountRegisterInput,
  PayeeDetailsSetInput,
  PayeeInput,
  PaymentSettingsChangeInput,
} from './payments.inputs.js';
import {
  BankAccountPayload,
  PayeeDetailsPayload,
  PaymentSettingsPayload,
} from './payments.payloads.js';

/** The co-operative's accounts, its payees' details and the files for its bank. */
@Resolver()
export class BankResolver {
  constructor(
    private readonly accounts: BankAccountQueries,
    private readonly files: PaymentFileQueries,
    private readonly payees: PayeeQueries,
    private readonly registerAccount: RegisterBankAccount,
    private readonly changeSettings: ChangePaymentSettings,
    private readonly setPayeeDetails: SetPayeeDetails,
  ) {}

  @Query(() => [BankAccountType], { description: 'The accounts at banks. For clerks.' })
  async bankAccounts(@Graph() graph: GraphContext): Promise<BankAccountType[]> {
    return (await graph.read((tx) => this.accounts.all(tx))).map(toBankAccount);
  }

  @Query(() => PaymentSettingsType, {
    description: 'How careful the co-operative is with payouts. For clerks.',
  })
  paymentSettings(@Graph() graph: GraphContext): Promise<PaymentSettingsType> {
    return graph.read((tx) => this.accounts.settings(tx));
  }

  @Query(() => PaymentFileConnection, {
    description: 'Files of transfers for the bank, the newest first. For clerks.',
  })
  async paymentFiles(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('filter', {
      type: () => PaymentFileFilterInput,
      nullable: true,
      description: 'Which ones.',
    })
    filter?: PaymentFileFilterInput | null,
  ): Promise<Connection<PaymentFileType>> {
    const { bankAccountId = null, ...span } = filter ?? {};
    const wanted = {
      ...span,
      bankAccountId:
        bankAccountId === null
          ? null
          : fromGlobalId('BankAccount', bankAccountId, ['filter', 'bankAccountId']),
    };
    const rows = await graph.read((tx) => this.files.page(tx, page, wanted));
    return toConnection(rows, toPaymentFile);
  }

  @Query(() => PayeeDetailsType, {
    nullable: true,
    description: 'Where the viewer is paid, masked. Null until they say it.',
  })
  async payeeDetails(@Graph() graph: GraphContext): Promise<PayeeDetailsType | null> {
    const details = await graph.read((tx) => this.payees.own(tx));
    return details === null ? null : toPayeeDetails(details);
  }

  @Mutation(() => BankAccountPayload, {
    description: 'Registers an account at a bank, with its account in the books.',
  })
  async bankAccountRegister(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The account.' }) input: BankAccountRegisterInput,
  ): Promise<BankAccountPayload> {
    const row = await this.registerAccount.execute(graph.actor, input);
    return { bankAccount: toBankAccount(row) };
  }

  @Mutation(() => PaymentSettingsPayload, {
    description: 'Says how careful to be with payouts. For administrators.',
  })
  async paymentSettingsChange(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The settings.' }) input: PaymentSettingsChangeInput,
  ): Promise<PaymentSettingsPayload> {
    return { paymentSettings: await this.changeSettings.execute(graph.actor, input) };
  }

  @Mutation(() => PayeeDetailsPayload, {
    description: 'Says where to pay. New details cool off before their first use.',
  })
  async payeeDetailsSet(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'Where to pay.' }) input: PayeeDetailsSetInput,
  ): Promise<PayeeDetailsPayload> {
    const { payee, holderName, accountNumber, bic = null } = input;
    const row = await this.setPayeeDetails.execute(graph.actor, {
      holderName,
      accountNumber,
      bic,
      ...(payee === null || payee === undefined
        ? {}
        : { payee: { kind: payee.kind, id: payeeIdIn(payee, graph.audience) } }),
    });
    return { payeeDetails: toPayeeDetails(row) };
  }
}

/** @throws CodedError INVALID_ID */
function payeeIdIn({ kind, id }: PayeeInput, audience: IdAudience): string {
  return fromIdOf(typeOfKind(kind), id, audience, ['payee', 'id']);
}

/** What is done once, where two bank accounts share an account of the books. */
@Resolver()
export class BankBooksResolver {
  constructor(private readonly separateAccount: SeparateBankAccount) {}

  @Mutation(() => BankAccountPayload, {
    description:
      'Gives a bank account books of its own, where it shares an account of the books with ' +
      'another: what its lines moved goes over. For treasurers and administrators.',
  })
  async bankAccountSeparate(
    @Graph() graph: GraphContext,
    @Args('bankAccountId', { type: () => ID, description: 'The one of the two that moves.' })
    id: string,
  ): Promise<BankAccountPayload> {
    const bankAccountId = fromGlobalId('BankAccount', id, ['bankAccountId']);
    const row = await this.separateAccount.execute(graph.actor, { bankAccountId });
    graph.forgetLoaded();
    return { bankAccount: toBankAccount(row) };
  }
}
