// Who may know whom. Every rule here has a canary in test/architecture that it must catch; a rule
// without one fails the build.

const knows = require('./tools/levels.cjs');

const packageNamed = (...names) => `(^|/)node_modules/(${names.join('|')})/`;
const graphqlPackages = packageNamed(
  ...'graphql graphql-[^/]+ mercurius dataloader @nestjs/graphql @nestjs/mercurius'.split(' '),
);
const queuePackages = packageNamed('bullmq', '@nestjs/bullmq', 'ioredis');
const spec = '\\.spec\\.ts$';
const shipped = '^(libs|apps|migrations)/';
/** Specs, and what a room's specs share, which its door does not name. */
const madeForTests = [
  'stryker\\.config\\.mjs$',
  '^libs/[^/]+/mutation/',
  '^libs/testing/',
  '^libs/[^/]+/src/testing/',
  '^apps/[^/]+/src/testing/',
  spec,
];
/** `proposal/proposal.ts`: the noun's own file in its own folder. */
const domainFile = '/([^/]+)/\\1\\.ts$';
/** What runs and checks the migrations. */
const schemaTool = '^migrations/[a-z]';
const machine = '^(node:)?(fs|fs/promises|net|http|https|dns|child_process|worker_threads)$';

const roomRules = Object.entries(knows).map(([room, known]) => ({
  name: `level-${room.replace('[^/]+', 'any')}`,
  comment: `${room} may know ${known.length === 0 ? 'no other room' : known.join(', ')}.`,
  severity: 'error',
  from: { path: `^libs/(${room})/`, pathNot: '^libs/[^/]+/src/testing/' },
  to: {
    path: '^libs/[^/]+/src/',
    pathNot: ['$1', ...known, 'testing'].map((name) => `^libs/${name}/`),
  },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'rooms-are-named',
      comment: 'A room that the table of levels does not name would be free to know anybody.',
      severity: 'error',
      from: {
        path: '^libs/',
        pathNot: [...Object.keys(knows), 'testing'].map((n) => `^libs/${n}/`),
      },
      to: {},
    },
    {
      name: 'adapters-are-hidden',
      comment: 'Which rails and sources there are is the list of the house; others name them.',
      severity: 'error',
      from: { path: '^(libs|apps|migrations)/', pathNot: '^libs/(house/|rail-|collect-)' },
      to: { path: '^libs/(rail|collect)-' },
    },
    {
      name: 'no-circular',
      comment: 'Cycles pass in tests and crash in the built output; such files are one, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'door-only',
      comment: 'Another room is its index.ts; the rest of it may change without asking.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: [spec, '^libs/[^/]+/(src/testing|mutation)/'] },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'room-tests-use-doors',
      comment: "A room's tests may build another room's part of their world with its own builders.",
      severity: 'error',
      from: { path: '^libs/([^/]+)/.*(/testing/|\\.spec\\.ts$)' },
      to: {
        path: '^libs/',
        pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$', '^libs/[^/]+/src/testing/'],
      },
    },
    {
      name: 'door-only-from-outside',
      comment: 'Apps and migrations come in by the door as well.',
      severity: 'error',
      from: { pathNot: ['^libs/', '^test/', schemaTool, spec] },
      to: { path: '^libs/', pathNot: '^libs/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'tests-use-doors',
      comment: "Tests come in by the door too, or by what a room's own tests are made with.",
      severity: 'error',
      from: { path: ['^test/', spec], pathNot: '^libs/' },
      to: {
        path: '^libs/',
        pathNot: ['^libs/[^/]+/src/index\\.ts$', '^libs/[^/]+/src/testing/'],
      },
    },
    {
      name: 'schema-tools-see-mappings',
      comment:
        'Comparing the mappings with the database needs every entity, as the house lists them.',
      severity: 'error',
      from: { path: schemaTool },
      to: {
        path: '^libs/',
        pathNot: ['^libs/[^/]+/src/index\\.ts$', '/queue-schema\\.ts$'],
      },
    },
    {
      name: 'rooms-know-no-app',
      comment: 'News travels upward as facts in the event log, never by an import.',
      severity: 'error',
      from: { path: '^(libs|migrations)/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-know-no-app',
      comment:
        'Each is composed of the same rooms; what two share belongs to a room, or to the house.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'rooms-know-no-graphql',
      comment: 'A room is reached by GraphQL, REST, jobs and the command line alike.',
      severity: 'error',
      from: { path: '^libs/', pathNot: '^libs/testing/' },
      to: { path: graphqlPackages },
    },
    {
      name: 'worker-knows-no-graphql',
      comment: 'Worker, command line and demo compose the rooms without the API.',
      severity: 'error',
      from: { path: '^apps/(worker|cli|demo)/' },
      to: { path: graphqlPackages },
    },
    {
      name: 'queue-is-hidden',
      comment: 'Which queue runs the jobs is known in one folder.',
      severity: 'error',
      from: {
        path: '^(libs|apps|migrations)/',
        pathNot: ['^libs/platform/src/jobs/', '^libs/testing/', schemaTool, spec],
      },
      to: { path: packageNamed('bullmq', '@nestjs/bullmq') },
    },
    {
      name: 'domain-is-pure',
      comment:
        "A noun's own file holds states and named rules: no framework, no database, no machine.",
      severity: 'error',
      from: {
        path: domainFile,
        pathNot: ['^libs/(platform|testing)/', '^(apps|test|tools|migrations)/'],
      },
      to: {
        path: [
          packageNamed('@nestjs/[^/]+', 'typeorm', 'pg', 'better-auth', 'fastify', 'nodemailer'),
          queuePackages,
          machine,
          '\\.(entity|store|queries|module)\\.ts$',
        ],
        // A row's type is its mapping's, and a type is no dependency.
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'pure-rooms',
      comment: 'Counting votes and reading bank files need no framework, database or machine.',
      severity: 'error',
      from: { path: '^libs/(tally|bank-formats)/', pathNot: madeForTests },
      to: {
        path: [
          packageNamed('@nestjs/[^/]+', 'typeorm', 'pg', 'better-auth', 'fastify', 'pino'),
          queuePackages,
          machine,
        ],
      },
    },
    {
      name: 'entities-stay-home',
      comment: 'No relation crosses rooms: an id, and a query through the door. A type is none.',
      severity: 'error',
      from: { path: '\\.entity\\.ts$' },
      to: {
        path: '^libs/',
        pathNot: ['^libs/platform/src/index\\.ts$', '^libs/([^/]+)/src/(?!index\\.ts$)'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'mappings-stay-inside',
      comment:
        "A table is its stores' and queries' alone. Mappings leave a room by `<room>.room.ts`, " +
        'for the drift check, and by no other way; the type of a row is no mapping.',
      severity: 'error',
      from: { pathNot: ['\\.(entity|store|queries|room)\\.ts$', spec] },
      to: { path: '\\.entity\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'database-driver-is-hidden',
      comment: 'Rooms speak through the Tx they are handed; their own driver slips the tenant.',
      severity: 'error',
      from: {
        path: '^(libs|apps)/',
        pathNot: ['^libs/(platform|testing)/', '^apps/cli/src/owner\\.ts$', spec],
      },
      to: { path: packageNamed('pg', 'pg-[^/]+'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'orm-is-for-mapping',
      comment: 'TypeORM is known to entities, stores, queries and migrations.',
      severity: 'error',
      from: {
        path: '^(libs|apps)/',
        pathNot: ['^libs/(platform|testing)/', '\\.(entity|store|queries)\\.ts$', spec],
      },
      to: { path: packageNamed('typeorm') },
    },
    {
      name: 'repositories-come-from-the-transaction',
      comment:
        'A repository that Nest injects lives outside the unit of work: no tenant, no roll-back.',
      severity: 'error',
      from: {},
      to: { path: '(^|/)@nestjs/typeorm(/|$)' },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A migration must do the same in ten years, whatever the rooms have become.',
      severity: 'error',
      from: { path: '^migrations/[0-9]' },
      to: { path: '^(libs|apps|test|tools)/' },
    },
    {
      name: 'tests-stay-out',
      comment: 'Nothing that ships imports a test or what tests are made with.',
      severity: 'error',
      from: { path: shipped, pathNot: madeForTests },
      to: {
        path: [...madeForTests, '^test/', '^tools/', packageNamed('vitest', 'fast-check')],
      },
    },
    {
      name: 'ships-what-it-imports',
      comment: 'What runs in production is a dependency, not a development dependency.',
      severity: 'error',
      from: { path: shipped, pathNot: madeForTests },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere hides a dependency from every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: ['^dist/', '^(libs|apps|test)/.*/fixtures/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
