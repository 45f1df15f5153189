import { judgedElsewhere } from '../../../core/tool-config.ts';
import { valueAt } from '../../../core/data.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { Finding } from '../../../core/finding.ts';
import { inFolder, upward } from '../../../core/folders.ts';
import { placeOf } from '../../../core/origin.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { configOf, hasPython, noPython } from './scope.ts';

/** What the checklist's sample has. */
const suggested = 100;
/** Ruff's own. */
const standard = 88;

interface OtherLength {
	readonly tool: string;
	readonly length: number;
	readonly path: string;
	readonly line: number;
}

const tables: readonly (readonly [tool: string, key: string])[] = [
	['black', 'line-length'],
	['isort', 'line_length'],
	['yapf', 'column_limit'],
];
const sections: readonly (readonly [file: string, section: string, option: string])[] = [
	['.flake8', 'flake8', 'max-line-length'],
	['setup.cfg', 'flake8', 'max-line-length'],
	['tox.ini', 'flake8', 'max-line-length'],
	['setup.cfg', 'isort', 'line_length'],
];

/** Line lengths that other tools are told, here and above. */
const otherLengths = ({ toml, ini }: Pick<Facts, 'toml' | 'ini'>, project: Project): readonly OtherLength[] =>
	upward(project.path).flatMap(folder => {
		const path = inFolder(folder, 'pyproject.toml');
		const manifest = toml.get(path);
		const fromToml = tables.flatMap(([tool, key]): readonly OtherLength[] => {
			const length = manifest?.ok ? valueAt(manifest.value.value, ['tool', tool, key]) : undefined;
			if (!manifest?.ok || typeof length !== 'number') return [];
			return [{ tool, length, path, line: manifest.value.locations[`/tool/${tool}/${key}`]?.line ?? 1 }];
		});
		const fromIni = sections.flatMap(([name, section, key]): readonly OtherLength[] => {
			const parsed = ini.get(inFolder(folder, name));
			const option = parsed?.ok ? parsed.value.sections[section]?.options[key] : undefined;
			const length = Number(option?.value);
			return option && Number.isInteger(length)
				? [{ tool: section, length, path: inFolder(folder, name), line: option.line }]
				: [];
		});
		return [...fromToml, ...fromIni];
	});

export default defineCheck({
	id: 'line-length',
	spec: '2.2c',
	title: 'The project has one line length',
	failTitle: 'Tools are told different line lengths',
	severity: 'low',
	scope: 'project',
	needs: ['projects', 'files', 'toml', 'ini', 'ruffConfigs'],
	check(facts, project) {
		if (!hasPython(facts, project)) return notApplicable(noPython);
		const config = configOf(facts, project);
		if (!config) return notApplicable('ruff is not configured');
		const elsewhere = judgedElsewhere(facts, config, project);
		if (elsewhere !== null) return notApplicable(elsewhere);
		const written = config.settings['line-length'];
		const origin = config.origins['line-length'];
		const length = typeof written === 'number' ? written : standard;
		const findings = otherLengths(facts, project)
			.filter(other => other.length !== length)
			.map(({ tool, length: theirs, path, line }): Finding => ({
				level: 'warn',
				message: `\`${tool}\` allows lines of ${theirs} characters, ruff of ${length}`,
				confidence: 'certain',
				at: { path, line },
				expected: `${length}, or no setting`,
				key: tool,
			}));
		const note: readonly Finding[] =
			origin && length !== suggested
				? [
						{
							level: 'info',
							message: `\`line-length\` is ${length}; the checklist suggests ${suggested}, and any one value will do`,
							confidence: 'certain',
							at: placeOf(facts.toml, origin),
							key: 'line-length',
						},
					]
				: [];
		return verdictOf(
			[...findings, ...note],
			origin
				? `\`line-length\` is ${length} in \`${origin.path}\``
				: `lines may have ${standard} characters, the default of ruff`,
		);
	},
});
