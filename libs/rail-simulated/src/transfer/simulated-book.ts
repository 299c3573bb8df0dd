import type { TransferAnswer } from '@rochdale/payouts';
import { systemActor } from '@rochdale/platform';
import type { UnitOfWork } from '@rochdale/platform';
import { simulatedTransferStore } from './simulated-transfer.store.js';
import type { ReceivedTransfer } from './simulated-transfer.store.js';

interface Question {
  readonly cooperativeId: string;
  readonly key: string;
}

/** The book that a provider keeps for itself: in transactions of its own, not of whoever asks. */
export class SimulatedBook {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The same key again changes nothing. */
  async receive(cooperativeId: string, transfer: ReceivedTransfer): Promise<void> {
    await this.unitOfWork.run(systemActor(cooperativeId, 'job'), (tx) =>
      simulatedTransferStore.receive(tx, transfer),
    );
  }

  async find({ cooperativeId, key }: Question): Promise<TransferAnswer> {
    const row = await this.unitOfWork.read(systemActor(cooperativeId, 'job'), (tx) =>
      simulatedTransferStore.find(tx, key),
    );
    return row ?? { state: 'unknown', reference: null };
  }

  /** Once, however many ask at once. */
  async carryOut({ cooperativeId, key }: Question): Promise<void> {
    await this.unitOfWork.run(systemActor(cooperativeId, 'job'), (tx) =>
      simulatedTransferStore.advance(tx, key),
    );
  }
}
