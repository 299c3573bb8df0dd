/** A file that the page loads. */
interface PageFile {
  readonly type: string;
  readonly text: string;
}

const script = (text: string): PageFile => ({ type: 'text/javascript; charset=utf-8', text });
const style = (text: string): PageFile => ({ type: 'text/css; charset=utf-8', text });

export const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>GraphiQL</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/graphiql/graphiql.css" />
  </head>
  <body id="body" class="no-focus-outline">
    <div id="root"></div>
    <script src="/graphiql/workers.js"></script>
    <script src="/graphiql/graphiql.js"></script>
    <script src="/graphiql/page.js"></script>
  </body>
</html>
`;

/** Where the editor finds what it does beside the page. */
const workers = `self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) => '/graphiql/' + label + '.worker.js',
};
`;

/** What the editor shows first: whoever presses the button has an answer, signed in or not. */
export const firstQuery = `# Whoever signed in sees more: put this under Headers.
#   { "Authorization": "Bearer …", "X-Cooperative": "…" }
# The token is what POST /auth/sign-in/email answers.
{
  cooperatives(first: 10) { edges { node { slug name } } }
}
`;

const begin = `YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  title: 'GraphiQL',
  endpoint: '/graphql',
  subscriptionsProtocol: 'WS',
  defaultQuery: ${JSON.stringify(firstQuery)},
});
`;

/**
 * What the page loads, by name: GraphiQL as its package was built, all of it from the installation,
 * and what begins it. Nothing inline, which would not be carried out. Read when it is asked for
 * first: it is large, and a service that does not show the page never needs it.
 */
export async function graphiqlFiles(): Promise<ReadonlyMap<string, PageFile>> {
  const built = await import('@graphql-yoga/render-graphiql/graphiql');
  return new Map([
    ['page.js', script(begin)],
    ['workers.js', script(workers)],
    ['graphiql.js', script(built.js)],
    ['graphiql.css', style(built.css)],
    ['editorWorkerService.worker.js', script(built.editorWorkerService)],
    ['graphql.worker.js', script(built.graphqlWorker)],
    ['json.worker.js', script(built.jsonWorker)],
  ]);
}
