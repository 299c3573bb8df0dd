import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EraseAccount } from '@rochdale/membership';
import { noteOf, sendPage } from '../../kit/html-page.js';
import { leadToButton, Visits } from '../visits.js';
import { backToErasing, unsure } from './erase-me-page.js';

const erased = noteOf(
  'You are erased',
  'Your account is gone, and what anybody here kept of an application goes today. Good-bye.',
);

/** What whoever belongs nowhere presses on the page on which one is erased. */
@Controller('pages')
export class EraseAccountController {
  constructor(
    private readonly visits: Visits,
    private readonly erasing: EraseAccount,
  ) {}

  /** Reloaded, or out of the address bar: the button is on another page. */
  @Get('erase-account')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await leadToButton(request, reply);
  }

  /**
   * By a session that is new, and by somebody who said that they are sure.
   *
   * @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE
   */
  @Post('erase-account')
  async erase(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async (visit, { sure }) => {
      if (sure !== 'yes') {
        await sendPage(reply, 400, noteOf('Be erased', unsure, backToErasing(visit)));
        return;
      }
      await this.erasing.execute(visit.actor);
      await this.visits.signOut(request, reply);
      await sendPage(reply, 200, erased);
    });
  }
}
