import {
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isPain002, modelJson } from '@rochdale/bank-formats';
import { ImportBankStatement, PreviewStatementFile } from '@rochdale/banking';
import type { SaidOfFile } from '@rochdale/banking';
import { membersPaid, PaymentFileQueries, TakeStatusReport } from '@rochdale/payouts';
import type { WordEffect } from '@rochdale/payouts';
import {
  fromEitherId,
  Looks,
  permit,
  platformErrors,
  toGlobalId,
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor, LooksBehind } from '@rochdale/platform';
import { HandsOut } from '../downloads/hands-out.js';
import { refuseUnknown } from '../kit/options.js';
import { RequestActor } from '../kit/request-actor.js';
import type { ActorRequest } from '../kit/request-actor.js';
import { sentFile } from '../kit/sent-file.js';

interface ReceivedFile {
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** `received` until the worker read it; then `read` or `refused`. */
  readonly state: string;
  readonly format: string | null;
  readonly refusalCode: string | null;
  readonly receivedAt: string;
  /** False when these very bytes came before: then nothing was done. */
  readonly isNew: boolean;
  /** Of a bank’s answer to a payment file: how many of its words did what. */
  readonly words?: Readonly<Partial<Record<WordEffect, number>>>;
}

function profileOf(value: unknown): string | null {
  if (value === undefined) return null;
  if (typeof value === 'string' && /^[a-z0-9-]{1,60}$/.test(value)) return value;
  throw platformErrors.error('INVALID_INPUT', 'A profile is named like ing-de.', {
    path: ['csvProfile'],
  });
}

/** What a request says of its file, in the address. */
interface SaidInAddress {
  readonly csvProfile?: unknown;
  readonly bankAccountId?: unknown;
  readonly monthFirst?: unknown;
}

function saidIn(address: SaidInAddress): SaidOfFile {
  refuseUnknown({ ...address }, ['csvProfile', 'bankAccountId', 'monthFirst']);
  const { csvProfile, bankAccountId, monthFirst } = address;
  if (monthFirst !== undefined && monthFirst !== 'true' && monthFirst !== 'false') {
    throw platformErrors.error('INVALID_INPUT', 'monthFirst is true or false.', {
      path: ['monthFirst'],
    });
  }
  return {
    csvProfile: profileOf(csvProfile),
    bankAccountId: bankAccountId === undefined ? null : accountIdOf(bankAccountId),
    monthFirst: monthFirst === undefined ? null : monthFirst === 'true',
  };
}

/** As GraphQL gives it out, or as the command line does. */
function accountIdOf(value: unknown): string {
  const path = ['bankAccountId'];
  if (typeof value !== 'string') {
    throw platformErrors.error('INVALID_ID', 'This is not an id.', { path });
  }
  return fromEitherId('BankAccount', value, path);
}

/** A payment file names everybody's account at their bank in full. */
const accountsIn: LooksBehind = async (tx, paymentFileIds) => {
  const paid = await membersPaid(tx, { paymentFileIds });
  return paid.map(({ memberId }) => ({ what: 'bank-details', memberId }));
};

/** Files from and for the bank: statements in, payment files out. */
@Controller('bank')
export class BankFilesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly importStatement: ImportBankStatement,
    private readonly previewStatement: PreviewStatementFile,
    private readonly takeReport: TakeStatusReport,
    private readonly files: PaymentFileQueries,
  ) {}

  /**
   * Takes one statement file as multipart/form-data; `?csvProfile=` names a CSV file's layout,
   * `?monthFirst=` the order of its days, `?bankAccountId=` the account that it is of. A bank's
   * answer to a payment file (pain.002) comes by the same door.
   */
  @Post('statements')
  async upload(
    @RequestActor() actor: Actor,
    @Req() request: ActorRequest,
    @Query() address: SaidInAddress,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReceivedFile> {
    permit(actor, 'statement.import');
    const said = saidIn(address);
    const sent = await sentFile(request);
    if (isPain002(sent.bytes)) return this.#report(actor, sent, reply);
    const { file, isNew } = await this.importStatement.execute(actor, {
      ...sent,
      ...said,
    });
    void reply.status(isNew ? HttpStatus.CREATED : HttpStatus.OK);
    const { name, sha256, sizeBytes, state, format, refusalCode } = file;
    const id = toGlobalId('StatementFile', file.id);
    const receivedAt = file.receivedAt.toISOString();
    return { id, name, sha256, sizeBytes, state, format, refusalCode, receivedAt, isNew };
  }

  /** What a statement file would bring; nothing is kept or booked. Said of it as for the upload. */
  @Post('statements/preview')
  @HttpCode(HttpStatus.OK)
  async preview(
    @RequestActor() actor: Actor,
    @Req() request: ActorRequest,
    @Query() address: SaidInAddress,
  ): Promise<object> {
    permit(actor, 'statement.import');
    const said = saidIn(address);
    const { bytes } = await sentFile(request);
    const found = await this.previewStatement.execute(actor, bytes, said);
    const statements = found.statements.map((one) => ({
      ...one,
      bankAccountId:
        one.bankAccountId === null ? null : toGlobalId('BankAccount', one.bankAccountId),
    }));
    // Amounts are strings, as at every edge.
    return JSON.parse(modelJson({ ...found, statements })) as object;
  }

  /** A report is followed at once: there is nothing to wait for. */
  async #report(
    actor: Actor,
    sent: { readonly name: string; readonly bytes: Uint8Array },
    reply: FastifyReply,
  ): Promise<ReceivedFile> {
    const { report, isNew } = await this.takeReport.execute(actor, sent);
    void reply.status(isNew ? HttpStatus.CREATED : HttpStatus.OK);
    const words: Partial<Record<WordEffect, number>> = {};
    for (const { effect } of report.words) words[effect] = (words[effect] ?? 0) + 1;
    const { name, sha256, sizeBytes, format } = report;
    const id = toGlobalId('PaymentStatusReport', report.id);
    const receivedAt = report.receivedAt.toISOString();
    const read = { state: 'read', format, refusalCode: null };
    return { id, name, sha256, sizeBytes, ...read, receivedAt, isNew, words };
  }

  /** The bytes of a written payment file: the same ones, however often it is downloaded. */
  @Get('payment-files/:id')
  @HandsOut()
  async download(
    @RequestActor() actor: Actor,
    @Param('id') id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    permit(actor, 'payment-file.download');
    const fileId = fromEitherId('PaymentFile', id, ['id']);
    const bytes = await this.unitOfWork.read(actor, (tx) => this.files.bytes(tx, fileId));
    const looks = new Looks(this.unitOfWork, actor);
    looks.behind(accountsIn, fileId);
    await looks.record();
    const name = `payments-${toGlobalId('PaymentFile', fileId)}.xml`;
    await reply
      .header('content-type', 'application/xml; charset=utf-8')
      .header('content-length', bytes.length)
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'private, no-store')
      .header('x-content-type-options', 'nosniff')
      .send(bytes);
  }
}
