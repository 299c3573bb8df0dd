import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { noticeOf, personalData } from '@rochdale/house';
import { EraseMember } from '@rochdale/membership';
import { UnitOfWork } from '@rochdale/platform';
import { sendPage } from '../../kit/html-page.js';
import { choiceOf, erasedPage, eraseMePage, undecided, unsure } from './erase-me-page.js';
import { OwnMoney } from './own-money.js';
import { Visits } from '../visits.js';
import type { Visit } from '../visits.js';

const notice = noticeOf(personalData);

/** The page on which a person is erased. */
@Controller('pages')
export class EraseMeController {
  constructor(
    private readonly visits: Visits,
    private readonly unitOfWork: UnitOfWork,
    private readonly money: OwnMoney,
    private readonly erasing: EraseMember,
  ) {}

  /** @throws CodedError FORBIDDEN for keys and tokens, UNAVAILABLE */
  @Get('erase-me')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.show(request, reply, async (visit) => {
      await sendPage(reply, 200, await this.#page(visit));
    });
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
      } else {
        const complaint = said === null ? undecided : unsure;
        await sendPage(reply, 400, await this.#page(visit, complaint));
      }
    });
  }

  async #page(visit: Visit, complaint: string | null = null): Promise<string> {
    const isNew = await this.visits.isNew(visit);
    const money = await this.unitOfWork.read(visit.actor, (tx) => this.money.of(tx));
    return eraseMePage(visit, { money, isNew, notice, complaint });
  }
}
