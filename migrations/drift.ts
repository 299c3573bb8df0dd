import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { entities } from './entities.js';

/**
 * What would still have to be done to a migrated database to make it agree with the mappings. Empty
 * when they agree.
 */
export async function findDrift(ownerUrl: string): Promise<string[]> {
  const dataSource = new DataSource({ type: 'postgres', url: ownerUrl, entities: [...entities] });
  await dataSource.initialize();
  try {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}
