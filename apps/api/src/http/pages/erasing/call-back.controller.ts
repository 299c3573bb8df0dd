import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CancelRefund, OpenCredits } from '@rochdale/dues';
import { CodedError, UnitOfWork } from '@rochdale/platform';
import { pageAbout } from '../../kit/html-page.js';
import { leadTo, leadToButton, Visits } from '../visits.js';

/** So it is said of what ended meanwhile, or was released: the page that comes tells. */
const over: ReadonlySet<string> = new Set(['REFUND_STATE', 'REFUND_BEING_PAID']);

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
   * One after the other: what was called back is, also where another is released meanwhile.
   *
   * @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE
   */
  @Post('call-refunds-back')
  async callBack(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async ({ actor, cooperative }) => {
      const refunds = await this.unitOfWork.read(actor, (tx) => this.open.unreleased(tx));
      for (const { id: refundId } of refunds) {
        await this.cancelling.execute(actor, { refundId }).catch((error: unknown) => {
          if (!(error instanceof CodedError && over.has(error.code))) throw error;
        });
      }
      await leadTo(reply, pageAbout('erase-me', cooperative.slug));
    });
  }
}
