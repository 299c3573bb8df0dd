import { Injectable } from '@nestjs/common';
import { BankAccountQueries, StatementQueries } from '@rochdale/banking';
import { PaymentFileQueries } from '@rochdale/payouts';
import { NodeRegistry } from '../kit/node/node-registry.js';
import { toBankAccount, toPaymentFile } from './bank.type.js';
import { toBankLine, toStatementFile } from './statement.type.js';

/** How `node(id)` finds what clerks see of banks. */
@Injectable()
export class PaymentNodes {
  constructor(
    nodes: NodeRegistry,
    accounts: BankAccountQueries,
    statements: StatementQueries,
    files: PaymentFileQueries,
  ) {
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
