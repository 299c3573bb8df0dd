import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { noticeOf, personalData } from '@rochdale/house';
import { anonymousPrincipal } from '@rochdale/identity';
import { ActorResolver, CooperativeQueries } from '@rochdale/membership';
import { CodedError, UnitOfWork } from '@rochdale/platform';
import { noteOf, sendPage } from '../kit/html-page.js';
import type { HtmlPage } from '../kit/html-page.js';
import { cooperativeAsked } from './cooperative-asked.js';
import { choicePage, noticePage } from './privacy-page.js';

/** As many as a page is worth; who is of another one comes by its own link. */
const most = 100;

const notice = noticeOf(personalData);

/** What is kept of persons, told to whoever asks: before they give anything, too. */
@Controller('pages')
export class PrivacyController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly actors: ActorResolver,
    private readonly cooperatives: CooperativeQueries,
  ) {}

  /** The same for everybody, whoever is signed in. @throws CodedError UNAVAILABLE */
  @Get('privacy')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    try {
      await sendPage(reply, 200, await this.#page(request));
    } catch (error) {
      if (!(error instanceof CodedError) || error.kind !== 'not_found') throw error;
      await sendPage(reply, 404, noteOf('There is no such page', error.message));
    }
  }

  async #page(request: FastifyRequest): Promise<HtmlPage> {
    const asked = cooperativeAsked(request);
    const actor = await this.actors.resolve(anonymousPrincipal, asked, request.id);
    return this.unitOfWork.read(actor, async (tx) => {
      const own = await this.cooperatives.current(tx);
      if (own !== null) return noticePage(own, notice);
      const { rows } = await this.cooperatives.page(tx, { first: most });
      return rows.length === 0 ? noticePage(null, notice) : choicePage('privacy', rows);
    });
  }
}
