import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CancelRefund, OpenCredits } from '@rochdale/dues';
import { UnitOfWork } from '@rochdale/platform';
import { pageAbout, sendPage } from '../../kit/html-page.js';
import { listedIn } from '../listed.js';
import { leadTo, leadToButton, Visits } from '../visits.js';
import { endingEach, endingsPage } from './ending-claims.js';

/** Credit that is set aside to be paid out, and that its member would rather give. */
@Controller('pages')
export class CallBackController {
  constructor(
    private readonly visits: Visits,
    private readonly unitOfWork: UnitOfWork,
    private readonly open: OpenCredits,
    private readonly cancelling: CancelRefund,
  ) {}

  /** Reloaded, or out of the address bar: the button is on another page. */
  @Get('call-refunds-back')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await leadToButton(request, reply);
  }

  /**
   * What the page listed, one after the other: what was called back is, also where another is
   * released meanwhile, and who pressed is told of both.
   *
   * @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE
   */
  @Post('call-refunds-back')
  async callBack(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async (visit, form) => {
      const { actor, cooperative } = visit;
      const ids = listedIn(form, 'call-back', 'DuesRefund');
      const own = () => this.unitOfWork.read(actor, (tx) => this.open.ownAmong(tx, ids));
      const ended = await endingEach(await own(), (refundId) =>
        this.cancelling.execute(actor, { refundId }),
      );
      // By the other of two presses: it is as they wished.
      const now = new Map((await own()).map(({ id, state }) => [id, state]));
      const refused = ended.refused.filter(({ claim }) => now.get(claim.id) !== 'failed');
      if (refused.length === 0) await leadTo(reply, pageAbout('erase-me', cooperative.slug));
      else await sendPage(reply, 409, endingsPage(visit, { ...ended, refused, as: 'failed' }));
    });
  }
}
