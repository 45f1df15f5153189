import type { Finding } from '../../../core/finding.ts';
import { pinnedVersions } from '../../../core/pins.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { hookingOf } from './scope.ts';

const branches = /^(?:main|master|head|develop(?:ment)?|dev|trunk|stable|latest|next|edge)$/i;

export default defineCheck({
	id: 'pinned',
	spec: '2.6h',
	title: 'Every repository of hooks is pinned to a tag or a commit',
	failTitle: 'A repository of hooks follows a branch',
	severity: 'low',
	scope: 'repository',
	needs: ['preCommit', 'gitHooks', 'files', 'skipped', 'toolPins'],
	check(facts) {
		const { config } = hookingOf(facts);
		const repos = (config?.repos ?? []).filter(({ repository }) => repository !== null);
		if (!config || repos.length === 0) return notApplicable('no hook comes from another repository');
		const findings: Finding[] = [];
		for (const { repo, rev, revLine } of repos) {
			const at = { path: config.path, line: revLine };
			if (rev === null) {
				findings.push({
					level: 'fail',
					message: `\`${repo}\` has no \`rev\`, and pre-commit refuses the file`,
					confidence: 'certain',
					at,
					expected: '`rev` with a tag or a commit',
					key: `none ${repo}`,
				});
			} else if (branches.test(rev)) {
				findings.push({
					level: 'fail',
					message: `\`${repo}\` follows \`${rev}\`: what runs depends on the day it was installed`,
					confidence: 'certain',
					at,
					found: `rev: ${rev}`,
					expected: '`rev` with a tag or a commit; `pre-commit autoupdate` writes the newest',
					key: `branch ${repo}`,
				});
			}
		}
		const ruff = repos.find(({ repository }) => repository?.endsWith('/ruff-pre-commit') === true);
		const own = ruff?.rev?.replace(/^v/, '');
		const [locked] = pinnedVersions(facts.toolPins, config.path, 'ruff');
		if (ruff && own !== undefined && /^\d/.test(own) && locked !== undefined && locked !== own) {
			findings.push({
				level: 'info',
				message: `The hook runs ruff ${own}, the project’s own ruff is ${locked}`,
				confidence: 'certain',
				at: { path: config.path, line: ruff.revLine },
				key: 'ruff',
			});
		}
		return verdictOf(
			findings,
			repos.length === 1
				? `\`${repos[0]?.repo ?? ''}\` has a tag or a commit`
				: `all ${repos.length} repositories of hooks have a tag or a commit`,
		);
	},
});
