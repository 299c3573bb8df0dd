import type { Type } from '@nestjs/common';
import { HooksController } from './http/collections/hooks.controller.js';
import { DescriptionController } from './http/description/description.controller.js';
import { OutboxController } from './http/development/outbox.controller.js';
import { FilesController } from './http/files/files.controller.js';
import { GraphiqlController } from './http/graphiql/graphiql.controller.js';
import { HealthController } from './http/health/health.controller.js';
import { OwnArchiveController } from './http/own-archive/own-archive.controller.js';
import { BankFilesController } from './http/payments/bank-files.controller.js';
import { EnterController } from './http/pages/enter.controller.js';
import { EraseAccountController } from './http/pages/erasing/erase-account.controller.js';
import { EraseMeController } from './http/pages/erasing/erase-me.controller.js';
import { CallBackController } from './http/pages/erasing/call-back.controller.js';
import { GiveCreditController } from './http/pages/erasing/give-credit.controller.js';
import { LeaveController } from './http/pages/erasing/leave.controller.js';
import { TakeBackController } from './http/pages/erasing/take-back.controller.js';
import { MyDelegationsController } from './http/pages/delegations/my-delegations.controller.js';
import { MyChoicesController } from './http/pages/choices/my-choices.controller.js';
import { TakeBackBallotController } from './http/pages/choices/take-back-ballot.controller.js';
import { MyDataController } from './http/pages/my-data.controller.js';
import { MyLooksController } from './http/pages/my-looks.controller.js';
import { PrivacyController } from './http/pages/privacy.controller.js';
import { SchemasController } from './http/schemas/schemas.controller.js';
import { RecountController } from './http/recount/recount.controller.js';
import { ReportsController } from './http/report/report.controller.js';
import { PartnerController } from './http/partner/partner.controller.js';
import { AuthController } from './http/auth/auth.controller.js';
import { InvitationPageController } from './http/auth/invitation-page.controller.js';
import { LetterPagesController } from './http/auth/letter-pages.controller.js';

/** Every REST controller. The permission matrix walks their routes. */
export const controllers: readonly Type[] = [
  DescriptionController,
  HealthController,
  AuthController,
  InvitationPageController,
  LetterPagesController,
  PrivacyController,
  EnterController,
  MyChoicesController,
  MyDelegationsController,
  TakeBackBallotController,
  MyDataController,
  MyLooksController,
  LeaveController,
  CallBackController,
  GiveCreditController,
  TakeBackController,
  EraseAccountController,
  EraseMeController,
  OutboxController,
  FilesController,
  OwnArchiveController,
  BankFilesController,
  HooksController,
  GraphiqlController,
  PartnerController,
  RecountController,
  ReportsController,
  SchemasController,
];
