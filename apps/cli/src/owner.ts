import pg from 'pg';
import { ConfigError, loadConfig, sealIdsWith, sealTextsWith } from '@rochdale/platform';
import type { Config } from '@rochdale/platform';
import { UnusableInput } from './command.js';

/** The configuration, or one line that says what is wrong with it. */
export function operatorConfig(): Config {
  try {
    const config = loadConfig(process.env);
    sealIdsWith(config.secret);
    sealTextsWith(config.secret);
    return config;
  } catch (error) {
    if (error instanceof ConfigError) throw new UnusableInput(error.problems.join('; '));
    throw error;
  }
}

/** Works on a connection of its own; as the database's owner, who sees all co-operatives. */
export async function connectedTo<T>(
  url: string,
  body: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'rochdale command line',
    options: '-c timezone=UTC',
  });
  await client.connect();
  try {
    return await body(client);
  } finally {
    await client.end();
  }
}

/** A password that the operator chose for a new account; an empty variable is none. */
export function chosenPassword(): string | null {
  const given = process.env['ROCHDALE_ADMIN_PASSWORD'] ?? '';
  return given === '' ? null : given;
}
