import { assert, sealIdsWith } from '@rochdale/platform';

/** Where the stack under measure is: started by the command that runs the bench. */
export interface Stack {
  /** The database, as its owner. */
  readonly databaseUrl: string;
  /** The database, as the service connects to it. */
  readonly appUrl: string;
  /** The API that was built, in a process of its own. */
  readonly apiUrl: string;
  /** What a second API, in this process, is configured with. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

function given(name: string): string {
  const value = process.env[name] ?? '';
  assert(value !== '', `${name} says where the stack under measure is`);
  return value;
}

export function stackUnderMeasure(): Stack {
  sealIdsWith(given('ROCHDALE_SECRET'));
  return {
    databaseUrl: given('DATABASE_URL'),
    appUrl: given('BENCH_APP_URL'),
    apiUrl: given('BENCH_API_URL'),
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'silent' },
  };
}
