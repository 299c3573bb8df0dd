import { Injectable } from '@nestjs/common';
import { BankAccountQueries, StatementQueries } from '@rochdale/banking';
import { ConnectionQueries, SourceRowQueries } from '@rochdale/collections';
import { PaymentFileQueries } from '@rochdale/payouts';
import { toMoneySource, toSourceRow } from '../collections/money-source.type.js';
import { NodeRegistry } from '../kit/node/node-registry.js';
import { toBankAccount, toPaymentFile } from './bank.type.js';
import { toBankLine, toStatementFile } from './statement.type.js';

/** How `node(id)` finds what clerks see of banks and of other sources of money. */
@Injectable()
export class PaymentNodes {
  constructor(
    nodes: NodeRegistry,
    accounts: BankAccountQueries,
    statements: StatementQueries,
    files: PaymentFileQueries,
    sources: ConnectionQueries,
    sourceRows: SourceRowQueries,
  ) {
    nodes.registerRows('MoneySource', 'money-source.read', async (tx, id) =>
      (await sources.all(tx)).filter((one) => one.id === id).map(toMoneySource),
    );
    nodes.registerRows('SourceRow', 'money-source.read', async (tx, id) =>
      (await sourceRows.waitingByIds(tx, [id])).map(toSourceRow),
    );
    nodes.registerRows('BankLine', 'bank-line.read', async (tx, id) =>
      (await statements.linesByIds(tx, [id])).map(toBankLine),
    );
    nodes.registerRows('StatementFile', 'bank-line.read', async (tx, id) =>
      (await statements.filesByIds(tx, [id])).map(toStatementFile),
    );
    nodes.registerRows('PaymentFile', 'bank-account.read', async (tx, id) =>
      (await files.byIds(tx, [id])).map(toPaymentFile),
    );
    nodes.registerRows('BankAccount', 'bank-account.read', async (tx, id) =>
      (await accounts.all(tx)).filter((one) => one.id === id).map(toBankAccount),
    );
  }
}
