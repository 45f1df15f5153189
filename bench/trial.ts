import { fixers } from '../fixers/index.ts';
import type { Tree } from '../source/core/tree.ts';
import { decode } from '../source/core/text.ts';
import type { Analysis } from '../source/engine/analyst.ts';
import { propose, questionsFor } from '../source/engine/propose.ts';
import { localAnalyst } from '../test/engine/local-analyst.ts';
import { localPool } from '../test/engine/local-pool.ts';

type Target = Parameters<typeof propose>[1];
type Answers = Parameters<typeof propose>[2];
type Offer = NonNullable<
	Analysis['report']['sections'][number]['practices'][number]['checks'][number]['findings'][number]['fix']
>;

/** Audits small trees in memory and proposes their fixes, gate and all; by all practices where none are named. */
export const createTrial = (name: string, only: readonly string[] = []) => {
	const pool = localPool();
	const analyse = localAnalyst(name, { pool, only });
	const options = { pool, analyse, fixers, execute: null };
	return {
		audit: (tree: Tree): Promise<Analysis> =>
			analyse(tree, { commit: null, dirty: false }, new Map(), () => {}),
		questions: (analysis: Analysis, target: Target) => questionsFor(analysis, target, options),
		propose: (analysis: Analysis, target: Target, answers: Answers) =>
			propose(analysis, target, answers, options),
	};
};

/** What the report offers of the fixers that are wanted, each once a check and project. */
export const offersIn = ({ report }: Analysis, isWanted: (fix: Offer) => boolean): readonly Target[] =>
	report.sections
		.flatMap(({ practices }) => practices.flatMap(({ checks }) => checks))
		.flatMap(({ id, project, findings }) => {
			const offered = new Set(findings.flatMap(({ fix }) => (fix && isWanted(fix) ? [fix.fixer] : [])));
			return [...offered].map(fixer => ({ fixer, check: id, project }));
		});

/** The text of a file; empty where it is none. */
export const textOf = (bytes: Uint8Array, path: string): string => {
	const decoded = decode(bytes, path);
	return decoded.outcome === 'text' ? decoded.text : '';
};

/** What a thrown thing says of itself, for the list of what went wrong. */
export const saidBy = (thrown: unknown): string =>
	thrown instanceof Error ? (thrown.stack ?? '') : String(thrown);

interface Count {
	planned: number;
	lines: number;
	readonly declined: Map<string, number>;
}

/** Counts plans, their lines and why fixers decline, and prints that with what went wrong. */
export const createTally = () => {
	const counts = new Map<string, Count>();
	const refused: string[] = [];
	const of = (fixer: string): Count => {
		const known = counts.get(fixer) ?? { planned: 0, lines: 0, declined: new Map<string, number>() };
		counts.set(fixer, known);
		return known;
	};
	return {
		planned(fixer: string): void {
			of(fixer).planned++;
		},
		lines(fixer: string, count: number): void {
			of(fixer).lines += count;
		},
		/** Reasons that differ in names and numbers only are one; what the gate refused should not have been offered. */
		declined(fixer: string, reason: string, where: string): void {
			if (reason.includes('did not pass the gate')) refused.push(`${where} ${fixer}: ${reason}`);
			const kind = reason
				.replaceAll(/`[^`]*`/g, '`…`')
				.replaceAll(/\S+\.py(?::\d+)?/g, '….py')
				.replaceAll(/\d+/g, 'N');
			const { declined } = of(fixer);
			declined.set(kind, (declined.get(kind) ?? 0) + 1);
		},
		/** Fails the run where something is wrong. */
		print(wrong: readonly string[]): void {
			for (const [fixer, { planned, lines, declined }] of [...counts].toSorted(([a], [b]) =>
				a < b ? -1 : 1,
			)) {
				const left = [...declined.values()].reduce((sum, count) => sum + count, 0);
				console.log(
					`${fixer.padEnd(28)} ${String(planned).padStart(5)} planned ${String(lines).padStart(6)} lines ${String(left).padStart(5)} declined`,
				);
				for (const [reason, count] of [...declined].toSorted(([, a], [, b]) => b - a).slice(0, 6))
					console.log(`${' '.repeat(30)}${String(count).padStart(4)}  ${reason}`);
			}
			if (refused.length > 0)
				console.log(`${String(refused.length)} refused by the gate:\n${refused.join('\n')}`);
			console.log(wrong.length === 0 ? 'nothing wrong' : `${wrong.length} wrong:\n${wrong.join('\n')}`);
			if (wrong.length > 0) process.exitCode = 1;
		},
	};
};
