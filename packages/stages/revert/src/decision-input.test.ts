import { describe, expect, test } from 'vitest';
import { rebuildDecisionInput } from './decision-input.ts';
import { context, incident, sha } from './testing/regression.ts';

const claimed = (attribution: Partial<typeof incident.attribution>) => ({
  ...incident,
  attribution: { ...incident.attribution, ...attribution },
});

describe('what is decided about, worked out again', () => {
  test.each([
    ['the stage before', { confidenceBp: 9_100 }, 9_900, 9_100],
    ['git', { confidenceBp: 9_900 }, 9_100, 9_100],
  ])('takes the lower confidence: that of %s', (_, told, own, lower) => {
    const blame = { ...context.blame, confidenceBp: own };
    const input = rebuildDecisionInput(claimed(told), { ...context, blame });
    expect(input.attribution).toEqual({
      cause: 'deployment',
      culprit: 's1',
      vetoes: [],
      confidenceBp: lower,
    });
  });

  test('finds the blamed suspect by its id, wherever it stands', () => {
    const [suspect] = context.blame.suspects;
    if (suspect === undefined) throw new Error('the fixture has a suspect');
    const suspects = [
      { ...suspect, commit: sha('b') },
      { ...suspect, id: 's2' },
    ];
    const blame = { ...context.blame, suspects, culprit: 's2' };
    expect(rebuildDecisionInput(incident, { ...context, blame }).attribution.culprit).toBe('s2');
  });

  test('blames nobody where git blames another commit', () => {
    const suspects = context.blame.suspects.map((suspect) => ({ ...suspect, commit: sha('b') }));
    const input = rebuildDecisionInput(incident, { ...context, blame: { ...context.blame, suspects } });
    expect(input.attribution).toEqual({ cause: 'unknown', culprit: null, vetoes: [], confidenceBp: 0 });
  });

  test('blames nobody where the stage before names another cause', () => {
    const input = rebuildDecisionInput(claimed({ cause: 'unknown' }), context);
    expect(input.attribution).toEqual({ cause: 'unknown', culprit: null, vetoes: [], confidenceBp: 0 });
  });

  test('lists the changes that git has, whatever the watch listed', () => {
    const told = { ...incident, deployment: { ...incident.deployment, changes: [sha('7'), sha('8')] } };
    const { suspects } = context.blame;
    expect(rebuildDecisionInput(told, context).deployment.changes).toEqual(
      suspects.map(({ commit }) => commit),
    );
  });
});
