import { violates } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { In, IsNull } from 'typeorm';
import { PlanEntity } from './plan.entity.js';
import type { PlanTerms } from './plan.js';

export type PlanRow = Readonly<PlanEntity>;

const plans = (tx: Tx) => tx.repository(PlanEntity);

export const planStore = {
  /** Null when the key is taken; the transaction can only end then. */
  async insert(tx: Tx, id: string, terms: PlanTerms): Promise<PlanRow | null> {
    const { key, currency, minimumMinor, suggestedMinor, maximumMinor, months } = terms;
    const { joining = 'full-period' } = terms;
    const scale = { minimumMinor, suggestedMinor, maximumMinor, months, joining };
    const text = { key, name: terms.name.trim(), currency };
    const { cooperativeId, now: createdAt } = tx;
    const plan = { id, cooperativeId, ...text, ...scale, createdAt, retiredAt: null };
    try {
      await plans(tx).insert(plan);
      return plan;
    } catch (error) {
      if (violates(error, 'plans_key_unique')) return null;
      throw error;
    }
  },

  byIds: (tx: Tx, ids: readonly string[]): Promise<PlanRow[]> =>
    plans(tx).findBy({ cooperativeId: tx.cooperativeId, id: In(ids) }),

  all(tx: Tx): Promise<PlanRow[]> {
    const where = { cooperativeId: tx.cooperativeId };
    return plans(tx).find({ where, order: { key: 'asc', id: 'asc' }, take: 100 });
  },

  async retire(tx: Tx, id: string): Promise<boolean> {
    const inForce = { cooperativeId: tx.cooperativeId, id, retiredAt: IsNull() };
    return (await plans(tx).update(inForce, { retiredAt: tx.now })).affected === 1;
  },
};
