import type { Type } from '@nestjs/common';
import type { JobHandler } from '@rochdale/platform';
import { LedgerProcessor } from './processors/ledger.processor.js';
import { IdentityProcessor } from './processors/identity.processor.js';
import { NotificationsProcessor } from './processors/notifications.processor.js';
import { PaymentsProcessor } from './processors/payments.processor.js';
import { ExpensesProcessor } from './processors/expenses.processor.js';
import { GovernanceProcessor } from './processors/governance.processor.js';
import { DuesProcessor } from './processors/dues.processor.js';
import { PartnersProcessor } from './processors/partners.processor.js';
import { PlatformProcessor } from './processors/platform.processor.js';

/** A room's jobs, bound to its use cases. */
export interface Processor {
  readonly handlers: readonly JobHandler[];
}

/** Every processor. The worker refuses to start when a job of the catalogue has none, or two. */
export const processors: readonly Type<Processor>[] = [
  LedgerProcessor,
  IdentityProcessor,
  NotificationsProcessor,
  PaymentsProcessor,
  GovernanceProcessor,
  ExpensesProcessor,
  DuesProcessor,
  PartnersProcessor,
  PlatformProcessor,
];
