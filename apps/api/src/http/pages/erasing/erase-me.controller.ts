import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EraseMember } from '@rochdale/membership';
import { sendPage } from '../../kit/html-page.js';
import { choiceOf, erasedPage, undecided, unsure } from './erase-me-page.js';
import { EraseMePages } from './erase-me-pages.js';
import { Visits } from '../visits.js';

/** The page on which a person is erased. */
@Controller('pages')
export class EraseMeController {
  constructor(
    private readonly visits: Visits,
    private readonly pages: EraseMePages,
    private readonly erasing: EraseMember,
  ) {}

  /** @throws CodedError FORBIDDEN for keys and tokens, UNAVAILABLE */
  @Get('erase-me')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.show(request, reply, (visit) => this.pages.send(reply, 200, visit));
  }

  /**
   * By a session that is new, and by somebody who said that they are sure.
   *
   * @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE
   */
  @Post('erase-me')
  async erase(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async (visit, { sure, texts }) => {
      const said = choiceOf(texts);
      if (sure === 'yes' && said !== null) {
        await this.erasing.execute(visit.actor, { texts: said });
        // Whoever belongs elsewhere keeps the account, and stays signed in.
        if (!(await this.visits.isNew(visit))) await this.visits.signOut(request, reply);
        await sendPage(reply, 200, erasedPage(visit));
      } else await this.pages.send(reply, 400, visit, said === null ? undecided : unsure);
    });
  }
}
