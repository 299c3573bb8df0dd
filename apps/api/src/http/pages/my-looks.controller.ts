import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MemberDirectory } from '@rochdale/membership';
import { looksAtReader, UnitOfWork } from '@rochdale/platform';
import { sendPage, textOf } from '../kit/html-page.js';
import { looksPage } from './my-data-page.js';
import { Visits } from './visits.js';

/** Looks on one page. */
const first = 50;

/** The page on which a person sees who looked at what is theirs. */
@Controller('pages')
export class MyLooksController {
  constructor(
    private readonly visits: Visits,
    private readonly unitOfWork: UnitOfWork,
    private readonly members: MemberDirectory,
  ) {}

  /** @throws CodedError FORBIDDEN for keys, tokens and who never applied; INVALID_CURSOR */
  @Get('my-looks')
  async show(
    @Query('after') after: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.visits.show(request, reply, async (visit) => {
      const cursor = textOf(after);
      const page = await this.unitOfWork.read(visit.actor, async (tx) => {
        const looks = await looksAtReader(tx, { first, after: cursor === '' ? null : cursor });
        const by = looks.rows.flatMap(({ byMemberId }) => byMemberId ?? []);
        return looksPage(visit, looks, await this.members.lookers(tx, [...new Set(by)]));
      });
      await sendPage(reply, 200, page);
    });
  }
}
