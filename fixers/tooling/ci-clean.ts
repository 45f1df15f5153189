import { counted } from '../../source/core/counted.ts';
import type { CiTool } from '../../source/core/ci.ts';
import { isTool } from '../../source/core/ci/tools.ts';
import type { CiCommand } from '../../source/core/facts/ci.ts';
import type { Facts } from '../../source/core/facts.ts';
import type { Question } from '../../source/core/fixer.ts';

type Read = Pick<Facts, 'ruffRuns'>;

/** What a tool would say today: how much it finds, or that only running it would tell. */
export type Standing = { readonly known: true; readonly count: number } | { readonly known: false };

const unknown: Standing = { known: false };

/** Ruff as the project has it set up; options of the command may ask for more than the settings do. */
const ruffStanding = ({ ruffRuns }: Read, tool: CiTool, args: readonly string[]): Standing => {
	if (
		args.some(word =>
			/^--(?:(?:extend-)?select|config|isolated|preview|target-version|line-length)\b/.test(word),
		)
	)
		return unknown;
	// Without a configuration of ruff nothing was run.
	if (ruffRuns.size === 0) return unknown;
	let count = 0;
	for (const run of ruffRuns.values()) {
		if (!run.ok || run.value.problem !== null) return unknown;
		const { counts, lint, format } = run.value;
		if (tool === 'ruff-format') count += format === 'differs' ? 1 : 0;
		else if (lint === 'on') count += Object.values(counts).reduce((sum, one) => sum + one.count, 0);
	}
	return { known: true, count };
};

/** What one of ruff's commands, or another tool, would say today. */
export const standingOf = (facts: Read, command: Pick<CiCommand, 'program' | 'args'>): Standing => {
	if (isTool(command, 'ruff-format')) return ruffStanding(facts, 'ruff-format', command.args);
	return isTool(command, 'ruff-check') ? ruffStanding(facts, 'ruff-check', command.args) : unknown;
};

const saying = (facts: Read, command: Pick<CiCommand, 'program' | 'args'>): string | null => {
	const standing = standingOf(facts, command);
	if (!standing.known) return `what \`${command.program}\` finds today is not known without running it`;
	if (standing.count === 0) return null;
	return isTool(command, 'ruff-format')
		? `${standing.count} file${standing.count === 1 ? ' is' : 's are'} not formatted today`
		: `ruff finds ${counted(standing.count, 'thing')} today`;
};

/** The id of the question whether a build may turn red. */
export const mayTurnRed = 'may-turn-red';

/** Asked where the commands are not known to succeed today; null where all of them are. */
export const redQuestion = (
	facts: Read,
	commands: readonly Pick<CiCommand, 'program' | 'args'>[],
): Question | null => {
	const reasons = [...new Set(commands.map(command => saying(facts, command)).filter(said => said !== null))];
	if (reasons.length === 0) return null;
	const said = reasons.join(', and ');
	return {
		id: mayTurnRed,
		prompt: 'This may turn the build red. Change the pipeline all the same?',
		explanation: `${said.charAt(0) === '`' ? said : said.charAt(0).toUpperCase() + said.slice(1)}; each such finding fails the build from then on.`,
		kind: { type: 'yes-no' },
		fallback: 'no',
	};
};
