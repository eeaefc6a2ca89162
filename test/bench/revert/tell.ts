import { judge, type Played, type Tally } from './tally.ts';

/** One case, in a line. */
export function lineOf(played: Played): string {
  const { recorded, ours, usual } = played;
  const end = 'code' in ours.ended ? ours.ended.code : ours.ended.tree;
  return `${judge(played)} ${recorded.bad} (${recorded.status}): ${end}, ${ours.seconds.toFixed(2)} s; usual ${usual.seconds.toFixed(2)} s`;
}

export function tableOf(told: Tally): string {
  const ratio = (share: 'p50' | 'p95') => (told.usual[share] / told.seconds[share]).toFixed(1);
  const codes = Object.entries(told.refused_by).map(([code, count]) => `${code} ${count}`);
  return `${told.cases} cases, ${told.clean} clean: ${told.identical} identical, ${told.refused} refused (${codes.join(', ')}), ${told.wrong} wrong

|  | median | p95 |
|---|---|---|
| backout, s | ${told.seconds.p50.toFixed(2)} | ${told.seconds.p95.toFixed(2)} |
| shallow clone and git revert, s | ${told.usual.p50.toFixed(2)} | ${told.usual.p95.toFixed(2)} |
| times faster | ${ratio('p50')} | ${ratio('p95')} |
| backout, kB | ${kilobytes(told.bytes.p50)} | ${kilobytes(told.bytes.p95)} |
| shallow clone and git revert, kB | ${kilobytes(told.usual_bytes.p50)} | ${kilobytes(told.usual_bytes.p95)} |

medians of backout: ${told.requests} requests, ${told.processes} processes of git. Node's start is not in it, and Argo CD and the signals answer at once`;
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(0);
}
