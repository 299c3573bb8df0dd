import type { Room } from '@rochdale/platform';
import { BankAccountEntity, PaymentSettingsEntity } from './bank-account/bank-account.entity.js';
import { PayeeDetailsEntity } from './payee/payee-details.entity.js';
import { paymentsHandlers } from './payments.handlers.js';
import { paymentsInvariants } from './payments.invariants.js';
import { PaymentsModule } from './payments.module.js';
import { PayoutEntity } from './payout/payout.entity.js';
import { PaymentFileEntity } from './rail/payment-file.entity.js';
import { SimulatedTransferEntity } from './rail/simulated-transfer.entity.js';
import { BankLineEntity } from './statement/bank-line.entity.js';
import { BankStatementEntity } from './statement/bank-statement.entity.js';
import { StatementFileEntity } from './statement/statement-file.entity.js';

export const paymentsRoom: Room = {
  name: 'payments',
  module: PaymentsModule,
  invariants: paymentsInvariants,
  handlers: paymentsHandlers,
  entities: [
    BankAccountEntity,
    PaymentSettingsEntity,
    PayeeDetailsEntity,
    PayoutEntity,
    PaymentFileEntity,
    SimulatedTransferEntity,
    BankLineEntity,
    BankStatementEntity,
    StatementFileEntity,
  ],
};
