import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DuesQueries } from '@rochdale/dues';
import type { InvoiceRow } from '@rochdale/dues';
import { noticeOf, personalData } from '@rochdale/house';
import { EraseMember, OpenAffairs } from '@rochdale/membership';
import { may, UnitOfWork } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { sendPage } from '../kit/html-page.js';
import { choiceOf, erasedPage, eraseMePage, undecided, unsure } from './erase-me-page.js';
import { OwnClaims } from './own-claims.js';
import { Visits } from './visits.js';
import type { Visit } from './visits.js';

const notice = noticeOf(personalData);

/** The page on which a person is erased. */
@Controller('pages')
export class EraseMeController {
  constructor(
    private readonly visits: Visits,
    private readonly unitOfWork: UnitOfWork,
    private readonly affairs: OpenAffairs,
    private readonly dues: DuesQueries,
    private readonly claims: OwnClaims,
    private readonly erasing: EraseMember,
  ) {}

  /** @throws CodedError FORBIDDEN for keys and tokens, UNAVAILABLE */
  @Get('erase-me')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.show(request, reply, async (visit) => {
      await sendPage(reply, 200, await this.#page(visit));
    });
  }

  /**
   * By a session that is new, and by somebody who said that they are sure.
   *
   * @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE
   */
  @Post('erase-me')
  async erase(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async (visit, { sure, texts }) => {
      const said = choiceOf(texts);
      if (sure === 'yes' && said !== null) {
        await this.erasing.execute(visit.actor, { texts: said });
        // Whoever belongs elsewhere keeps the account, and stays signed in.
        if (!(await this.visits.isNew(visit))) await this.visits.signOut(request, reply);
        await sendPage(reply, 200, erasedPage(visit));
      } else {
        const complaint = said === null ? undecided : unsure;
        await sendPage(reply, 400, await this.#page(visit, complaint));
      }
    });
  }

  async #page(visit: Visit, complaint: string | null = null): Promise<string> {
    const isNew = await this.visits.isNew(visit);
    const [affairs, invoices, claims, waivable] = await this.unitOfWork.read(visit.actor, (tx) =>
      Promise.all([
        this.affairs.ofOneself(tx),
        this.#owed(tx),
        this.claims.undecided(tx),
        this.claims.waivable(tx),
      ]),
    );
    return eraseMePage(visit, { affairs, invoices, claims, waivable, isNew, notice, complaint });
  }

  async #owed(tx: Tx): Promise<readonly InvoiceRow[]> {
    // Whoever may not read it is told here all the same what goes and what stays.
    const { memberId } = tx.actor;
    if (memberId === null || !may(tx.actor, 'dues-invoice.read-own').allowed) return [];
    return (await this.dues.ownInvoices(tx, { first: 20 }, { state: 'open' }, 'due')).rows;
  }
}
