import { Column, Entity, PrimaryColumn } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { columnsOf } from './mapping.js';

@Entity({ name: 'plots' })
class PlotEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'area_m2', type: 'bigint' })
  areaM2!: bigint;
}

describe('the columns of a mapping', () => {
  it('are named as the class names them', () => {
    expect(columnsOf(PlotEntity)).toBe(
      'id, cooperative_id as "cooperativeId", area_m2 as "areaM2"',
    );
  });

  it('belong to an alias', () => {
    expect(columnsOf(PlotEntity, { of: 'p', without: ['cooperativeId'] })).toBe(
      'p.id, p.area_m2 as "areaM2"',
    );
  });

  it('can be some of them, in the order asked for', () => {
    expect(columnsOf(PlotEntity, { only: ['areaM2', 'id'] })).toBe('area_m2 as "areaM2", id');
  });

  it('are not those of a class that maps nothing', () => {
    expect(() => columnsOf(class Nothing {})).toThrow('maps columns');
  });
});
