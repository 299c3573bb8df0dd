import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TakeBackBallot } from '@rochdale/voting';
import { pageAbout } from '../../kit/html-page.js';
import { listedIn } from '../listed.js';
import { leadTo, leadToButton, Visits } from '../visits.js';

/** The button with which somebody takes a ballot back. */
@Controller('pages')
export class TakeBackBallotController {
  constructor(
    private readonly visits: Visits,
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
    await this.visits.act(request, reply, async (visit, form) => {
      for (const proposalId of listedIn(form, 'take-back', 'Proposal')) {
        await this.taking.execute(visit.actor, { proposalId });
      }
      await leadTo(reply, pageAbout('my-choices', visit.cooperative.slug));
    });
  }
}
