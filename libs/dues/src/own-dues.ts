import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { PersonalDataSources } from '@rochdale/membership';
import { columnsOf, CONFIG, idOf, sql } from '@rochdale/platform';
import type { Config, Tx } from '@rochdale/platform';
import { z } from 'zod';
import { CreditEntity, CreditEntryEntity } from './credit/credit.entity.js';
import { RefundEntity } from './credit/refund.entity.js';
import { CreditNoteEntity } from './credit-note/credit-note.entity.js';
import { DuesPaymentEntity } from './invoice/payment.entity.js';
import { InvoiceEntity } from './invoice/invoice.entity.js';
import { PledgeEntity } from './pledge/pledge.entity.js';
import { waiverView } from './waiver/waiver-view.js';
import type { WaiverRow } from './waiver/waiver.store.js';
import { WaiverEntity } from './waiver/waiver.entity.js';

const pledges = sql(
  'dues.export-own-pledges',
  `select ${columnsOf(PledgeEntity, { without: ['cooperativeId', 'memberId'] })}
   from dues.pledges where cooperative_id = $1 and member_id = $2 order by chosen_at, id`,
);
const invoices = sql(
  'dues.export-own-invoices',
  `select ${columnsOf(InvoiceEntity, { without: ['cooperativeId', 'memberId'] })}
   from dues.invoices where cooperative_id = $1 and member_id = $2 order by number`,
);
const paid = ['invoiceId', 'kind', 'amountMinor', 'currency', 'paidOn', 'recordedAt'] as const;
const payments = sql(
  'dues.export-own-payments',
  `select ${columnsOf(DuesPaymentEntity, { of: 'p', only: paid })} from dues.payments p
   join dues.invoices i on i.cooperative_id = p.cooperative_id and i.id = p.invoice_id
   where p.cooperative_id = $1 and i.member_id = $2 order by p.recorded_at, p.id`,
);
const noted = ['id', 'invoiceId', 'kind', 'amountMinor', 'reason', 'waiverId', 'madeAt'] as const;
const creditNotes = sql(
  'dues.export-own-credit-notes',
  `select ${columnsOf(CreditNoteEntity, { of: 'n', only: noted })} from dues.credit_notes n
   join dues.invoices i on i.cooperative_id = n.cooperative_id and i.id = n.invoice_id
   where n.cooperative_id = $1 and i.member_id = $2 order by n.made_at, n.id`,
);
const credits = sql(
  'dues.export-own-credits',
  `select ${columnsOf(CreditEntity, { only: ['currency', 'balanceMinor'] })}
   from dues.credits where cooperative_id = $1 and member_id = $2 order by currency`,
);
const moved = ['id', 'kind', 'amountMinor', 'currency', 'refundId', 'recordedAt'] as const;
const creditEntries = sql(
  'dues.export-own-credit-entries',
  `select ${columnsOf(CreditEntryEntity, { only: moved })} from dues.credit_entries
   where cooperative_id = $1 and member_id = $2 order by recorded_at, id`,
);
const refunded = [
  'id',
  'amountMinor',
  'currency',
  'payoutId',
  'state',
  'requestedAt',
  'endedAt',
] as const;
const refunds = sql(
  'dues.export-own-refunds',
  `select ${columnsOf(RefundEntity, { only: refunded })}
   from dues.refunds where cooperative_id = $1 and member_id = $2 order by requested_at, id`,
);
const waivers = sql(
  'dues.export-own-waivers',
  `select ${columnsOf(WaiverEntity, { without: ['cooperativeId', 'decidedByAccountId'] })}
   from dues.waivers where cooperative_id = $1 and member_id = $2 order by asked_at, id`,
);

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

const lists = { pledges, invoices, payments, creditNotes, credits, creditEntries, refunds };

/** Hands over to members what they pledged, were asked for and paid, and what they have here. */
@Injectable()
export class OwnDues implements OnModuleInit {
  constructor(
    private readonly sources: PersonalDataSources,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret'>,
  ) {}

  onModuleInit(): void {
    this.sources.register('dues', ownDuesShape, (tx, { memberId }) => this.#of(tx, memberId));
  }

  /** Who is no member has none of it, and the same lists. */
  async #of(tx: Tx, memberId: string | null): Promise<Record<string, readonly object[]>> {
    const own: Record<string, readonly object[]> = {};
    const whose = [tx.cooperativeId, memberId];
    for (const [name, list] of Object.entries(lists)) own[name] = await tx.rows(list, whose);
    const asked = await tx.rows<WaiverRow>(waivers, whose);
    return { ...own, waivers: asked.map((row) => waiverView(this.config.secret, row)) };
  }
}
