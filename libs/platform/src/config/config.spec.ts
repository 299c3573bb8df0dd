import { isAbsolute, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from './config.js';

const enough = {
  DATABASE_URL: 'postgres://owner:pw@127.0.0.1:5433/rochdale',
  ROCHDALE_SECRET: 'x'.repeat(32),
};

type Environment = Readonly<Record<string, string | undefined>>;

const load = (more: Environment = {}) => loadConfig({ ...enough, ...more });

/** The problems that are found, without what the variables held. */
function problemsOf(env: Environment): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

const bucket = {
  S3_ENDPOINT: 'https://s3.example.coop/',
  S3_BUCKET: 'receipts',
  S3_ACCESS_KEY_ID: 'key',
  S3_SECRET_ACCESS_KEY: 'bucket-secret',
};
const provider = {
  OIDC_ISSUER: 'https://login.example.coop',
  OIDC_CLIENT_ID: 'rochdale',
  OIDC_CLIENT_SECRET: 'client-secret',
};

describe('the configuration', () => {
  it('is made of two variables, and of what suits a machine of one’s own', () => {
    expect(load()).toMatchObject({
      env: 'development',
      redisUrl: undefined,
      http: {
        host: '127.0.0.1',
        port: 3000,
        publicUrl: undefined,
        frontendUrl: undefined,
        trustProxy: 0,
        corsOrigins: [],
        maxBodyBytes: 1_000_000,
        metricsToken: undefined,
      },
      graphql: { graphiql: true, introspection: true },
      files: { maxBytes: 10_000_000, s3: undefined },
      mail: { smtpUrl: undefined, from: 'Rochdale <no-reply@localhost>' },
      oidc: undefined,
      logLevel: 'info',
      shutdownGraceMs: 10_000,
    });
  });

  it('says which of the two is missing', () => {
    expect(problemsOf({})).toEqual(['ROCHDALE_SECRET is missing', 'DATABASE_URL is missing']);
    expect(problemsOf({ DATABASE_URL: enough.DATABASE_URL })).toEqual([
      'ROCHDALE_SECRET is missing',
    ]);
  });

  it.each<[string, string, RegExp]>([
    ['ROCHDALE_ENV', 'staging', /development/],
    ['ROCHDALE_SECRET', 'x'.repeat(31), /at least 32 characters/],
    ['DATABASE_URL', 'mysql://127.0.0.1/rochdale', /postgres:\/\/ address/],
    ['DATABASE_URL', 'rochdale', /postgres:\/\/ address/],
    ['DATABASE_APP_URL', 'http://127.0.0.1/rochdale', /postgres:\/\/ address/],
    ['DATABASE_APP_ROLE', 'Rochdale', /lower-case role name/],
    ['DATABASE_APP_ROLE', 'app"; drop role owner; --', /lower-case role name/],
    ['DATABASE_APP_ROLE', `a${'b'.repeat(63)}`, /lower-case role name/],
    ['DATABASE_POOL_SIZE', '1', /whole number from 2 to 200/],
    ['DATABASE_POOL_SIZE', '201', /whole number from 2 to 200/],
    ['DATABASE_POOL_SIZE', 'many', /whole number from 2 to 200/],
    ['REDIS_URL', 'http://127.0.0.1', /redis:\/\/ address/],
    ['PORT', 'http', /whole number from 0 to 65535/],
    ['PORT', '65536', /whole number from 0 to 65535/],
    ['PORT', '-1', /whole number from 0 to 65535/],
    ['PORT', '80.5', /whole number from 0 to 65535/],
    ['PORT', ' ', /whole number from 0 to 65535/],
    ['PORT', '1e3', /whole number from 0 to 65535/],
    ['PORT', '0x50', /whole number from 0 to 65535/],
    ['PORT', '1'.repeat(40), /whole number from 0 to 65535/],
    ['PUBLIC_URL', 'rochdale.example.coop', /http address/],
    ['PUBLIC_URL', 'javascript:alert(1)', /http address/],
    ['FRONTEND_URL', 'app.example.coop', /http address/],
    ['TRUST_PROXY', 'yes', /number of hops/],
    ['TRUST_PROXY', '11', /number of hops/],
    ['TRUST_PROXY', '10.0.0.0/33', /number of hops/],
    ['TRUST_PROXY', '0.0.0.0/0', /number of hops/],
    ['TRUST_PROXY', '10.0.0.1,', /number of hops/],
    ['LOG_LEVEL', 'verbose', /info/],
    ['GRAPHIQL', 'on', /true/],
    ['GRAPHQL_INTROSPECTION', 'TRUE', /true/],
    ['METRICS_TOKEN', 'short', /at least 16 characters/],
    ['MAX_BODY_BYTES', '9999', /whole number from 10000 to/],
    ['MAX_FILE_BYTES', '500000001', /to 500000000/],
    ['SHUTDOWN_GRACE_MS', '600001', /whole number from 0 to 600000/],
    ['SMTP_URL', 'mail.example.coop:587', /smtp:\/\/ address/],
    ['MAIL_FROM', 'x', /3/],
    ['S3_ENDPOINT', 's3.example.coop', /http address/],
    ['OIDC_ISSUER', 'login.example.coop', /http address/],
  ])('refuses %s=%s and says why', (name, value, why) => {
    const group = {
      ...(name.startsWith('S3') && bucket),
      ...(name.startsWith('OIDC') && provider),
    };
    const problems = problemsOf({ ...enough, ...group, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} `));
    expect(problems[0]).toMatch(why);
  });

  it('lists every problem at once', () => {
    const problems = problemsOf({
      DATABASE_URL: 'mysql://x',
      ROCHDALE_SECRET: 'short',
      PORT: 'http',
      S3_BUCKET: 'receipts',
      OIDC_ISSUER: 'https://login.example.coop',
    });
    const names = problems.map((line) => line.slice(0, line.indexOf(' ')));
    expect(names.toSorted()).toEqual([
      'DATABASE_URL',
      'OIDC_CLIENT_ID',
      'OIDC_CLIENT_SECRET',
      'PORT',
      'ROCHDALE_SECRET',
      'S3_ACCESS_KEY_ID',
      'S3_ENDPOINT',
      'S3_SECRET_ACCESS_KEY',
    ]);
  });

  it('repeats no value where it says what is wrong: it may be a secret', () => {
    const secrets = {
      ROCHDALE_SECRET: 'hunter2-root',
      DATABASE_URL: 'mysql://owner:hunter2-owner@127.0.0.1',
      METRICS_TOKEN: 'hunter2-metrics'.slice(0, 15),
      SMTP_URL: 'http://user:hunter2-mail@127.0.0.1',
      REDIS_URL: 'http://:hunter2-queue@127.0.0.1',
    };
    const failing = () => loadConfig(secrets);
    expect(failing).toThrow(ConfigError);
    expect(failing).toThrow(/^(?![\s\S]*hunter2)/);
    expect(problemsOf(secrets)).toHaveLength(5);
  });

  it('takes an empty variable as not set', () => {
    expect(load({ REDIS_URL: '', PORT: '', GRAPHIQL: '' })).toEqual(load());
    expect(problemsOf({ ...enough, ROCHDALE_SECRET: '' })).toEqual(['ROCHDALE_SECRET is missing']);
  });
});

describe('the service’s own role', () => {
  it('has a password derived from the one secret and its name', () => {
    const passwords = [
      load(),
      load({ ROCHDALE_SECRET: 'y'.repeat(32) }),
      load({ DATABASE_APP_ROLE: 'other_app' }),
    ].map(({ database }) => database.appPassword);
    expect(new Set(passwords).size).toBe(3);
    expect(load().database.appPassword).toBe(passwords[0]);
    expect(passwords[0]).not.toContain('x'.repeat(8));
  });

  it('connects to the owner’s server and database', () => {
    const { appUrl, appPassword, ownerUrl } = load({ DATABASE_APP_ROLE: 'other_app' }).database;
    const url = new URL(appUrl);
    expect([url.username, url.password, url.host, url.pathname]).toEqual([
      'other_app',
      appPassword,
      '127.0.0.1:5433',
      '/rochdale',
    ]);
    expect(ownerUrl).toBe(enough.DATABASE_URL);
  });

  it('keeps what the owner’s address says besides', () => {
    const { appUrl } = load({ DATABASE_URL: `${enough.DATABASE_URL}?sslmode=require` }).database;
    expect(new URL(appUrl).search).toBe('?sslmode=require');
  });

  it('may be connected some other way', () => {
    const DATABASE_APP_URL = 'postgresql://app:given@pooler:6432/rochdale';
    expect(load({ DATABASE_APP_URL }).database.appUrl).toBe(DATABASE_APP_URL);
  });

  it('keeps the password that its own address gives it, and no other role’s', () => {
    const DATABASE_APP_URL = 'postgresql://app:gi%2Fven@pooler:6432/rochdale';
    const passwordOf = (DATABASE_APP_ROLE: string) =>
      load({ DATABASE_APP_URL, DATABASE_APP_ROLE }).database.appPassword;
    expect(passwordOf('app')).toBe('gi/ven');
    expect(passwordOf('other_app')).toBe(
      load({ DATABASE_APP_ROLE: 'other_app' }).database.appPassword,
    );
  });
});

describe('what strangers may look at', () => {
  const shown = (more: Environment) => load(more).graphql;
  const production = { ROCHDALE_ENV: 'production' };

  it('is hidden in production, and nowhere else', () => {
    expect(shown(production)).toEqual({ graphiql: false, introspection: false });
    expect(shown({ ROCHDALE_ENV: 'test' })).toEqual({ graphiql: true, introspection: true });
  });

  it('is what is said of it, wherever that is', () => {
    expect(shown({ ...production, GRAPHQL_INTROSPECTION: 'true' })).toEqual({
      graphiql: false,
      introspection: true,
    });
    expect(shown({ ...production, GRAPHIQL: '1' }).graphiql).toBe(true);
    expect(shown({ GRAPHIQL: 'false', GRAPHQL_INTROSPECTION: '0' })).toEqual({
      graphiql: false,
      introspection: false,
    });
  });
});

describe('groups of variables', () => {
  it('make a bucket, a provider or neither', () => {
    expect(load(bucket).files.s3).toEqual({
      endpoint: 'https://s3.example.coop',
      bucket: 'receipts',
      region: 'us-east-1',
      accessKeyId: 'key',
      secretAccessKey: 'bucket-secret',
    });
    expect(load({ ...bucket, S3_REGION: 'eu-central-1' }).files.s3?.region).toBe('eu-central-1');
    expect(load(provider).oidc).toEqual({
      name: 'oidc',
      issuer: 'https://login.example.coop',
      clientId: 'rochdale',
      clientSecret: 'client-secret',
    });
  });

  it.each([...Object.keys(bucket), ...Object.keys(provider)])('lack %s', (name) => {
    const whole = name.startsWith('S3') ? bucket : provider;
    const [problem = '', ...others] = problemsOf({ ...enough, ...whole, [name]: '' });
    expect(others).toEqual([]);
    expect(problem).toBe(`${name} is missing: it goes with ${Object.keys(whole).join(', ')}`);
  });
});

describe('places and lists', () => {
  it('are absolute, wherever the process was started', () => {
    const { dataDir, files } = load({ ROCHDALE_DATA: 'books' });
    expect(dataDir).toBe(resolve('books'));
    expect(files.folder).toBe(join(dataDir, 'files'));
    expect(load({ ROCHDALE_DATA: '/var/books' }).dataDir).toBe('/var/books');
    expect(isAbsolute(load().dataDir)).toBe(true);
  });

  it('are read between commas, without blanks and gaps', () => {
    const CORS_ORIGINS = ' https://a.example.coop ,,https://b.example.coop,';
    expect(load({ CORS_ORIGINS }).http.corsOrigins).toEqual([
      'https://a.example.coop',
      'https://b.example.coop',
    ]);
    expect(load({ CORS_ORIGINS: ' , ' }).http.corsOrigins).toEqual([]);
  });
});
