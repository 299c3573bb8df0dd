import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LeaveCooperative, WithdrawApplication } from '@rochdale/membership';
import { noteOf, sendPage } from '../../kit/html-page.js';
import { backToErasing, leftPage, unsure } from './erase-me-page.js';
import { leadToButton, Visits } from '../visits.js';

/**
 * What comes before an erasure: who belongs leaves, who applied takes that back. Neither can be
 * undone by pressing, so it takes a session that is new.
 */
@Controller('pages')
export class LeaveController {
  constructor(
    private readonly visits: Visits,
    private readonly leaving: LeaveCooperative,
    private readonly withdrawing: WithdrawApplication,
  ) {}

  /** Reloaded, or out of the address bar: the button is on another page. */
  @Get('leave')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await leadToButton(request, reply);
  }

  /** @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE */
  @Post('leave')
  async leave(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async (visit, { sure }) => {
      if (sure !== 'yes') {
        await sendPage(reply, 400, noteOf('Leave', unsure, backToErasing(visit)));
        return;
      }
      const way = visit.actor.standing === 'applicant' ? this.withdrawing : this.leaving;
      await way.execute(visit.actor);
      await sendPage(reply, 200, leftPage(visit));
    });
  }
}
