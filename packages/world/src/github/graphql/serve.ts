import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import {
  buildSchema,
  defaultFieldResolver,
  execute,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import { sees } from '../access.ts';
import { jsonReply, type Reply } from '../reply.ts';
import { findRepository, type Identity, type World } from '../world.ts';
import { repositoryObject } from './repository.ts';
import { githubError, type Scope } from './scope.ts';

let schema: GraphQLSchema | undefined;

/** A third of a second, so only for worlds that are asked, and once per process. */
function githubSchema(): GraphQLSchema {
  if (schema !== undefined) return schema;
  const description = findPackageJSON('@octokit/graphql-schema', import.meta.url);
  // The package's entry also loads the schema as 5 MB of JSON that nobody here reads.
  const path = join(dirname(String(description)), 'schema.graphql');
  // The published SDL repeats some fields: GitHub's own servers do not mind either.
  schema = buildSchema(readFileSync(path, 'utf8'), { assumeValidSDL: true });
  return schema;
}

interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export async function serveGraphql(
  world: World,
  identity: Identity | null | undefined,
  body: string,
): Promise<Reply> {
  if (!identity) return jsonReply(401, { message: 'Bad credentials', status: '401' });
  const question: Question = JSON.parse(body);
  const document = parse(question.query);
  const errors = validate(githubSchema(), document);
  if (errors.length > 0) return jsonReply(200, { errors: errors.map(githubForm) });
  const result = await execute({
    schema: githubSchema(),
    document,
    rootValue: root({ world, identity }),
    contextValue: world,
    variableValues: question.variables ?? {},
    fieldResolver,
  });
  return jsonReply(200, {
    data: result.data,
    ...(result.errors && { errors: result.errors.map(githubForm) }),
  });
}

function root(scope: Scope) {
  return {
    // Of an App's token a user that keeps its `[bot]`: joshjohanning/bulk-github-repo-settings-sync-action#194.
    viewer: () => ({ __typename: 'User', login: scope.identity.login }),
    rateLimit: {
      limit: 5000,
      cost: 1,
      remaining: 4999,
      used: 1,
      nodeCount: 1,
      resetAt: scope.world.now().toISOString(),
    },
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const repository = findRepository(scope.world, `${owner}/${name}`);
      if (repository === undefined || !sees(scope.identity, repository)) {
        throw githubError('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`);
      }
      return repositoryObject(scope, repository);
    },
  };
}

/** A nullable field that nobody wrote would answer null: say that it is missing instead. */
const fieldResolver: GraphQLFieldResolver<Record<string, unknown>, World> = (source, args, world, info) => {
  if (source[info.fieldName] === undefined) {
    const field = `${info.parentType.name}.${info.fieldName}`;
    world.violations.push(`the GraphQL field ${field} is not emulated`);
    throw githubError('NOT_EMULATED', field);
  }
  return defaultFieldResolver(source, args, world, info);
};

function githubForm(error: GraphQLError) {
  const { message, locations, path, extensions } = error;
  const { type, ...rest } = extensions;
  return {
    ...(type !== undefined && { type }),
    ...(path && { path }),
    ...(locations && { locations }),
    ...(Object.keys(rest).length > 0 && { extensions: rest }),
    message,
  };
}
