import type { Gates } from '../../../core/ci.ts';
import { commandLine } from '../../../core/ci.ts';
import type { Facts } from '../../../core/facts.ts';
import type { CiCommand } from '../../../core/facts/ci.ts';
import type { Finding } from '../../../core/finding.ts';
import type { Verdict } from '../../../core/practice.ts';
import { manual } from '../../../core/practice.ts';

/** Whether anything runs in production here. */
export const hasProduction = ({ files }: Pick<Facts, 'files'>): boolean =>
	[...files.values()].some(({ path, role }) => path.endsWith('.py') && role === 'prod');

export const noProduction = 'the repository has no Python code that runs in production';
export const noPipeline = 'no pipeline is in this repository';

export const hasPipeline = ({ ci }: Pick<Facts, 'ci'>): boolean =>
	ci.sources.length > 0 || ci.outOfSight.length > 0 || ci.broken.length > 0;

export const wayTo = ({ path, line }: CiCommand): string => `\`${path}\` line ${line}`;

/** What takes a scan's failure away, as findings. */
export const softened = (soft: readonly CiCommand[]): readonly Finding[] =>
	soft.map(command => {
		const [softener] = command.softeners;
		return {
			level: 'warn',
			message: `\`${commandLine(command)}\` cannot stop a build`,
			confidence: 'certain',
			at: { path: softener?.path ?? command.path, line: softener?.line ?? command.line },
			...(softener === undefined ? {} : { found: softener.text }),
			expected: 'a scan whose failure fails the build',
			key: `soft ${commandLine(command)}`,
		};
	});

/** Asks where part of the pipeline cannot be read, or lies elsewhere; null where all of it is here. */
export const questionFor = ({ ci }: Pick<Facts, 'ci'>, gates: Gates, what: string): Verdict | null => {
	const [broken] = ci.broken;
	if (broken) return manual(`\`${broken.path}\` cannot be read (${broken.message}). Does it run ${what}?`);
	const [away] = gates.outOfSight;
	if (away) return manual(`Part of the pipeline lies elsewhere: \`${away.name}\`. Does it run ${what}?`);
	// A script that installs, builds or tests is no scan.
	const unresolved = gates.unresolved.find(
		({ text }) =>
			/lint|check|audit|scan|secur|bandit|quality|verify|\bqa\b|\bci\b/i.test(text) &&
			!/install|test|build|deploy|docs/i.test(text),
	);
	if (!unresolved) return null;
	return manual(
		`\`${unresolved.text.slice(0, 120)}\` in \`${unresolved.path}\` line ${unresolved.line} cannot be followed. Does it run ${what}?`,
	);
};
