import { announce } from '../events.ts';
import { invalid } from '../refusal.ts';
import { type Answer, type RepositoryCall, type Row, textOf } from './call.ts';

const mostKeys = 10;
const longestBody = 65_536;

async function dispatch(call: RepositoryCall): Promise<Answer> {
  const { world, repository, identity } = call;
  const payload = call.body.client_payload ?? {};
  if (typeof payload !== 'object' || Array.isArray(payload))
    throw invalid("Invalid request.\n\nFor 'properties/client_payload', data is not an object.");
  const clientPayload = { ...payload };
  if (Object.keys(clientPayload).length > mostKeys)
    throw invalid(`Invalid request.\n\nNo more than ${mostKeys} properties are allowed.`);
  if (JSON.stringify(call.body).length > longestBody) throw invalid('client_payload is too large.');
  const event = {
    repository: repository.fullName,
    login: identity.login,
    eventType: textOf(call, 'event_type'),
    clientPayload,
  };
  world.dispatches.push(event);
  await world.hooks.onDispatch(event);
  await announce(world, repository, {
    name: 'repository_dispatch',
    login: identity.login,
    payload: { action: event.eventType, branch: repository.defaultBranch, client_payload: clientPayload },
  });
  return { status: 204, body: undefined };
}

const row: Row = { needs: ['contents'], level: 'write', handle: dispatch };

export const dispatchRows = { 'POST /repos/{owner}/{repo}/dispatches': row };
