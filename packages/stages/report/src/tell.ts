import { canReach, type GitHub, readPull, upsertComment, upsertIssue } from '@backout/github';
import { type Pull, type Repository, UserError } from '@backout/incident';
import {
  type Account,
  comment,
  type GuiltyPull,
  guiltyPulls,
  issue,
  type Links,
  marker,
  summary,
  whatToTell,
} from '@backout/report';

export interface Ports {
  readonly gitops: GitHub;
  readonly source: GitHub | null;
  readonly repository: Repository;
  readonly links: Links;
  readonly summarize: (markdown: string) => Promise<void>;
  readonly log: (line: string) => void;
}

export interface Told {
  readonly comment: string | null;
  readonly issue: string | null;
}

/**
 * Tells the guilty pull request, the summary and, where a human is needed, an issue. One channel that fails does not
 * silence the others; where nobody could be told, the issue is the last resort.
 */
export async function tell(account: Account, ports: Ports): Promise<Told> {
  const routing = whatToTell(account);
  const place = routing.comment ? await findPlace(account, ports) : null;
  const escalated = routing.issue || (routing.comment && place === null);
  const issueUrl = escalated ? await openIssue(account, ports) : null;
  const links = issueUrl === null ? ports.links : { ...ports.links, issue: issueUrl };
  const commentUrl = place === null ? null : await writeComment(account, place, { ...ports, links });
  await ports.summarize(summary({ account, pull: place?.pull ?? null, links }));
  const missed = commentUrl === null && routing.comment && !escalated;
  return { comment: commentUrl, issue: missed ? await openIssue(account, ports) : issueUrl };
}

interface Place {
  readonly github: GitHub;
  readonly pull: GuiltyPull;
}

/** The first guilty pull request that a token reaches: those of the code come before those of the GitOps repository. */
async function findPlace({ incident }: Account, ports: Ports): Promise<Place | null> {
  if (incident === null) return null;
  for (const pull of guiltyPulls(incident)) {
    const github = clientFor(pull, ports);
    if (github === null) continue;
    try {
      if (!(await canReach(github, pull.repository))) continue;
      return { github, pull: { ...pull, title: (await readPull(github, pull)).title } };
    } catch (error) {
      failed(error, `read ${pull.repository}#${pull.number}`, ports);
    }
  }
  return null;
}

function clientFor({ repository }: Pull, { gitops, source, repository: own }: Ports): GitHub | null {
  return repository === own ? gitops : source;
}

async function writeComment(account: Account, { github, pull }: Place, ports: Ports): Promise<string | null> {
  const { incident } = account;
  if (incident === null) return null;
  const { repository, number } = pull;
  const body = comment({ account, pull, links: ports.links });
  try {
    return (await upsertComment(github, { repository, number, marker: marker(incident.id), body })).url;
  } catch (error) {
    return failed(error, `comment on ${repository}#${number}`, ports);
  }
}

async function openIssue(account: Account, ports: Ports): Promise<string | null> {
  const { gitops, repository, links } = ports;
  try {
    return (await upsertIssue(gitops, { repository, ...issue({ account, pull: null, links }) })).url;
  } catch (error) {
    return failed(error, `open an issue in ${repository}`, ports);
  }
}

function failed(error: unknown, doing: string, { log }: Ports): null {
  if (!(error instanceof UserError)) throw error;
  log(`could not ${doing}: ${error.code}: ${error.message}`);
  return null;
}
