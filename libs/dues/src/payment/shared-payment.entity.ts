import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { DuesPaymentEntity } from '../invoice/payment.entity.js';

/** A payment that was shared out, once, in the span of another room. */
@Entity({ schema: 'dues', name: 'shared_payments' })
@Index('shared_payments_by_span', ['cooperativeId', 'sharedInId'])
export class SharedPaymentEntity {
  @ForeignKey(() => DuesPaymentEntity, { name: 'shared_payments_payment_fk' })
  @PrimaryColumn({
    name: 'payment_id',
    type: 'uuid',
    primaryKeyConstraintName: 'shared_payments_pk',
  })
  paymentId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'shared_in_id', type: 'uuid' })
  sharedInId!: string;

  @Column({ name: 'shared_at', type: 'timestamptz' })
  sharedAt!: Date;
}
