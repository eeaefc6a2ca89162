import type { RenderedObject, Rendering } from '@backout/incident';
import { count, plural } from './numbers.ts';
import { inlineCode } from './quote.ts';

const reasons = {
  'not-comparable': "its sources or parameters are not today's any more",
  forbidden: 'the token may not ask for manifests',
  failed: 'Argo CD could not render them',
  late: 'they did not come in time',
  'too-large': 'they are too large',
  unreadable: 'Argo CD gave no usable answer',
} satisfies Record<Exclude<NotCompared['why'], 'not-asked'>, string>;

type NotCompared = Extract<Rendering, { kind: 'not-compared' }>;

/** What the sync changed in the cluster, an object a row; nothing where nobody asked. */
export function renderingRows(rendering: Rendering): string[] {
  if (rendering.kind === 'not-compared') return notCompared(rendering);
  const { objects, count: all, maskedSecrets } = rendering;
  const more = all > objects.length ? [`and ${plural(all - objects.length, 'object')} more`] : [];
  const masked = maskedSecrets
    ? ['Secrets are shown masked: whether one of them changed cannot be seen']
    : [];
  if (all === 0) return ['Argo CD renders the same before and after', ...masked];
  return [...objects.map(objectWords), ...more, ...masked];
}

function notCompared({ why }: NotCompared): string[] {
  return why === 'not-asked'
    ? []
    : [
        `the manifests of both revisions could not be compared, ${reasons[why]} (\`${why}\`): told by the text of the files`,
      ];
}

/** `Deployment` `web`: `spec.template.spec.containers.web.image` */
function objectWords({ change, kind, name, fields, hook }: RenderedObject): string {
  const what = `${inlineCode(kind, 100)} ${inlineCode(name, 100)}${hook ? ' (a hook)' : ''}`;
  switch (change) {
    case 'added':
      return `new: ${what}`;
    case 'removed':
      return `gone: ${what}`;
    case 'changed': {
      const shown = fields.slice(0, 3).map((field) => inlineCode(field, 200));
      const more = fields.length > 3 ? ` and ${count(fields.length - 3)} more` : '';
      return shown.length === 0 ? what : `${what}: ${shown.join(', ')}${more}`;
    }
  }
}
