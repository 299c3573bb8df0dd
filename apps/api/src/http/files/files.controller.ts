import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ExpenseQueries, receiptName } from '@rochdale/expenses';
import { commentFileName, CommentQueries } from '@rochdale/governance';
import {
  Attachments,
  fromEitherId,
  Looks,
  may,
  permit,
  platformErrors,
  toGlobalId,
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor, Attachment, Tx } from '@rochdale/platform';
import { behindVoucher } from '../../graphql/looks/behind.js';
import { HandsOut } from '../downloads/hands-out.js';
import { refuseUnknown } from '../kit/options.js';
import { RequestActor } from '../kit/request-actor.js';
import type { ActorRequest } from '../kit/request-actor.js';
import { sentFile } from '../kit/sent-file.js';

interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

function stored({ id, name, mediaType, sizeBytes, sha256 }: Attachment): StoredFile {
  return { id: toGlobalId('File', id), name, mediaType, sizeBytes, sha256 };
}

/**
 * The file's name for a browser: plain characters, and the full name as RFC 6266 has it. Always a
 * download, never shown in the page's own origin.
 */
function disposition(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9._-]/g, '_');
  const full = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => {
    return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
  });
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}

const missing = (): Error => platformErrors.error('NOT_FOUND', 'There is no such file.');

const readsExpenses = ['expense.read-own', 'expense.read'] as const;
const readings = [...readsExpenses, 'proposal.read'] as const;

/** Receipts, and what comments show: uploaded by members, for those who read what it belongs to. */
@Controller('files')
export class FilesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly attachments: Attachments,
    private readonly expenses: ExpenseQueries,
    private readonly comments: CommentQueries,
  ) {}

  /** Takes one file as multipart/form-data. Its id goes into an expense's item, or a comment. */
  @Post()
  async upload(
    @RequestActor() actor: Actor,
    @Req() request: ActorRequest,
    @Query() query: Readonly<Record<string, unknown>>,
  ): Promise<StoredFile> {
    permit(actor, may(actor, 'comment.write').allowed ? 'comment.write' : 'expense.submit');
    refuseUnknown(query, []);
    return stored(await this.attachments.keep(actor, await sentFile(request)));
  }

  @Get(':id')
  @HandsOut()
  async download(
    @RequestActor() actor: Actor,
    @Param('id') id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    permit(actor, readings.find((one) => may(actor, one).allowed) ?? 'expense.read');
    const fileId = fromEitherId('File', id, ['id']);
    const file = await this.unitOfWork.read(actor, async (tx) => {
      const found = await this.attachments.find(tx, fileId);
      return found === null ? null : this.#shown(tx, found);
    });
    // Who may not see a file is not told that it is there.
    if (file === null) throw missing();
    await this.#recordLook(actor, file);
    const bytes = await this.attachments.read(actor, fileId);
    await reply
      .header('content-type', file.mediaType)
      .header('content-length', file.sizeBytes)
      .header('content-disposition', disposition(file.name))
      .header('cache-control', 'private, no-store')
      .header('x-content-type-options', 'nosniff')
      .send(bytes);
  }

  /** Whoever is paid by it sees what is theirs; for clerks it is what an erased member left. */
  async #recordLook(actor: Actor, { subjectKind, subjectId }: Attachment): Promise<void> {
    if (subjectKind !== 'expense' || subjectId === null) return;
    if (!may(actor, 'expense.read-receipts').allowed) return;
    const looks = new Looks(this.unitOfWork, actor);
    looks.behind(behindVoucher, subjectId);
    await looks.record();
  }

  /** As it is called to who reads it; null where they may not. */
  async #shown(tx: Tx, file: Attachment): Promise<Attachment | null> {
    const { memberId } = tx.actor;
    const { subjectKind, subjectId, uploadedByMemberId } = file;
    if (subjectKind === 'comment' && subjectId !== null)
      return this.#ofComment(tx, file, subjectId);
    if (subjectKind === 'expense' && subjectId !== null) {
      if (!readsExpenses.some((one) => may(tx.actor, one).allowed)) return null;
      const shown = await this.expenses.readableReceipt(tx, subjectId, file.id);
      return shown === null ? null : { ...file, name: receiptName(file, shown.receiptPlace) };
    }
    const isOwn = subjectKind === null && memberId !== null && uploadedByMemberId === memberId;
    return isOwn ? { ...file, name: receiptName(file, null) } : null;
  }

  async #ofComment(tx: Tx, file: Attachment, id: string): Promise<Attachment | null> {
    if (!may(tx.actor, 'proposal.read').allowed) return null;
    if ((await this.comments.byIds(tx, [id])).length === 0) return null;
    const shown = await this.attachments.ofSubjects(tx, 'comment', [id]);
    const place = shown.findIndex((one) => one.id === file.id) + 1;
    return { ...file, name: commentFileName(tx.actor, file, place) };
  }
}
