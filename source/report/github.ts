import type { Report } from '../core/report.ts';
import { visible } from '../core/safe-text.ts';
import { checkEntries, countedFindings, sentencesOf } from './entries.ts';

// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands

const escaped = (text: string): string => visible(text).replaceAll('%', '%25');
const property = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const command = (
	name: 'error' | 'warning',
	properties: Readonly<Record<string, string | number | undefined>>,
	message: string,
): string => {
	const given = Object.entries(properties).flatMap(([key, value]) =>
		value === undefined ? [] : [`${key}=${property(String(value))}`],
	);
	return `::${name} ${given.join(',')}::${escaped(message)}`;
};

/**
 * Annotations for GitHub Actions, worst first because it shows ten of a kind, and a last line with the score.
 */
export const githubReport = (report: Report): string => {
	const entries = checkEntries(report);
	const broken = entries
		.filter(({ check }) => check.status === 'error')
		.map(({ check }) =>
			command('error', { title: check.id }, `The check broke: ${check.message ?? check.title}`),
		);
	const found = entries.flatMap(({ practice, check }) =>
		countedFindings(check).map(finding => {
			const { path, line, column, endLine, endColumn } = finding.at;
			const isOneLine = endLine === undefined || endLine === line;
			return {
				level: finding.level,
				text: command(
					finding.level === 'fail' ? 'error' : 'warning',
					{
						file: path,
						line,
						endLine,
						// Columns are taken within one line only.
						col: isOneLine ? column : undefined,
						endColumn: isOneLine ? endColumn : undefined,
						title: `${practice.number} ${check.title}`,
					},
					sentencesOf(finding).join('. '),
				),
			};
		}),
	);
	const of = (level: string): readonly string[] =>
		found.flatMap(each => (each.level === level ? [each.text] : []));
	const { score, fail, warn } = report.summary;
	return [
		...broken,
		...of('fail'),
		...of('warn'),
		`bp-audit: score ${score}/100, ${fail} failing, ${warn} with warnings`,
		'',
	].join('\n');
};
