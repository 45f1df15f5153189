import { commandLine, gatesOf } from '../../../core/ci.ts';
import type { CiTool } from '../../../core/ci.ts';
import { isTool } from '../../../core/ci/tools.ts';
import type { Facts } from '../../../core/facts.ts';
import type { Place } from '../../../core/finding.ts';
import { commandsOfHook, hookCommands, rootConfigs } from '../../../core/hooks.ts';
import { defineCheck, pass, verdictOf } from '../../../core/practice.ts';

const scanners: readonly CiTool[] = [
	'gitleaks',
	'detect-secrets',
	'trufflehog',
	'secretlint',
	'git-secrets',
	'ggshield',
];
const known =
	/gitleaks|detect-secrets|trufflehog|secretlint|git-secrets|ggshield|gitguardian|betterleaks|kingfisher|talisman/i;
/** Hooks that know one form of a secret only. */
const partial = /^(?:detect-private-key|detect-aws-credentials)$/;

type Read = Pick<Facts, 'ci' | 'preCommit' | 'gitHooks'>;

const isScanner = (words: { readonly program: string; readonly args: readonly string[] }): boolean =>
	scanners.some(tool => isTool({ ...words, args: [...words.args, '.'] }, tool));

/** A hook, or a command of one, that scans what is committed. */
const hookThat = ({ preCommit, gitHooks }: Read): { readonly what: string; readonly at: Place } | null => {
	for (const path of rootConfigs({ preCommit })) {
		const parsed = preCommit.get(path);
		const hook = parsed?.ok
			? parsed.value.hooks.find(
					each => known.test(`${each.repo} ${each.id}`) || commandsOfHook(each).some(isScanner),
				)
			: undefined;
		if (hook) return { what: hook.id, at: { path, line: hook.line } };
	}
	for (const [path, parsed] of gitHooks) {
		if (!parsed.ok) continue;
		const command = parsed.value.commands.find(({ words }) => hookCommands(words).some(isScanner));
		if (command) return { what: command.words.join(' ').slice(0, 80), at: { path, line: command.line } };
	}
	return null;
};

const partialHook = ({ preCommit }: Read): { readonly id: string; readonly at: Place } | null => {
	for (const path of rootConfigs({ preCommit })) {
		const parsed = preCommit.get(path);
		const hook = parsed?.ok ? parsed.value.hooks.find(({ id }) => partial.test(id)) : undefined;
		if (hook) return { id: hook.id, at: { path, line: hook.line } };
	}
	return null;
};

export default defineCheck({
	id: 'guard',
	spec: '8.3/guard',
	title: 'A scanner looks for secrets before they get in',
	failTitle: 'No scanner looks for secrets before they get in',
	severity: 'medium',
	scope: 'repository',
	needs: ['ci', 'preCommit', 'gitHooks', 'files'],
	check(facts) {
		const hook = hookThat(facts);
		if (hook)
			return pass(
				`\`${hook.what}\` in \`${hook.at.path}\` line ${hook.at.line ?? 1} scans what is committed`,
			);
		const { gates, soft } = gatesOf(facts.ci, scanners, { scheduled: true });
		const [gate] = gates;
		if (gate) return pass(`\`${commandLine(gate)}\` in \`${gate.path}\` line ${gate.line} scans for secrets`);
		const action = facts.ci.actions.find(({ uses }) => known.test(uses));
		if (action) return pass(`\`${action.uses}\` in \`${action.path}\` line ${action.line} scans for secrets`);
		const [softened] = soft;
		if (softened) {
			return verdictOf(
				[
					{
						level: 'warn',
						message: `\`${commandLine(softened)}\` cannot stop a build, so a secret that it finds is in already`,
						confidence: 'certain',
						at: { path: softened.path, line: softened.line },
						expected: 'a scan whose failure fails the build',
						key: 'soft scan',
					},
				],
				'',
			);
		}
		const part = partialHook(facts);
		const [config] = rootConfigs(facts);
		const key = config === undefined ? 'no scan' : 'missing gitleaks';
		return verdictOf(
			[
				part
					? {
							level: 'warn',
							message: `\`${part.id}\` knows one form of a secret and misses the others`,
							confidence: 'certain',
							at: part.at,
							expected: 'a hook of gitleaks or detect-secrets beside it',
							key,
						}
					: {
							level: 'warn',
							message:
								'No hook and no pipeline scans for secrets; whether the host refuses pushes with secrets is not written here',
							confidence: 'certain',
							at: { path: config ?? '.pre-commit-config.yaml' },
							expected: 'a hook of gitleaks or detect-secrets',
							key,
						},
			],
			'',
		);
	},
});
