import { Injectable } from '@nestjs/common';
import { newId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { partnersErrors } from '../partners.errors.js';
import { meterAggregations } from './meter-aggregation.js';
import type { MeterAggregation } from './meter-aggregation.js';
import { partnerStore } from './partner.store.js';
import type { MeterRow } from './partner.store.js';

export interface DefineMeterInput {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly aggregation: MeterAggregation;
}

/** Says what is measured and how its events add up. */
@Injectable()
export class DefineMeter {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN, INVALID_METER, METER_KEY_TAKEN */
  async execute(actor: Actor, input: DefineMeterInput): Promise<MeterRow> {
    permit(actor, 'meter.define');
    const { key, name, unit, aggregation } = input;
    const isKnown = meterAggregations.some((known) => known === aggregation);
    const isNamed =
      name.trim() !== '' && name.length <= 100 && unit.trim() !== '' && unit.length <= 40;
    if (!/^[a-z][a-z0-9-]{0,39}$/.test(key) || !isNamed || !isKnown) {
      throw partnersErrors.error('INVALID_METER', 'A meter has a key, a name and a unit.');
    }
    return this.unitOfWork.run(actor, async (tx) => {
      const meter = await partnerStore.insertMeter(tx, {
        id: newId(),
        key,
        name,
        unit,
        aggregation,
      });
      if (meter !== null) return meter;
      throw partnersErrors.error('METER_KEY_TAKEN', 'There is a meter of this key.', {
        path: ['key'],
      });
    });
  }
}
