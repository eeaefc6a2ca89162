import type { Landing } from './choice.ts';
import type { Growing } from './growing.ts';
import type { Edit } from './state.ts';

/**
 * Puts a change on the branch.
 * @param tip of the branch, which holds `base`, the newest commit of the deployment before
 * @returns the new tip
 */
export function land(
  { commit, stateOf }: Growing,
  tip: string,
  base: string,
  landing: Landing,
  edit: Edit,
): string {
  const merge = (parents: readonly string[], brought: Edit) =>
    commit('merge', parents, { ...brought, ...(landing === 'evil-merge' ? edit : {}) });
  switch (landing) {
    case 'direct':
      return commit('ours', [tip], edit);
    case 'pull-before': {
      const started = commit('started', ['older'], halfway(edit));
      return merge([tip, commit('ours', [started], edit)], edit);
    }
    case 'pull-after':
      return merge([tip, commit('ours', [base], edit)], edit);
    case 'pull-after-several': {
      const started = commit('started', [base], halfway(edit));
      return merge([tip, commit('ours', [started], edit)], edit);
    }
    case 'foxtrot':
      return commit('merge', [commit('ours', ['older'], edit), tip], stateWith(stateOf(tip), edit));
    case 'foxtrot-after':
      return commit('merge', [commit('ours', [base], edit), tip], stateWith(stateOf(tip), edit));
    case 'octopus': {
      const other = { billing: 70 };
      return merge([tip, commit('ours', [base], edit), commit('side', [base], other)], {
        ...edit,
        ...other,
      });
    }
    case 'octopus-picked': {
      const picked = commit('picked', [tip], { billing: 70 });
      return merge(
        [picked, commit('ours', ['older'], edit), commit('side', ['older'], { billing: 70 })],
        edit,
      );
    }
    case 'octopus-folding': {
      const other = { billing: 70 };
      return merge([tip, commit('ours', ['older'], edit), commit('side', ['older'], other)], {
        ...edit,
        ...other,
      });
    }
    case 'evil-merge':
      return merge([tip, commit('side', [base], { billing: 70 })], { billing: 70 });
  }
}

/** A merge is described against its first parent. */
function stateWith(branch: Edit, edit: Edit): Edit {
  return { ...branch, ...edit };
}

/** A pull request of two commits is one change, and the second alone is not. */
function halfway(edit: Edit): Edit {
  return Object.fromEntries(
    Object.entries(edit).map(([key, value]) => [key, typeof value === 'number' ? value + 1 : value]),
  );
}
