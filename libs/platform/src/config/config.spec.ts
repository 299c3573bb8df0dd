import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from './config.js';

const enough = {
  DATABASE_URL: 'postgres://owner:pw@127.0.0.1:5433/rochdale',
  ROCHDALE_SECRET: 'x'.repeat(32),
};

describe('the configuration', () => {
  it('lists every problem at once', () => {
    const wrong = {
      DATABASE_URL: 'mysql://x',
      ROCHDALE_SECRET: 'short',
      PORT: 'http',
      S3_BUCKET: 'receipts',
      OIDC_ISSUER: 'https://login.example.coop',
    };
    const problems = () => {
      try {
        loadConfig(wrong);
      } catch (error) {
        return error instanceof ConfigError ? error.problems : error;
      }
      return [];
    };
    const text = (problems() as string[]).join('\n');
    for (const name of [
      'DATABASE_URL is a postgres:// address',
      'ROCHDALE_SECRET has at least 32 characters',
      'PORT',
      'S3_ENDPOINT is missing',
      'S3_ACCESS_KEY_ID is missing',
      'OIDC_CLIENT_SECRET is missing',
    ]) {
      expect(text).toContain(name);
    }
  });

  it('connects the service as its own role, with a password derived from the one secret', () => {
    const { database } = loadConfig(enough);
    expect(new URL(database.appUrl).username).toBe('rochdale_app');
    expect(new URL(database.appUrl).password).toBe(database.appPassword);
    expect(database.appPassword).not.toBe(
      loadConfig({ ...enough, ROCHDALE_SECRET: 'y'.repeat(32) }).database.appPassword,
    );
  });

  it('hides introspection from strangers in production unless allowed', () => {
    expect(loadConfig(enough).graphql.introspection).toBe(true);
    expect(loadConfig({ ...enough, ROCHDALE_ENV: 'production' }).graphql.introspection).toBe(false);
    expect(
      loadConfig({ ...enough, ROCHDALE_ENV: 'production', GRAPHQL_INTROSPECTION: 'true' }).graphql
        .introspection,
    ).toBe(true);
  });

  it('takes an empty variable as not set', () => {
    expect(loadConfig({ ...enough, REDIS_URL: '' }).redisUrl).toBeUndefined();
  });
});
