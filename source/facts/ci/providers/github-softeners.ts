import { isTable, stringAt } from '../../../core/data.ts';
import type { CiSoftener } from '../../../core/facts/ci.ts';
import type { Data, Table } from '../../../core/facts/config.ts';
import type { YamlFile } from '../reading.ts';
import { neverRuns } from './github-expressions.ts';

type Path = readonly (string | number)[];

/** What of a job or a step lets a failure pass. */
export const softenersAt = ({ path, lineOf }: YamlFile, at: Path, value: Table): readonly CiSoftener[] => {
	const found: CiSoftener[] = [];
	const goes = value['continue-on-error'];
	if (goes === true || (typeof goes === 'string' && /^\s*\$\{\{\s*true\s*\}\}\s*$/.test(goes))) {
		found.push({
			kind: 'continue-on-error',
			path,
			line: lineOf([...at, 'continue-on-error']),
			text: 'continue-on-error: true',
		});
	}
	const condition = value['if'];
	if (neverRuns(condition)) {
		found.push({
			kind: 'never-runs',
			path,
			line: lineOf([...at, 'if']),
			text: `if: ${typeof condition === 'string' ? condition : 'false'}`.slice(0, 200),
		});
	}
	return found;
};

/** Whether a step may be left out of a run that goes well. */
export const isConditional = ({ if: condition }: Table): boolean =>
	condition !== undefined &&
	condition !== true &&
	!(
		typeof condition === 'string' &&
		/^\s*(?:\$\{\{)?\s*(?:true|always\(\)|success\(\)|!\s*cancelled\(\))\s*(?:\}\})?\s*$/.test(condition)
	);

/** All that is written in a part of a file. */
export const wholeText = (value: Data): string => JSON.stringify(value) ?? '';

/** A later step fails the job where the step failed: `if: steps.check.outcome == 'failure'`, `run: exit 1`. */
export const isAnswered = (step: Table, later: readonly Data[]): boolean => {
	const id = stringAt(step, ['id']);
	if (id === undefined) return false;
	return later.some(
		other =>
			isTable(other) &&
			wholeText(other).includes(`steps.${id}.`) &&
			/\bexit\s+[1-9]|\bfalse\b|setFailed/.test(
				stringAt(other, ['run']) ?? stringAt(other, ['with', 'script']) ?? '',
			),
	);
};
