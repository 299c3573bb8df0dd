import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { noticeOf, personalData } from '@rochdale/house';
import { KeepingQueries } from '@rochdale/membership';
import { UnitOfWork } from '@rochdale/platform';
import { sendPage } from '../../kit/html-page.js';
import { Visits } from '../visits.js';
import type { Visit } from '../visits.js';
import { eraseMePage } from './erase-me-page.js';
import { OwnMoney } from './own-money.js';

const notice = noticeOf(personalData);

/** The page on which one is erased, as things are now. */
@Injectable()
export class EraseMePages {
  constructor(
    private readonly visits: Visits,
    private readonly unitOfWork: UnitOfWork,
    private readonly money: OwnMoney,
    private readonly keeping: KeepingQueries,
  ) {}

  /** @param complaint what was wrong with what was pressed on it */
  async send(
    reply: FastifyReply,
    status: number,
    visit: Visit,
    complaint: string | null = null,
  ): Promise<void> {
    const isNew = await this.visits.isNew(visit);
    const money = await this.unitOfWork.read(visit.actor, (tx) => this.money.of(tx));
    const kept = await this.unitOfWork.read(visit.actor, (tx) => this.keeping.own(tx));
    const page = eraseMePage(visit, { money, isNew, notice, kept, complaint });
    await sendPage(reply, status, page);
  }
}
