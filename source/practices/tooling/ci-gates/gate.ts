import type { CiTool, Gates } from '../../../core/ci.ts';
import { commandLine, gatesOf, pathForGate } from '../../../core/ci.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { CiCommand, CiSoftener } from '../../../core/facts/ci.ts';
import type { Finding } from '../../../core/finding.ts';
import type { Verdict } from '../../../core/practice.ts';
import { manual, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { hasPython, noPython } from '../ruff/scope.ts';

/** What should stop the build. */
export interface Wanted {
	/** As a noun: `lint`. */
	readonly what: string;
	/** The checklist's tool. */
	readonly tool: CiTool;
	/** Tools that do the same. */
	readonly others: readonly CiTool[];
	/** What a pipeline would run: `ruff check .`. */
	readonly command: string;
	/** The same with the tool's name in the sentence: `ruff`. */
	readonly name: string;
}

/** Why a command's failure does not stop the build, after `because`. */
const because: Readonly<Record<CiSoftener['kind'], string>> = {
	fallback: 'what follows it succeeds',
	'errexit-off': 'the shell goes on after a failure',
	pipe: 'its output goes through a pipe, and the shell has no `pipefail`',
	'condition-of-shell': 'it is the condition of something else',
	'exit-zero': 'it is told to succeed',
	mends: 'it mends the files and then succeeds',
	'continue-on-error': 'its failure is ignored',
	'never-runs': 'it does not run for a change',
	trigger: 'nothing that a change starts leads to it',
	make: 'make ignores its failure',
	tox: 'its failure is ignored',
	'skipped-hook': 'the hook is left out',
	input: 'an input of the action says so',
};

const wayTo = ({ path, line }: CiCommand): string => `\`${path}\` line ${line}`;

const softFindings = (soft: readonly CiCommand[]): readonly Finding[] => {
	const seen = new Set<string>();
	return soft.flatMap((command): Finding[] => {
		const [softener] = command.softeners;
		if (!softener) return [];
		const key = `${softener.path}:${softener.line}:${softener.kind}`;
		if (seen.has(key)) return [];
		seen.add(key);
		return [
			{
				level: 'fail',
				message: `\`${commandLine(command)}\` cannot stop the build, because ${because[softener.kind]}`,
				confidence: 'certain',
				at: { path: softener.path, line: softener.line },
				found: softener.text,
				key: `${softener.kind} ${commandLine(command)}`,
			},
		];
	});
};

const asks = ({ outOfSight }: Gates, { what }: Wanted): string | null => {
	const [first, ...rest] = new Set(outOfSight.map(({ name }) => name));
	if (first === undefined) return null;
	const more = rest.length === 0 ? '' : ` and ${rest.length} more`;
	return `Part of the pipeline lies elsewhere: \`${first}\`${more}. Does a failure of ${what} stop the build there?`;
};

/** Whether the pipelines stop for what the project's tool finds. */
export const gateVerdict = (
	facts: Pick<Facts, 'ci' | 'files'>,
	project: Project,
	wanted: Wanted,
): Verdict => {
	const { ci } = facts;
	if (!hasPython(facts, project)) return notApplicable(noPython);
	if (ci.sources.length === 0 && ci.outOfSight.length === 0 && ci.broken.length === 0)
		return notApplicable('no pipeline is in this repository');
	const own = gatesOf(ci, wanted.tool, { project: project.path });
	const [gate] = own.gates;
	if (gate) return pass(`\`${commandLine(gate)}\` in ${wayTo(gate)} stops the build`);
	const other = gatesOf(ci, wanted.others, { project: project.path });
	const [otherGate] = other.gates;
	if (otherGate && own.soft.length === 0) {
		return verdictOf(
			[
				{
					level: 'warn',
					message: `\`${commandLine(otherGate)}\` stops the build, which is not ${wanted.name}`,
					confidence: 'certain',
					at: { path: otherGate.path, line: otherGate.line },
					expected: `\`${wanted.command}\``,
					key: `other tool ${otherGate.program}`,
				},
			],
			'',
		);
	}
	const soft = own.soft.length > 0 ? own.soft : other.soft;
	if (soft.length > 0) return verdictOf(softFindings(soft), '');
	const [broken] = ci.broken;
	if (broken)
		return manual(
			`\`${broken.path}\` cannot be read (${broken.message}). Does it run \`${wanted.command}\`?`,
		);
	const question = asks(own, wanted);
	if (question !== null) return manual(question);
	const [unresolved] = own.unresolved;
	if (unresolved) {
		return manual(
			`\`${unresolved.text.slice(0, 120)}\` in \`${unresolved.path}\` line ${unresolved.line} cannot be followed. Does it run \`${wanted.command}\`?`,
		);
	}
	return verdictOf(
		[
			{
				level: project.kinds.length === 1 && project.kinds[0] === 'scripts' ? 'warn' : 'fail',
				message: `No pipeline runs ${wanted.name} ${project.path === '.' ? 'on every change' : `over \`${project.path}\` on every change`}`,
				confidence: 'certain',
				at: { path: pathForGate(ci, wanted.others) },
				expected: `\`${wanted.command}\` in a job that a pull request starts`,
				key: `no ${wanted.tool}`,
			},
		],
		'',
	);
};
