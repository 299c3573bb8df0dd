import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { FetchOwnArchive } from '@rochdale/membership';
import { permit, platformErrors } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { HandsOut } from '../downloads/hands-out.js';
import { refuseUnknown } from '../kit/options.js';
import { RequestActor } from '../kit/request-actor.js';
import { sendArchive } from './sent-archive.js';

/** What is kept about a person, fetched by that person. */
@Controller('own-archive')
export class OwnArchiveController {
  constructor(private readonly archive: FetchOwnArchive) {}

  /** Once: the ticket is gone when this answers, and the archive when it was read to its end. */
  @Get()
  @HandsOut()
  async download(
    @RequestActor() actor: Actor,
    @Query() query: Readonly<Record<string, unknown>>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    permit(actor, 'member.export');
    refuseUnknown(query, ['ticket']);
    const { ticket } = query;
    if (typeof ticket !== 'string' || ticket === '' || ticket.length > 100) {
      throw platformErrors.error('INVALID_INPUT', 'Say by which ticket.', { path: ['ticket'] });
    }
    await sendArchive(reply, await this.archive.execute(actor, ticket));
  }
}
