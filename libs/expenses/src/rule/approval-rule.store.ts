import { newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { IsNull } from 'typeorm';
import { ApprovalRuleEntity } from './approval-rule.entity.js';
import type { ApprovalBands } from './approval-rule.js';

type Shown = 'id' | 'currency' | 'version' | 'bands' | 'adoptedAt';

export type ApprovalRuleView = Readonly<Pick<ApprovalRuleEntity, Shown>>;

const rules = (tx: Tx) => tx.repository(ApprovalRuleEntity);

/** Approval rules: one in force per currency. Versions are added and retired, never changed. */
export const approvalRuleStore = {
  inForce: (tx: Tx, currency: string): Promise<ApprovalRuleView | null> =>
    rules(tx).findOneBy({ cooperativeId: tx.cooperativeId, currency, retiredAt: IsNull() }),

  list(tx: Tx): Promise<ApprovalRuleView[]> {
    const where = { cooperativeId: tx.cooperativeId, retiredAt: IsNull() };
    return rules(tx).find({ where, order: { currency: 'asc' } });
  },

  async retire(tx: Tx, currency: string): Promise<boolean> {
    const inForce = { cooperativeId: tx.cooperativeId, currency, retiredAt: IsNull() };
    return (await rules(tx).update(inForce, { retiredAt: tx.now })).affected === 1;
  },

  /** Two at once get the same version, or are both in force: a constraint refuses the second. */
  async replace(tx: Tx, currency: string, bands: ApprovalBands): Promise<ApprovalRuleView> {
    const { cooperativeId, now, actor } = tx;
    await rules(tx).update({ cooperativeId, currency, retiredAt: IsNull() }, { retiredAt: now });
    const last = await rules(tx).maximum('version', { cooperativeId, currency });
    const place = { id: newId(), cooperativeId, currency, version: (last ?? 0) + 1 };
    const adoption = { adoptedAt: now, adoptedByMemberId: actor.memberId, retiredAt: null };
    const rule = { ...place, bands, ...adoption };
    await rules(tx).insert(rule);
    return rule;
  },
};
