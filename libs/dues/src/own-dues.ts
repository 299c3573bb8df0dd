import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { CONFIG, idOf, PersonalDataSources } from '@rochdale/platform';
import type { Config, Tx } from '@rochdale/platform';
import { z } from 'zod';
import { ownDuesStore } from './own-dues.store.js';
import { ownWaiverView } from './waiver/waiver-view.js';

const transactionId = idOf('LedgerTransaction').nullable();
const ofInvoice = z.looseObject({ invoiceId: idOf('Invoice') });

/** Which of it are ids, and of what. */
const ownDuesShape = z.object({
  pledges: z.array(z.looseObject({ id: idOf('Pledge'), planId: idOf('DuesPlan') })),
  invoices: z.array(
    z.looseObject({ id: idOf('Invoice'), planId: idOf('DuesPlan'), transactionId }),
  ),
  payments: z.array(ofInvoice),
  creditNotes: z.array(
    ofInvoice.extend({ id: idOf('CreditNote'), waiverId: idOf('Waiver').nullable() }),
  ),
  credits: z.array(z.looseObject({})),
  creditEntries: z.array(
    z.looseObject({ id: idOf('CreditEntry'), refundId: idOf('DuesRefund').nullable() }),
  ),
  refunds: z.array(z.looseObject({ id: idOf('DuesRefund'), payoutId: idOf('Payout') })),
  waivers: z.array(z.looseObject({ id: idOf('Waiver'), memberId: idOf('Member') })),
});

/** Hands over to members what they pledged, were asked for and paid, and what they have here. */
@Injectable()
export class OwnDues implements OnModuleInit {
  constructor(
    private readonly sources: PersonalDataSources,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret'>,
  ) {}

  onModuleInit(): void {
    this.sources.register('dues', ownDuesShape, (tx, { memberId }) => this.#of(tx, memberId));
    this.sources.registerLines('dues', (tx, { memberId }) => ownDuesStore.lines(tx, memberId));
  }

  async #of(tx: Tx, memberId: string | null): Promise<Record<string, readonly object[]>> {
    const own = await ownDuesStore.lists(tx, memberId);
    const asked = await ownDuesStore.waivers(tx, memberId);
    return { ...own, waivers: asked.map((row) => ownWaiverView(this.config.secret, row)) };
  }
}
