import { commandLine } from '../../source/core/ci.ts';
import type { CiCommand } from '../../source/core/facts/ci.ts';
import type { Facts } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined } from '../../source/core/fixer.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { defineFixer } from '../define.ts';
import { pipelineFiles } from '../touches.ts';
import { mayTurnRed, redQuestion } from './ci-clean.ts';
import { harder, removable } from './harder-command.ts';

type Needed = Pick<Facts, 'ci' | 'ruffRuns'>;

const kindOf = ({ key = '' }: Finding): string => key.slice(0, Math.max(0, key.indexOf(' ')));

/** The command that a finding is about. */
const commandOf = ({ ci }: Needed, finding: Finding): CiCommand | undefined =>
	ci.commands.find(command => {
		const [first] = command.softeners;
		return (
			first !== undefined &&
			first.path === finding.at.path &&
			first.line === finding.at.line &&
			finding.key === `${first.kind} ${commandLine(command)}`
		);
	});

const commandsOf = (facts: Needed, findings: readonly Finding[]): readonly CiCommand[] => [
	...new Set(findings.map(finding => commandOf(facts, finding)).filter(command => command !== undefined)),
];

interface Change {
	readonly command: CiCommand;
	readonly path: string;
	readonly splices: readonly Splice[];
	readonly drops: readonly string[];
}

/** All that softens one command, or why something of it stays; a command with one softener left is as soft. */
const changesFor = (texts: ReadonlyMap<string, string>, command: CiCommand): readonly Change[] | string => {
	const changes: Change[] = [];
	for (const softener of command.softeners) {
		const text = texts.get(softener.path);
		if (text === undefined) return `\`${softener.path}\` could not be read`;
		const result = harder(text, command, softener);
		if (result.outcome === 'declined') return result.reason;
		changes.push({ command, path: softener.path, splices: result.splices, drops: result.dropsComments });
	}
	return changes;
};

const sameSplice = (a: Splice, b: Splice): boolean =>
	a.start === b.start && a.end === b.end && a.text === b.text;

const editsOf = (changes: readonly Change[]): readonly Edit[] =>
	[...new Set(changes.map(({ path }) => path))].flatMap((path): Edit[] => {
		const all = changes.filter(change => change.path === path).flatMap(({ splices }) => splices);
		const [first, ...rest] = all
			.filter((splice, at) => all.findIndex(other => sameSplice(other, splice)) === at)
			.toSorted((a, b) => a.start - b.start || a.end - b.end);
		return first ? [{ kind: 'splice', path, splices: [first, ...rest] }] : [];
	});

/** With what allows a whole job to fail go all its commands. */
const asked = (facts: Needed, commands: readonly CiCommand[]): readonly CiCommand[] =>
	facts.ci.commands.filter(
		command =>
			commands.includes(command) ||
			commands.some(({ softeners }) =>
				softeners.some(
					({ kind, path, line }) =>
						kind === 'continue-on-error' &&
						command.softeners.some(
							other => other.kind === kind && other.path === path && other.line === line,
						),
				),
			),
	);

export default defineFixer({
	id: 'ci-soft',
	title: 'Let what the tools find stop the build',
	checks: ['ci-gates/lint-gate', 'ci-gates/format-gate', 'ci-gates/type-gate'],
	safety: 'review',
	needs: ['ci', 'ruffRuns'],
	touches: pipelineFiles,
	after: ['ruff-fix', 'ruff-format', 'mypy-config', 'annotate-none', 'pre-commit-hooks'],
	safetyNote:
		'Only builds change: what the tool finds fails them from then on. It asks first where that may happen at once: where ruff ' +
		'finds something today, and for tools that only tell when they are run.',
	takes: finding => removable.has(kindOf(finding)),
	questions({ facts, findings }) {
		const question = redQuestion(facts, asked(facts, commandsOf(facts, findings)));
		return question ? [question] : [];
	},
	reads: ({ facts, findings }) => [
		...new Set(commandsOf(facts, findings).flatMap(({ softeners }) => softeners.map(({ path }) => path))),
	],
	plan({ facts, findings, texts, answers }) {
		const changes: Change[] = [];
		const reasons: string[] = [];
		for (const command of commandsOf(facts, findings)) {
			const found = changesFor(texts, command);
			if (typeof found === 'string') reasons.push(found);
			else changes.push(...found);
		}
		const [edit, ...more] = editsOf(changes);
		if (!edit) return declined(reasons[0] ?? 'what softens the command was not found again');
		const commands = [...new Set(changes.map(({ command }) => command))];
		const question = redQuestion(facts, asked(facts, commands));
		if (question && answers[mayTurnRed] !== 'yes') {
			return declined(
				`this may turn the build red: ${question.explanation} Answer yes to change it all the same`,
			);
		}
		const names = [...new Set(commands.map(({ program }) => program))];
		return {
			outcome: 'plan',
			area: 'ci',
			summary: `let ${names.join(' and ')} stop the build`,
			changed: commands.map(
				command =>
					`\`${commandLine(command)}\` in \`${command.path}\` fails the build: ${command.softeners
						.map(({ text }) => `\`${text.replaceAll('`', "'")}\``)
						.join(' and ')} no longer stands in the way.`,
			),
			atRunTime: 'Nothing; only builds change.',
			followUps: question
				? ['Watch the first build: what it finds is to be mended, or left out on purpose']
				: [],
			edits: [edit, ...more],
			...(question ? { safety: 'guided' as const } : {}),
			dropsComments: changes.flatMap(({ drops }) => drops),
		};
	},
});
