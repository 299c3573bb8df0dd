import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { UnitOfWork } from '@rochdale/platform';
import { BallotQueries, TakeBackBallot } from '@rochdale/voting';
import { pageAbout } from '../../kit/html-page.js';
import { listedIn } from '../listed.js';
import { leadTo, leadToButton, Visits } from '../visits.js';

/** The button with which somebody takes a ballot back. */
@Controller('pages')
export class TakeBackBallotController {
  constructor(
    private readonly visits: Visits,
    private readonly unitOfWork: UnitOfWork,
    private readonly ballots: BallotQueries,
    private readonly taking: TakeBackBallot,
  ) {}

  /** Reloaded, or out of the address bar: the button is on the page itself. */
  @Get('take-back-ballot')
  async showButton(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await leadToButton(request, reply);
  }

  /** @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE */
  @Post('take-back-ballot')
  async takeBack(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async (visit, form) => {
      const { actor } = visit;
      const ids = listedIn(form, 'take-back', 'Ballot');
      for (const ballot of await this.unitOfWork.read(actor, (tx) =>
        this.ballots.ownAmong(tx, ids),
      )) {
        const { id: ballotId, proposalId } = ballot;
        await this.taking.execute(actor, { proposalId, ballotId });
      }
      await leadTo(reply, pageAbout('my-choices', visit.cooperative.slug));
    });
  }
}
