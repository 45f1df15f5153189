import type { CiTool } from '../../../core/ci.ts';
import { commandLine, gatesOf, pathForGate } from '../../../core/ci.ts';
import type { Facts } from '../../../core/facts.ts';
import type { CiCommand } from '../../../core/facts/ci.ts';
import type { RuffConfig } from '../../../core/facts/tools.ts';
import { nearestTo } from '../../../core/folders.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { coverageOf, selectionOf } from '../../../core/ruff/selection.ts';
import {
	hasPipeline,
	hasProduction,
	noPipeline,
	noProduction,
	questionFor,
	softened,
	wayTo,
} from './scope.ts';

const others: readonly CiTool[] = ['codeql', 'semgrep', 'sonar-scanner', 'snyk'];
/** With more of ruff's security rules ignored than this, little of them is left. */
const mostIgnored = 15;

const onCommandLine = ({ args }: CiCommand): boolean =>
	args.some(
		(word, at) =>
			/^--(?:extend-)?select=.*(?:\bS\b|\bALL\b)/.test(word) ||
			(/^--(?:extend-)?select$/.test(word) && /(?:^|,)(?:S|ALL)(?:,|$)/.test(args[at + 1] ?? '')),
	);

interface Chosen {
	readonly config: RuffConfig;
	readonly ignored: number;
}

/** The configuration that a run of ruff goes by, where it selects the security rules. */
const chosenBy = (command: CiCommand, { ruffConfigs }: Pick<Facts, 'ruffConfigs'>): Chosen | null => {
	const config =
		command.directory === null ? (ruffConfigs[0] ?? null) : nearestTo(ruffConfigs, command.directory);
	if (!config) return null;
	const selection = selectionOf(config.settings);
	if (coverageOf(selection, 'S') !== 'full') return null;
	return { config, ignored: selection.ignore.filter(code => /^S\d/.test(code)).length };
};

export default defineCheck({
	id: 'sast-gate',
	spec: '8.1/sast-gate',
	title: 'Bandit, or ruff’s port of it, stops the build',
	failTitle: 'No scan of the code for weaknesses stops the build',
	severity: 'high',
	scope: 'repository',
	needs: ['ci', 'files', 'ruffConfigs'],
	check(facts) {
		if (!hasProduction(facts)) return notApplicable(noProduction);
		if (!hasPipeline(facts)) return notApplicable(noPipeline);
		const own = gatesOf(facts.ci, 'bandit');
		const [gate] = own.gates;
		if (gate) return pass(`\`${commandLine(gate)}\` in ${wayTo(gate)} stops the build`);
		const ruff = gatesOf(facts.ci, 'ruff-check').gates;
		const direct = ruff.find(onCommandLine);
		if (direct)
			return pass(`\`${commandLine(direct)}\` in ${wayTo(direct)} checks the \`S\` rules, a port of bandit`);
		for (const command of ruff) {
			const chosen = chosenBy(command, facts);
			if (!chosen) continue;
			if (chosen.ignored <= mostIgnored)
				return pass(
					`\`${commandLine(command)}\` in ${wayTo(command)} checks the \`S\` rules that \`${chosen.config.path}\` selects, a port of bandit`,
				);
			return verdictOf(
				[
					{
						level: 'warn',
						message: `\`${chosen.config.path}\` selects the \`S\` rules and ignores ${chosen.ignored} of them`,
						confidence: 'certain',
						at: { path: chosen.config.path },
						expected: 'the rules switched off where they are wrong, with `per-file-ignores` or `# noqa`',
						key: 'mostly ignored',
					},
				],
				'',
			);
		}
		if (own.soft.length > 0) return verdictOf(softened(own.soft), '');
		const other = gatesOf(facts.ci, others, { scheduled: true });
		const [another] = [...other.gates, ...other.soft];
		if (another) {
			return verdictOf(
				[
					{
						level: 'warn',
						message: `\`${commandLine(another)}\` looks for weaknesses, which is not bandit`,
						confidence: 'certain',
						at: { path: another.path, line: another.line },
						expected: 'bandit, or ruff with the `S` rules, which know Python’s own traps',
						key: `other ${another.program}`,
					},
				],
				'',
			);
		}
		const question = questionFor(facts, own, 'bandit or ruff’s `S` rules');
		if (question) return question;
		return verdictOf(
			[
				{
					level: 'fail',
					message: 'No pipeline runs bandit, or ruff with the `S` rules',
					confidence: 'certain',
					at: { path: pathForGate(facts.ci) },
					expected: 'bandit in a job that a pull request starts, or `S` in `lint.select` of ruff',
					key: 'no bandit',
				},
			],
			'',
		);
	},
});
