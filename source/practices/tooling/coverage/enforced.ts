import type { Place } from '../../../core/finding.ts';
import { failUnderOf } from '../../../core/coverage.ts';
import { valueOf } from '../../../core/pytest-options.ts';
import type { Covering } from './scope.ts';

/** A threshold for the whole of what is measured. */
export interface Threshold {
	/** Percent. */
	readonly percent: number;
	readonly at: Place;
	/** As written. */
	readonly text: string;
}

const commandPlace = ({ command }: Covering['runs'][number]): Place => ({
	path: command.path,
	line: command.line,
});

/** What configuration says, whether or not a pipeline heeds it. */
const configured = ({ config, pytest, addopts }: Covering): readonly Threshold[] => {
	const option = Number(valueOf(addopts, '--cov-fail-under') ?? 0);
	const inFile = failUnderOf(config);
	return [
		...(pytest && option > 0
			? [
					{
						percent: option,
						at: { path: pytest.path, line: pytest.lines['addopts'] ?? pytest.line },
						text: `--cov-fail-under=${option}`,
					},
				]
			: []),
		...(config && inFile !== null
			? [
					{
						percent: inFile,
						at: { path: config.path, line: config.lines['report.fail_under'] ?? config.line },
						text: `fail_under = ${inFile}`,
					},
				]
			: []),
	];
};

const highest = (all: readonly Threshold[]): Threshold | null =>
	all.reduce<Threshold | null>((best, one) => (best && best.percent >= one.percent ? best : one), null);

/** The threshold that a run is held to: its own, else what is configured. */
const thresholdOf = (run: Covering['runs'][number], set: readonly Threshold[]): Threshold | null => {
	if (!run.measures || run.part !== null) return null;
	if (run.threshold !== null && run.threshold > 0) {
		const flag = run.command.program === 'coverage' ? '--fail-under' : '--cov-fail-under';
		return { percent: run.threshold, at: commandPlace(run), text: `${flag}=${run.threshold}` };
	}
	// `coverage run` measures, and judges nothing.
	if (run.command.program === 'coverage' && run.command.args.includes('run')) return null;
	return set[0] ?? null;
};

/** The highest thresholds of a project. */
export interface Enforced {
	/** A build fails below it. */
	readonly gate: Threshold | null;
	/** A pipeline looks at it, and goes on. */
	readonly soft: Threshold | null;
	readonly configured: Threshold | null;
	/** For some folders only: their patterns, and the percent. */
	readonly parts: readonly (Threshold & { readonly include: string })[];
}

export const enforcedOf = (covering: Covering): Enforced => {
	const set = configured(covering);
	const thresholds = (isGate: boolean): readonly Threshold[] =>
		covering.runs.flatMap(run => (run.isGate === isGate ? (thresholdOf(run, set) ?? []) : []));
	return {
		gate: highest(thresholds(true)),
		soft: highest(thresholds(false)),
		configured: highest(set),
		parts: covering.runs.flatMap(run => {
			const { part, threshold, isGate } = run;
			if (!isGate || part === null || threshold === null) return [];
			return [{ percent: threshold, at: commandPlace(run), text: `${part}: ${threshold} %`, include: part }];
		}),
	};
};
