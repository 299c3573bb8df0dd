import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WaiveCredit } from '@rochdale/dues';
import { CodedError, platformErrors } from '@rochdale/platform';
import { pageAbout } from '../../kit/html-page.js';
import { leadTo, leadToButton, Visits } from '../visits.js';
import type { FormFields, Visit } from '../visits.js';
import { EraseMePages } from './erase-me-pages.js';
import { creditChanged, creditSaid } from './money-between.js';

/** So it is said of who only applied as well: nobody owes them anything. */
const none: ReadonlySet<string> = new Set(['CREDIT_SPENT', 'DEBTOR_NOT_FOUND']);

/** Credit that its member gives to the co-operative, before they are erased. */
@Controller('pages')
export class GiveCreditController {
  constructor(
    private readonly visits: Visits,
    private readonly pages: EraseMePages,
    private readonly giving: WaiveCredit,
  ) {}

  /** Reloaded, or out of the address bar: the button is on another page. */
  @Get('give-credit')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await leadToButton(request, reply);
  }

  /**
   * Just what the page said, as long as it is that: what came since, or went, is shown to be
   * pressed anew. Who presses twice gives it once, whatever came between the two.
   *
   * @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE
   */
  @Post('give-credit')
  async give(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async (visit, form) => {
      if (await this.#isGiven(visit, form)) {
        await leadTo(reply, pageAbout('erase-me', visit.cooperative.slug));
      } else await this.pages.send(reply, 409, visit, creditChanged);
    });
  }

  /** False where it is not what the page said. */
  async #isGiven({ actor }: Visit, form: FormFields): Promise<boolean> {
    const said = creditSaid(form);
    if (said === null || actor.memberId === null) {
      throw platformErrors.error('INVALID_INPUT', 'A form says which credit.', {
        path: ['amount'],
      });
    }
    const { currency, ...shown } = said;
    try {
      await this.giving.execute(actor, { memberId: actor.memberId, currency, shown });
      return true;
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      // By the first of two presses, or a refund: none is left, which the page that comes says.
      if (none.has(error.code)) return true;
      if (error.code !== 'INVALID_CREDIT_GIFT') throw error;
      return false;
    }
  }
}
