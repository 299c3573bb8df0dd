// The levels: who may know whom, as .dependency-cruiser.cjs judges it. ARCHITECTURE.md says how to
// find the level of a new room.

/** For each room, the rooms it may import; L0 first, so a line never names one below it. */
const knows = {
  tally: [],
  'bank-formats': [],
  platform: [],
  identity: ['platform'],
  ledger: ['platform'],
  membership: ['platform', 'identity'],
  banking: ['platform', 'ledger', 'bank-formats'],
  treasury: ['platform', 'ledger'],
  payouts: ['platform', 'ledger', 'bank-formats', 'banking'],
  collections: ['platform', 'membership', 'banking'],
  voting: ['platform', 'membership', 'tally'],
  governance: ['platform', 'identity', 'membership', 'voting'],
  dues: 'platform bank-formats membership treasury ledger banking payouts'.split(' '),
  letters: ['platform', 'identity'],
  webhooks: ['platform', 'membership'],
  expenses: ['platform', 'membership', 'governance', 'treasury', 'ledger', 'payouts'],
  partners: 'platform identity membership governance treasury ledger payouts dues'.split(' '),
};
/** What an adapter may know, whatever its name: a new one is a folder and a line in the house. */
knows['rail-[^/]+'] = ['platform', 'ledger', 'bank-formats', 'banking', 'payouts'];
knows['collect-[^/]+'] = ['platform', 'collections'];
/** The one list of rooms, known to apps, migrations' tools and tests alone. */
knows.house = Object.keys(knows);

module.exports = knows;
