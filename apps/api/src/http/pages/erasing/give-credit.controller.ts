import { Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WaiveCredit } from '@rochdale/dues';
import { CodedError, platformErrors } from '@rochdale/platform';
import { noteOf, sendPage } from '../../kit/html-page.js';
import { pageAbout } from '../cooperative-asked.js';
import { footFor } from '../my-data-page.js';
import { leadTo, Visits } from '../visits.js';
import type { FormFields, Visit } from '../visits.js';
import { backToErasing } from './erase-me-page.js';
import { creditChanged, creditSaid } from './money-between.js';

/** So it is said of who only applied as well: nobody owes them anything. */
const none: ReadonlySet<string> = new Set(['CREDIT_SPENT', 'DEBTOR_NOT_FOUND']);

/** Credit that its member gives to the co-operative, before they are erased. */
@Controller('pages')
export class GiveCreditController {
  constructor(
    private readonly visits: Visits,
    private readonly giving: WaiveCredit,
  ) {}

  /**
   * Just what the page said: what came since is shown next. Who presses twice gives it once.
   *
   * @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE
   */
  @Post('give-credit')
  async give(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async (visit, form) => {
      if (await this.#isGiven(visit, form)) {
        await leadTo(reply, pageAbout('erase-me', visit.cooperative.slug));
      } else {
        const page = noteOf('Give', creditChanged, backToErasing(visit), footFor(visit));
        await sendPage(reply, 409, page);
      }
    });
  }

  /** False where there is less than that: a refund of it began since the page was made. */
  async #isGiven({ actor }: Visit, form: FormFields): Promise<boolean> {
    const said = creditSaid(form);
    if (said === null || actor.memberId === null) {
      throw platformErrors.error('INVALID_INPUT', 'A form says which credit.', {
        path: ['amount'],
      });
    }
    try {
      await this.giving.execute(actor, { memberId: actor.memberId, ...said });
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
