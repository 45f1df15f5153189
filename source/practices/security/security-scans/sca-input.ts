import { commandLine, gatesOf } from '../../../core/ci.ts';
import { isTool } from '../../../core/ci/tools.ts';
import type { Facts } from '../../../core/facts.ts';
import type { CiCommand } from '../../../core/facts/ci.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { scanners } from './sca-gate.ts';

/** The value of an option, in either spelling; every one of them. */
const valuesOf = (args: readonly string[], option: RegExp): readonly string[] =>
	args.flatMap((word, at) => {
		const [name = '', ...value] = word.split('=');
		if (!option.test(name)) return [];
		return word.includes('=') ? [value.join('=')] : [args[at + 1] ?? ''];
	});

const isApart = ({ runner: [first, second, third] }: CiCommand): boolean =>
	first === 'uvx' ||
	(first === 'uv' && second === 'tool' && third === 'run') ||
	(first === 'pipx' && second === 'run');

const exportsList = ({ program, args }: CiCommand): boolean =>
	((program === 'uv' || program === 'poetry' || program === 'pdm') && args[0] === 'export') ||
	program === 'pip-compile' ||
	(program === 'pipenv' && args[0] === 'requirements') ||
	(program === 'uv' && args[0] === 'pip' && (args[1] === 'compile' || args[1] === 'freeze')) ||
	(/^pip3?$/.test(program) && args[0] === 'freeze');

const lockName = /(?:^|\/)(?:uv\.lock|poetry\.lock|pdm\.lock|Pipfile\.lock)$/;

/** Why a run of pip-audit does not look at what is installed; null where it does, or where nothing shows. */
const problemOf = (command: CiCommand, facts: Pick<Facts, 'ci' | 'files'>): string | null => {
	const lists = valuesOf(command.args, /^(?:-r|--requirements?)$/);
	const folders = command.args.filter(
		(word, at) =>
			!word.startsWith('-') && command.args[at - 1]?.startsWith('-') !== true && /^[./\w]+$/.test(word),
	);
	const hasExport = facts.ci.commands.some(
		other => other.source === command.source && other.job === command.job && exportsList(other),
	);
	const lock = [...facts.files.keys()].find(path => lockName.test(path) && !path.includes('/'));
	if (lists.length === 0 && folders.length === 0 && isApart(command))
		return 'audits the environment of the tool itself, and not the project’s';
	if (hasExport || lock === undefined) return null;
	const list = lists.find(path => facts.files.has(path.replace(/^\.\//, '')));
	if (list !== undefined) return `reads \`${list}\`, and the project installs from \`${lock}\``;
	if (lists.length === 0 && folders.some(path => path === '.'))
		return `resolves the manifest anew, because pip-audit does not read \`${lock}\``;
	return null;
};

export default defineCheck({
	id: 'sca-input',
	spec: '8.1/sca-input',
	title: 'The scan reads the versions that are installed',
	failTitle: 'The scan reads other versions than those that are installed',
	severity: 'medium',
	scope: 'repository',
	needs: ['ci', 'files'],
	check(facts) {
		const { gates, soft } = gatesOf(facts.ci, scanners, { scheduled: true });
		const commands = [...gates, ...soft];
		if (commands.length === 0) return notApplicable('no pipeline scans the dependencies');
		const findings = commands.flatMap((command): Finding[] => {
			const missing = isTool(command, 'osv-scanner')
				? valuesOf(command.args, /^(?:-L|--lockfile)$/).find(
						path =>
							command.unresolved.length === 0 &&
							/^[\w./-]+$/.test(path) &&
							![...facts.files.keys()].some(file => file.endsWith(path.replace(/^\.\//, ''))),
					)
				: undefined;
			const problem = isTool(command, 'pip-audit')
				? problemOf(command, facts)
				: missing === undefined
					? null
					: `reads \`${missing}\`, which is not in the repository`;
			if (problem === null) return [];
			return [
				{
					level: 'warn',
					message: `\`${commandLine(command)}\` ${problem}`,
					confidence: 'likely',
					at: { path: command.path, line: command.line },
					expected: 'the lockfile, or `uv export --frozen` in front of `pip-audit -r`',
					key: `input ${commandLine(command)}`,
				},
			];
		});
		if (findings.length > 0) return verdictOf(findings, '');
		const [first] = commands;
		return pass(
			`\`${first ? commandLine(first) : ''}\` reads what the project installs, as far as its words tell`,
		);
	},
});
