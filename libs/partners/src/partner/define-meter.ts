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

const isNamed = (text: string, maxLength: number): boolean =>
  text.trim() !== '' && text.length <= maxLength;

/** @throws CodedError INVALID_METER, with the first field that is wrong */
function checkMeter({ key, name, unit, aggregation }: DefineMeterInput): void {
  const refuse = (field: keyof DefineMeterInput, message: string): never => {
    throw partnersErrors.error('INVALID_METER', message, { path: [field] });
  };
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(key)) {
    refuse('key', 'A key begins with a small letter and has at most 40 of a-z, 0-9 and -.');
  }
  if (!isNamed(name, 100)) refuse('name', 'A name has 1 to 100 characters.');
  if (!isNamed(unit, 40)) refuse('unit', 'A unit has 1 to 40 characters.');
  const isKnown = meterAggregations.some((known) => known === aggregation);
  if (!isKnown) refuse('aggregation', 'Events do not add up like that.');
}

/** Says what is measured and how its events add up. */
@Injectable()
export class DefineMeter {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN, INVALID_METER, METER_KEY_TAKEN */
  async execute(actor: Actor, input: DefineMeterInput): Promise<MeterRow> {
    permit(actor, 'meter.define');
    const { key, name, unit, aggregation } = input;
    checkMeter(input);
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
