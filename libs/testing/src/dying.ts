import pg from 'pg';

const textOf = (asked: unknown): unknown =>
  typeof asked === 'object' && asked !== null && 'text' in asked ? asked.text : asked;

/** A query of the driver's own kind, whose answer is called back rather than promised. */
const isHeard = (asked: unknown): asked is { callback: (error: Error) => void } =>
  typeof asked === 'object' && asked !== null && 'callback' in asked;

/** From this statement on nothing more reaches Postgres, as when the process is gone. */
async function dyingAt(statement: number, body: () => Promise<unknown>): Promise<boolean> {
  const { prototype } = pg.Client;
  const original = Reflect.get(prototype, 'query') as (...asked: unknown[]) => unknown;
  let sent = 0;
  let died = false;
  Reflect.set(prototype, 'query', function dying(this: unknown, ...asked: unknown[]) {
    if (textOf(asked[0]) === 'rollback') return original.apply(this, asked);
    sent += 1;
    if (sent < statement) return original.apply(this, asked);
    died = true;
    const death = new Error(`died at statement ${statement}`);
    const [first] = asked;
    if (isHeard(first)) {
      queueMicrotask(() => first.callback(death));
      return first;
    }
    const gone = Promise.reject(death);
    // Of statements that go together, one is waited for.
    gone.catch(() => undefined);
    return gone;
  });
  try {
    await body();
  } catch (error) {
    if (!died) throw error;
  } finally {
    Reflect.set(prototype, 'query', original);
  }
  return died;
}

/**
 * Runs the body again and again: it dies at its first statement, then at its second, and so on,
 * until it gets through. `after` looks at what each death left. Returns how often it died.
 */
export async function dyingOnEachLine(
  body: () => Promise<unknown>,
  after: () => Promise<unknown>,
): Promise<number> {
  let deaths = 0;
  while (await dyingAt(deaths + 1, body)) {
    deaths += 1;
    if (deaths > 200) throw new Error('this never gets through');
    await after();
  }
  return deaths;
}
