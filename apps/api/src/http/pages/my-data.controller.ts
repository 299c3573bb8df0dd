import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  ArchiveQueries,
  FetchOwnArchive,
  IssueArchiveTicket,
  RequestOwnArchive,
} from '@rochdale/membership';
import { UnitOfWork } from '@rochdale/platform';
import { sendPage, pageAbout } from '../kit/html-page.js';
import { sendArchive } from '../own-archive/sent-archive.js';
import { myDataPage } from './my-data-page.js';
import { leadTo, leadToButton, Visits } from './visits.js';

/** The page on which a person has what is kept about them. */
@Controller('pages')
export class MyDataController {
  constructor(
    private readonly visits: Visits,
    private readonly unitOfWork: UnitOfWork,
    private readonly archives: ArchiveQueries,
    private readonly asking: RequestOwnArchive,
    private readonly tickets: IssueArchiveTicket,
    private readonly fetching: FetchOwnArchive,
  ) {}

  /** @throws CodedError FORBIDDEN for keys and tokens, UNAVAILABLE */
  @Get('my-data')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.show(request, reply, async (visit) => {
      const archive = await this.unitOfWork.read(visit.actor, (tx) => this.archives.own(tx));
      const isNew = await this.visits.isNew(visit);
      await sendPage(reply, 200, myDataPage(visit, archive, isNew));
    });
  }

  /** Reloaded, or out of the address bar: the buttons are on the page itself. */
  @Get(['my-data-archive', 'my-data-download'])
  async showButton(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await leadToButton(request, reply);
  }

  /** @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE */
  @Post('my-data-archive')
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.act(request, reply, async ({ actor, cooperative }) => {
      await this.asking.execute(actor);
      await leadTo(reply, pageAbout('my-data', cooperative.slug));
    });
  }

  /**
   * Once, by a session that is new: it holds everything. The ticket is made and used here, so that
   * it stands in no address.
   *
   * @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE
   */
  @Post('my-data-download')
  async download(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async ({ actor }) => {
      const { ticket } = await this.tickets.execute(actor);
      await sendArchive(reply, await this.fetching.execute(actor, ticket));
    });
  }
}
