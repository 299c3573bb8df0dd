import { CreateAccount } from '@rochdale/identity';
import { systemActor } from '@rochdale/platform';
import { ApiClient } from '@rochdale/testing';
import type { RunningApi } from '../../../apps/api/src/main.js';

const password = 'a long enough password';

/** Whoever likes: somebody who signs up and applies. */
export async function applicant(api: RunningApi, email: string): Promise<ApiClient> {
  const person = { name: 'Whoever', email, password };
  await api.app.get(CreateAccount).execute(systemActor(null, 'cli'), person);
  const client = await new ApiClient(api.url).signIn(email, password);
  await client.change(`mutation { membershipApply(input: { classKey: "user",
    displayName: "Whoever", note: "Hello" }) { userErrors { code message } } }`);
  return client;
}

export async function withdraw(client: ApiClient): Promise<void> {
  await client.change('mutation { membershipWithdraw { userErrors { code message } } }');
}
