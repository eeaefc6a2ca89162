import { canReach, type GitHub, readPull, upsertComment, upsertIssue } from '@backout/github';
import { type Pull, type Repository, UserError } from '@backout/incident';
import {
  comment,
  type GuiltyPull,
  guiltyPulls,
  issue,
  type Links,
  marker,
  type RunReport,
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

export interface Delivery {
  readonly comment: string | null;
  readonly issue: string | null;
  /** Somebody has to look, and no issue says so. */
  readonly unheard: boolean;
}

/**
 * Tells the guilty pull request, the summary and, where a human is needed, an issue. One channel that fails does not
 * silence the others; where nobody could be told, the issue is the last resort.
 */
export async function tell(report: RunReport, ports: Ports): Promise<Delivery> {
  const routing = whatToTell({ report, pull: null, links: ports.links });
  const place = routing.comment ? await findPlace(report, ports) : null;
  const escalated = routing.issue || (routing.comment && place === null);
  const issueUrl = escalated ? await openIssue(report, ports) : null;
  const links = issueUrl === null ? ports.links : { ...ports.links, issue: issueUrl };
  const commentUrl = place === null ? null : await writeComment(report, place, { ...ports, links });
  await ports.summarize(summary({ report, pull: place?.pull ?? null, links }));
  const missed = commentUrl === null && routing.comment && !escalated;
  return {
    comment: commentUrl,
    issue: missed ? await openIssue(report, ports) : issueUrl,
    unheard: routing.issue && issueUrl === null,
  };
}

interface Place {
  readonly github: GitHub;
  readonly pull: GuiltyPull;
}

/** The first guilty pull request that a token reaches: those of the code come before those of the GitOps repository. */
async function findPlace({ incident }: RunReport, ports: Ports): Promise<Place | null> {
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

async function writeComment(
  report: RunReport,
  { github, pull }: Place,
  ports: Ports,
): Promise<string | null> {
  const { incident } = report;
  if (incident === null) return null;
  const { repository, number } = pull;
  const body = comment({ report, pull, links: ports.links });
  try {
    return (await upsertComment(github, { repository, number, marker: marker(incident.id), body })).url;
  } catch (error) {
    return failed(error, `comment on ${repository}#${number}`, ports);
  }
}

async function openIssue(report: RunReport, ports: Ports): Promise<string | null> {
  const { gitops, repository, links } = ports;
  try {
    return (await upsertIssue(gitops, { repository, ...issue({ report, pull: null, links }) })).url;
  } catch (error) {
    return failed(error, `open an issue in ${repository}`, ports);
  }
}

function failed(error: unknown, doing: string, { log }: Ports): null {
  if (!(error instanceof UserError)) throw error;
  log(`could not ${doing}: ${error.code}: ${error.message}`);
  return null;
}
