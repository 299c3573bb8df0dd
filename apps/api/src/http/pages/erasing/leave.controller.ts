import { Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LeaveCooperative, WithdrawApplication } from '@rochdale/membership';
import { noteOf, sendPage } from '../../kit/html-page.js';
import { leftPage, unsure } from './erase-me-page.js';
import { backTo } from '../my-data-page.js';
import { Visits } from '../visits.js';

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

  /** @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE */
  @Post('leave')
  async leave(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async (visit, { sure }) => {
      if (sure !== 'yes') {
        await sendPage(reply, 400, noteOf('Leave', unsure, backTo(visit)));
        return;
      }
      const way = visit.actor.standing === 'applicant' ? this.withdrawing : this.leaving;
      await way.execute(visit.actor);
      await sendPage(reply, 200, leftPage(visit));
    });
  }
}
