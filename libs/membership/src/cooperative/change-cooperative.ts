import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { CooperativeChanged } from '../membership.events.js';
import { checkedCooperativeName, checkedTimeZone, parseSettings } from './cooperative.js';
import { cooperativeStore } from './cooperative.store.js';
import type { CooperativeRow } from './cooperative.store.js';

/** What is left out stays. Currency and short name never change: books and addresses use them. */
export interface ChangeCooperativeInput {
  readonly name?: string | null;
  readonly timeZone?: string | null;
  readonly settings?: Readonly<Record<string, unknown>> | null;
}

/** An administrator changes the co-operative's name, time zone or settings. */
@Injectable()
export class ChangeCooperative {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError COOPERATIVE_NAME_INVALID, TIME_ZONE_UNKNOWN,
   *   COOPERATIVE_SETTINGS_INVALID
   */
  async execute(actor: Actor, input: ChangeCooperativeInput): Promise<CooperativeRow> {
    permit(actor, 'cooperative.change');
    const name = input.name ? checkedCooperativeName(input.name) : null;
    const timeZone = input.timeZone ? checkedTimeZone(input.timeZone) : null;
    return this.unitOfWork.run(actor, async (tx) => {
      const before = await cooperativeStore.lock(tx);
      const after = {
        name: name ?? before.name,
        timeZone: timeZone ?? before.timeZone,
        settings: parseSettings({ ...before.settings, ...input.settings }),
      };
      const changed = (['name', 'timeZone', 'settings'] as const).filter(
        (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
      );
      if (changed.length === 0) return before;
      tx.announce(CooperativeChanged.of(before.id, { cooperativeId: before.id, changed }));
      return cooperativeStore.update(tx, after);
    });
  }
}
