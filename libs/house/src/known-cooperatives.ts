import { Injectable } from '@nestjs/common';
import { CooperativeQueries } from '@rochdale/membership';
import type { CooperativeRow } from '@rochdale/membership';
import { systemActor, Tenants, UnitOfWork } from '@rochdale/platform';
import type { Page } from '@rochdale/platform';

/** The co-operatives that schedules are kept for. */
@Injectable()
export class KnownCooperatives extends Tenants {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cooperatives: CooperativeQueries,
  ) {
    super();
  }

  override async cooperativeIds(): Promise<readonly string[]> {
    return this.unitOfWork.read(systemActor(null, 'job'), async (tx) => {
      const ids: string[] = [];
      let after: string | null = null;
      do {
        const page: Page<CooperativeRow> = await this.cooperatives.page(tx, { first: 100, after });
        ids.push(...page.rows.map(({ id }) => id));
        const last = page.rows.at(-1);
        after = page.hasNextPage && last !== undefined ? page.cursorOf(last) : null;
      } while (after !== null);
      return ids;
    });
  }
}
